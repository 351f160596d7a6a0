import { contradictingPairs, lieScore, longestRun, medianOf, mostFrequent } from './answer-quality.js';
import { missingOf } from './answer-sheet.js';
import type { CompiledInstrument, Sheet } from './scoring.js';
import { EFFECTS, MEDIAN_SECONDS, MISSING_SHARE, ONE_ANSWER_SHARE, type Validity, validityOf, type ValidityReason } from './validity.js';

/** One reason why a sheet is not simply believed, as the psychology teacher reads it. */
export interface QualityNote {
  readonly rule: ValidityReason;
  readonly effect: Exclude<Validity, 'valid'>;
  /** What was measured, the limit it reached, and whose limit that is. */
  readonly words: string;
}

/**
 * Why is this sheet not simply believed, in words? Each rule that fired with what was measured and the limit it reached, so
 * that the teacher weighs the number and not our adjective. Empty for a valid sheet. Source: as `validity.ts`.
 *
 * @param seconds as in `validityOf`.
 */
export function qualityNotes(compiled: CompiledInstrument, sheet: Sheet, seconds?: readonly (number | null)[]): QualityNote[] {
  return validityOf(compiled, sheet, seconds).reasons.map((rule) => ({ rule, effect: EFFECTS[rule], words: WORDS[rule](compiled, sheet, seconds ?? []) }));
}

type InWords = (compiled: CompiledInstrument, sheet: Sheet, seconds: readonly (number | null)[]) => string;

const percent = (share: number): string => `${Math.round(share * 100)}%`;
const brief = (number: number): string => String(Math.round(number * 10) / 10);
const median = (seconds: readonly (number | null)[]): string => brief(medianOf(seconds.filter((time) => time !== null)) ?? 0);

const WORDS: Readonly<Record<ValidityReason, InWords>> = {
  'lie-scale': (compiled, sheet) => `效度分 ${lieScore(compiled, sheet)} 分，达到作废界限 ${compiled.definition.lie!.atLeast} 分，建议两周内重测`,
  'one-answer-throughout': (compiled, sheet) => {
    const { answered, alike } = mostFrequent(compiled, sheet);
    return `${answered} 题中有 ${alike} 题选同一选项（界限 ${percent(ONE_ANSWER_SHARE)}），而量表含反向或相对条目`;
  },
  'too-fast': (_compiled, _sheet, seconds) => `每题用时的中位数 ${median(seconds)} 秒，不足 ${MEDIAN_SECONDS} 秒`,
  'items-missing': (compiled, sheet) => `漏答 ${missingOf(compiled, sheet).missing} 题，超过 ${percent(MISSING_SHARE)}`,
  'shorter-than-possible': (compiled, _sheet, seconds) =>
    `总用时 ${brief(seconds.reduce<number>((sum, time) => sum + (time ?? 0), 0))} 秒，短于读完题目所需的 ${compiled.definition.minSeconds} 秒`,
  hurried: ({ definition }, _sheet, seconds) => `每题用时的中位数 ${median(seconds)} 秒，低于本量表的 ${definition.quality!.secondsPerItem} 秒`,
  'long-string': ({ definition }, sheet) => `连续 ${longestRun(sheet)} 题选同一选项（本量表的界限 ${definition.quality!.longString} 题），其间有反向或相对条目`,
  'contradicting-pairs': (compiled, sheet) => {
    const found = contradictingPairs(compiled, sheet, compiled.definition.quality!.pairs!);
    return `意思相同或相反的题有 ${found.length} 对前后矛盾：${found.map(([a, b]) => `第 ${a} 与 ${b} 题`).join('、')}`;
  },
};
