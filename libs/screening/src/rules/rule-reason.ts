import type { InstrumentDefinition } from './instrument.js';
import { findingReason } from './interview.js';
import { instrumentOfRule, secondAnswerNotice } from './second-answers.js';
import { familiesReached, SHEET_NOTES } from './sheet-notes.js';

// What does a fired rule say to a person? Facts and timelines carry the code alone (`critical:phq-9/item-9>=1`), so that
// no answer and no wording leaves the room; whoever shows one asks here for its words. They are the definition file's own.

const CRITICAL = /^(.+)\/item-(\d+)([<>]=?|=)(\d+)$/;

/**
 * The reason of one fired rule, in Chinese. Of an instrument that is no longer on the shelf only its code is named.
 *
 * @param rule as `suggestLevel` and `criticalHits` write it.
 * @param find the definition of an instrument by code.
 * @returns never the code itself: a rule this version does not know is said to be one.
 */
export function ruleReason(rule: string, find: (code: string) => InstrumentDefinition | undefined): string {
  const second = secondAnswerNotice(rule, find(instrumentOfRule(rule))?.critical ?? []);
  if (second) return second.reason;
  const finding = findingReason(rule);
  if (finding) return finding;
  const critical = CRITICAL.exec(rule.replace(/^critical:/, ''));
  if (critical) {
    const [, code, item, op, value] = critical;
    const own = find(code!)?.critical.find((one) => String(one.item) === item && one.op === op && String(one.value) === value);
    return own?.reason ?? `${code!.toUpperCase()} 第 ${item} 题的回答须立即关注`;
  }
  const at = rule.indexOf(':');
  const [kind, code] = [rule.slice(0, at), rule.slice(at + 1)];
  const name = code.toUpperCase();
  if (kind === 'positive-families') return familiesReached(code);
  if (kind === 'positive' || kind === 'severe') {
    const own = find(code)?.positive.filter((one) => one.ordinal === (kind === 'severe' ? 2 : 1)) ?? [];
    return own.map((one) => one.why).join('；或') || `${name} 达到${kind === 'severe' ? '重度' : '筛查'}界限`;
  }
  if (kind in SHEET_NOTES) return SHEET_NOTES[kind as keyof typeof SHEET_NOTES](name);
  return kind === 'notice' ? `${name} 有需要留意的回答` : '以前版本的规则';
}
