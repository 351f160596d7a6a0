import type { AskedWhen } from '@heliotrope/screening/rules';

type Answers = readonly (number | null)[];
type Items = readonly { readonly no: number; readonly askedWhen?: AskedWhen }[];

const compare: Record<AskedWhen['op'], (left: number, right: number) => boolean> = {
  '>=': (left, right) => left >= right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '<': (left, right) => left < right,
  '=': (left, right) => left === right,
};

/**
 * Which questions are put to this pupil, given what she answered so far? Indices from 0, in the order of the form. The
 * form carries the condition (`askedWhen`); the server decides again with the same one.
 */
export function askedIndices(items: Items, answers: Answers): number[] {
  const isAsked = ({ askedWhen }: Items[number]): boolean =>
    !askedWhen ||
    askedWhen.items.some((no) => {
      const given = answers[no - 1];
      return typeof given === 'number' && compare[askedWhen.op](given, askedWhen.value);
    });
  return items.flatMap((item, index) => (isAsked(item) ? [index] : []));
}

/** The sheet as the pupil saw it at the end: a question that was withdrawn again carries no answer. */
export function onlyAsked(items: Items, answers: Answers): (number | null)[] {
  const asked = new Set(askedIndices(items, answers));
  return answers.map((given, index) => (asked.has(index) ? given : null));
}
