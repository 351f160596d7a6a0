import type { FieldFault } from '@heliotrope/kernel';
import { gradeName } from './battery.js';
import type { InstrumentDefinition } from './instrument.js';

// Which words may be put before a child of this grade? Two lists, which are data (`instruments/wording/words.yaml`) with their
// source: words of how somebody kills or hurts himself, never put to a pupil below a grade; and words about death and
// self-harm, which a person must have seen before approving. A list never replaces reading: whoever approves says so.

export interface WordList {
  readonly version: string;
  readonly source: string;
  /** Method wording is for nobody below this grade. */
  readonly methodsFromGrade: number;
  readonly methods: readonly string[];
  readonly attention: readonly string[];
}

export interface WordFound {
  /** 0 is the instructions. */
  readonly item: number;
  readonly word: string;
  readonly kind: 'method' | 'attention';
}

/**
 * Which listed words stand in the items, their options and the instructions? In the order of the form, each word once an
 * item. Spaces and punctuation inside a word do not hide it; writing it with other characters does.
 */
export function wordsFound(definition: Pick<InstrumentDefinition, 'items' | 'optionSets' | 'instructions' | 'title'>, list: WordList): WordFound[] {
  const listed = [...list.methods.map((word) => ({ word, kind: 'method' as const })), ...list.attention.map((word) => ({ word, kind: 'attention' as const }))];
  const inText = (item: number, text: string): WordFound[] => {
    const bare = bareText(text);
    return listed.filter(({ word }) => bare.includes(bareText(word))).map((one) => ({ item, ...one }));
  };
  const labels = (set: string) => (definition.optionSets[set] ?? []).map((option) => option.label).join('\n');
  return [
    ...inText(0, `${definition.title}\n${definition.instructions ?? ''}`),
    ...definition.items.flatMap(({ no, text, options }) => inText(no, `${text ?? ''}\n${labels(options)}`)),
  ];
}

/** Line ends stay: the end of one text and the start of the next are no word together. */
const bareText = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}\n]/gu, '');

export interface ApprovalWish {
  readonly grades: { readonly from: number; readonly to: number };
  readonly validFrom: string;
  readonly validUntil: string;
  /** How many items the person says to have read, one by one. */
  readonly itemsRead: number;
}

/**
 * May this version be approved for these grades? Refuses grades outside the instrument's own, method wording below its
 * grade (no confirmation lifts this), an approval by somebody who has not read every item, and one that is over before it
 * begins. Each fault names the field and says what to change.
 */
export function approvalFaults(definition: InstrumentDefinition, wish: ApprovalWish, list: WordList): FieldFault[] {
  const faults: FieldFault[] = [];
  const fault = (field: string, code: string, message: string) => faults.push({ field, code: `screening/${code}`, message });
  const { from, to } = definition.grades;
  if (wish.grades.from > wish.grades.to) fault('grades', 'grades-backwards', '起始年级不能大于终止年级');
  if (wish.grades.from < from || wish.grades.to > to) fault('grades', 'instrument-outside-grades', `${definition.title}适用于${gradeName(from)}至${gradeName(to)}`);
  if (definition.items.some((item) => item.text === null)) fault('itemsRead', 'wording-missing', '题干还没有导入，无法逐题审阅');
  const methods = wordsFound(definition, list).filter((one) => one.kind === 'method');
  if (wish.grades.from < list.methodsFromGrade && methods.length > 0) {
    const where = methods.map(({ item, word }) => `${item === 0 ? '标题或指导语' : `第 ${item} 题`}“${word}”`).join('、');
    fault('grades', 'method-wording', `含有自杀、自伤方式的文字，不得用于${gradeName(list.methodsFromGrade)}以下：${where}`);
  }
  if (wish.itemsRead !== definition.items.length) fault('itemsRead', 'items-not-read', `请逐题读完全部 ${definition.items.length} 题后确认`);
  if (wish.validUntil < wish.validFrom) fault('validUntil', 'approval-backwards', '有效期的终止早于起始');
  return faults;
}
