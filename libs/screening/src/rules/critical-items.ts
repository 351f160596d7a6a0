import { holds, type CriticalRule, type SoftRule } from './instrument.js';
import { MISSING, type CompiledInstrument, type Sheet } from './scoring.js';

// Which answers must be in front of a person at once? Read from the answers alone: before any total, on half-filled,
// abandoned and void sheets too (docs/domain-facts.md §1.1 d, e). There is no parameter by which validity could silence it.

/** A critical answer as it travels: item and rule, never the answer. */
export interface CriticalHit {
  readonly item: number;
  /** `phq-9/item-9>=1`: stable, fit for facts and logs. */
  readonly rule: string;
  readonly severity: 3 | 4;
  readonly acute: boolean;
  readonly reason: string;
}

/** The critical answers on this sheet, in the order of the form. */
export function criticalHits(compiled: CompiledInstrument, sheet: Sheet): CriticalHit[] {
  return compiled.definition.critical.filter((rule) => fires(rule, sheet)).map((rule) => hitOf(compiled.definition.code, rule))
    .sort((a, b) => a.item - b.item);
}

/** The answers a reviewer should notice. They raise nothing by themselves. */
export function softHits(compiled: CompiledInstrument, sheet: Sheet): readonly SoftRule[] {
  return compiled.definition.soft.filter((rule) => fires(rule, sheet));
}

/** Fast twin of `criticalHits` for millions of sheets: only the item numbers. Two rules on one item count once. */
export function criticalItems(compiled: CompiledInstrument, sheet: Sheet, into: number[]): number[] {
  into.length = 0;
  for (const rule of compiled.critical) {
    const value = sheet[rule.at]!;
    if (value >= 0 && holds(value, rule.op, rule.value) && !into.includes(rule.at + 1)) into.push(rule.at + 1);
  }
  return into.length > 1 ? into.sort((a, b) => a - b) : into;
}

/** Items of a spoken screen that were left unanswered where silence counts as yes. */
export function refusedItems(compiled: CompiledInstrument, sheet: Sheet): number[] {
  return compiled.definition.positiveWhenUnanswered.filter((no) => sheet[no - 1] === MISSING);
}

function fires(rule: SoftRule, sheet: Sheet): boolean {
  const value = sheet[rule.item - 1]!;
  return value >= 0 && holds(value, rule.op, rule.value);
}

/** `phq-9/item-9>=1` */
export const criticalRuleName = (code: string, rule: SoftRule): string => `${code}/item-${rule.item}${rule.op}${rule.value}`;

function hitOf(code: string, rule: CriticalRule): CriticalHit {
  return {
    item: rule.item,
    rule: criticalRuleName(code, rule),
    severity: rule.severity,
    acute: rule.severity === 4,
    reason: rule.reason,
  };
}
