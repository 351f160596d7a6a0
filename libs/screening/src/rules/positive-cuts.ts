import { refusedItems } from './critical-items.js';
import { holds, type PositiveRule, type ScoreDefinition } from './instrument.js';
import { MARKS, type CompiledInstrument, type Scores, type Sheet } from './scoring.js';

/** A cut this sheet reaches: what it alone would suggest, and why in words. */
export interface PositiveCut {
  readonly ordinal: PositiveRule['ordinal'];
  readonly why: string;
}

/**
 * Which of the instrument's positive cuts does this sheet reach? In the definition's order, refused questions of a
 * spoken screen last. Where too many answers are missing for a score, the given ones can still be enough: GAD-7 with
 * six times 3 is past 10 whatever the seventh would have been. Only cuts upward of sums, means and counts are so
 * certain; the score itself stays null, because what it would be is not known.
 *
 * @param sheet read by `readSheet`.
 * @param scores of the same sheet, by name, null where the missing rule fails.
 */
export function positiveCuts(compiled: CompiledInstrument, sheet: Sheet, scores: Scores): PositiveCut[] {
  const { definition } = compiled;
  const cuts: PositiveCut[] = [];
  for (const rule of definition.positive) {
    const score = scores[rule.score];
    if (score != null) {
      if (holds(score, rule.op, rule.value)) cuts.push({ ordinal: rule.ordinal, why: rule.why });
    } else if (rule.op === '>=' || rule.op === '>') {
      const least = leastOf(compiled, sheet, rule.score);
      if (least !== null && holds(least, rule.op, rule.value)) cuts.push({ ordinal: rule.ordinal, why: `${rule.why}（有漏答，仅已答各题就已达到）` });
    }
  }
  const refused = refusedItems(compiled, sheet);
  if (refused.length > 0) cuts.push({ ordinal: 1, why: `第 ${refused.join('、')} 题未作答，按阳性处理` });
  return cuts;
}

/** The least this score can be, the missing items counted as nothing; null for a formula that more answers can lower. */
function leastOf(compiled: CompiledInstrument, sheet: Sheet, id: string): number | null {
  const score = compiled.definition.scores.find((one) => one.id === id);
  switch (score?.formula) {
    case 'sum':
      return leastSum(compiled, sheet, score) * score.times;
    case 'mean':
      return (leastSum(compiled, sheet, score) / score.items.length) * score.times;
    case 'count':
      return score.items.filter((no) => sheet[no - 1]! >= 0 && weightOf(compiled, sheet, no) >= score.threshold!).length;
    case 'sum-of-scores':
      return score.of.reduce<number | null>((sum, part) => {
        const least = leastOf(compiled, sheet, part);
        return sum === null || least === null ? null : sum + least;
      }, 0);
    default:
      return null;
  }
}

// A negative factor would turn "at least" round: NaN reaches no cut.
const leastSum = (compiled: CompiledInstrument, sheet: Sheet, score: ScoreDefinition): number =>
  score.times < 0 ? NaN : score.items.reduce((sum, no) => sum + weightOf(compiled, sheet, no), 0);

/** Never below 0: printed values are counts, and reversing keeps them between the least and the greatest of them. */
const weightOf = ({ weights, stride }: CompiledInstrument, sheet: Sheet, no: number): number =>
  weights[(no - 1) * stride + MARKS + sheet[no - 1]!]!;
