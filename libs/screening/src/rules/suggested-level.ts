import type { Ordinal } from '@heliotrope/kernel';
import { familiesReached, SHEET_NOTES } from './sheet-notes.js';
import type { SheetOutcome } from './sheet-outcome.js';

// What level should a person look at first? A suggestion with its reasons, never a level: most screen-positives are
// false positives (docs/domain-facts.md §0.5), and a decision with major effect may not be made by a machine alone (个人信息
// 保护法 第二十四条). A person with the right confirms, or lowers with a reason (`level-decision.ts`).
// Source of the ladder: docs/domain-facts.md §2.3, "suggestion engine".

export interface FiredRule {
  /** `critical:phq-9/item-9>=1`, `positive:gad-7`, `severe:gad-7`, `positive-families:2`…: stable, fit for facts. */
  readonly rule: string;
  /** What this rule alone would suggest. */
  readonly ordinal: Ordinal;
  readonly reason: string;
}

export interface SuggestedLevel {
  readonly ruleSet: string;
  readonly ordinal: Ordinal;
  /** Apart from the ordinal because a three-level scheme folds 3 and 4 into one label. */
  readonly acute: boolean;
  /** Most severe first; rules that only inform carry ordinal 0. */
  readonly fired: readonly FiredRule[];
}

export const RULE_SET = 'screening/suggested-level@2';

/**
 * The highest of: a critical answer (its own severity, 3 or 4) · positives in two families of scales (2) · one scale in
 * its severe band (2: PHQ-9 of 27 may not read like one of 10) · a positive in one family (1) · none (0). Critical
 * answers count from every sheet; positives not from a void one, whose totals mean nothing. PHQ-2 inside PHQ-9 is one
 * family and counts once. Source of the severe bands: the instrument's own file, with the reason.
 */
export function suggestLevel(outcomes: readonly SheetOutcome[]): SuggestedLevel {
  const fired: FiredRule[] = [];
  for (const outcome of outcomes) {
    for (const hit of outcome.critical) fired.push({ rule: `critical:${hit.rule}`, ordinal: hit.severity, reason: hit.reason });
  }
  const believed = outcomes.filter((outcome) => outcome.validity !== 'void');
  const families = new Set(believed.filter((outcome) => outcome.positives.length > 0).map((outcome) => outcome.family));
  if (families.size >= 2) fired.push({ rule: 'positive-families:2', ordinal: 2, reason: familiesReached(families.size) });
  for (const outcome of believed) {
    for (const { ordinal, why } of outcome.positives) {
      fired.push({ rule: `${ordinal === 2 ? 'severe' : 'positive'}:${outcome.instrument}`, ordinal, reason: why });
    }
  }
  for (const outcome of outcomes) {
    const name = outcome.instrument.toUpperCase();
    const { validity } = outcome;
    if (validity !== 'valid') fired.push({ rule: `${validity}:${outcome.instrument}`, ordinal: 0, reason: SHEET_NOTES[validity](name) });
    for (const notice of outcome.notices) fired.push({ rule: `notice:${outcome.instrument}`, ordinal: 0, reason: notice });
  }
  fired.sort((a, b) => b.ordinal - a.ordinal);
  return {
    ruleSet: RULE_SET,
    ordinal: fired[0]?.ordinal ?? 0,
    acute: outcomes.some((outcome) => outcome.critical.some((hit) => hit.acute)),
    fired,
  };
}
