import type { Ordinal } from '@heliotrope/kernel';
import { type CriticalHit, criticalRuleName } from './critical-items.js';
import type { CriticalRule } from './instrument.js';
import type { FiredRule } from './suggested-level.js';

// A sheet already stands, and other answers come for its place: under its number, or for the same form. The first stays
// and the second is refused, but a child may be in danger who said so only the second time. What must a person still
// hear? Paper is heard of the same way, as soon as it is typed. Item and rule, never the answer. Does not decide which of the
// two is true: the reviewer asks the pupil.

const WORDS = { 'same-id': '同一答卷编号收到不同作答', 'same-form': '同一份量表又收到不同作答', left: '作答后没有交卷', paper: '录入纸质答卷时读到' } as const;
const CRITICAL = 'critical:';

/** By what the second sheet met the first, that nobody handed it in, or that it is paper still being typed. */
export type MetBy = keyof typeof WORDS;

/**
 * Which critical answers of a refused sheet has nobody been told of? Told by rule and not by item: a graver answer to
 * the same question fires another rule.
 *
 * @param hits the critical answers of the refused sheet. @param standing rules that fired on the pupil's own sheet of this
 * form (`critical:phq-9/item-9>=1`…). @param told rules of earlier second answers, as `secondAnswerRule` writes them.
 */
export function untoldHits(hits: readonly CriticalHit[], standing: readonly string[], told: readonly string[]): CriticalHit[] {
  const known = new Set([...standing.filter((rule) => rule.startsWith(CRITICAL)), ...told].map(withoutPrefix));
  return hits.filter((hit) => !known.has(hit.rule));
}

/** `same-id:phq-9/item-9>=1`: stable, fit for facts and events. */
export const secondAnswerRule = (metBy: MetBy, hit: CriticalHit): string => `${metBy}:${hit.rule}`;

/** Such a rule as the reviewer reads it; undefined when it is no such rule. @param critical the form's critical rules. */
export function secondAnswerNotice(rule: string, critical: readonly CriticalRule[]): FiredRule | undefined {
  const metBy = rule.slice(0, rule.indexOf(':'));
  if (!isMetBy(metBy)) return undefined;
  const name = withoutPrefix(rule);
  const [, code = '', item = ''] = /^(.+)\/item-(\d+)/.exec(name) ?? [];
  const known = critical.find((one) => criticalRuleName(code, one) === name);
  const ordinal: Ordinal = known?.severity ?? 3;
  return { rule, ordinal, reason: `${WORDS[metBy]}：${known?.reason ?? `${code.toUpperCase()} 第 ${item} 题`}` };
}

/** The form a rule speaks of. */
export const instrumentOfRule = (rule: string): string => withoutPrefix(rule).split('/')[0]!;

const withoutPrefix = (rule: string): string => rule.slice(rule.indexOf(':') + 1);
const isMetBy = (word: string): word is MetBy => Object.hasOwn(WORDS, word);
