import { readSheet, type SheetFault } from './answer-sheet.js';
import { criticalHits, softHits, type CriticalHit } from './critical-items.js';
import { positiveCuts, type PositiveCut } from './positive-cuts.js';
import { scoreSheet, type Bands, type CompiledInstrument, type Scores } from './scoring.js';
import { validityOf, type Validity, type ValidityReason } from './validity.js';

/** Everything one sheet says, each part decided by its own rule. Codes and numbers only; the answers stay behind. */
export interface SheetOutcome {
  readonly instrument: string;
  readonly version: string;
  readonly family: string;
  readonly scores: Scores;
  readonly bands: Bands;
  readonly critical: readonly CriticalHit[];
  readonly validity: Validity;
  readonly validityReasons: readonly ValidityReason[];
  /** The cuts reached. */
  readonly positives: readonly PositiveCut[];
  /** What the reviewer should notice, in words. */
  readonly notices: readonly string[];
}

export type SheetJudgement = { readonly ok: true; readonly outcome: SheetOutcome } | { readonly ok: false; readonly fault: SheetFault };

/**
 * What does this sheet say? Reads the answers against the form, finds the critical ones, scores, and judges validity.
 * Total: a list that is no sheet of this form comes back as a fault, and nothing is ever thrown.
 *
 * @param answers printed values, null where left out.
 * @param seconds seconds on each item, where the device measured them.
 */
export function judgeSheet(compiled: CompiledInstrument, answers: unknown, seconds?: readonly (number | null)[] | null): SheetJudgement {
  const sheet = new Int8Array(compiled.length);
  const fault = readSheet(compiled, answers, sheet);
  if (fault) return { ok: false, fault };
  const { definition } = compiled;
  const critical = criticalHits(compiled, sheet);
  const { scores, bands } = scoreSheet(compiled, sheet);
  const { validity, reasons } = validityOf(compiled, sheet, seconds ?? undefined);
  return {
    ok: true,
    outcome: {
      instrument: definition.code,
      version: definition.version,
      family: definition.family,
      scores,
      bands,
      critical,
      validity,
      validityReasons: reasons,
      positives: positiveCuts(compiled, sheet, scores),
      notices: softHits(compiled, sheet).map((rule) => rule.reason),
    },
  };
}
