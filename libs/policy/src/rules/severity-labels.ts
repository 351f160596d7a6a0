import { isOrdinal, ORDINALS, type Ordinal } from '@heliotrope/kernel';

export const COLOURS = ['green', 'blue', 'yellow', 'orange', 'red', 'purple', 'grey'] as const;
export const SHAPES = ['circle', 'triangle', 'diamond', 'square', 'octagon'] as const;

/** One level as a bureau names it. A word and a shape first; the colour only repeats what they say. */
export interface SeverityLevel {
  readonly label: string;
  readonly colour: (typeof COLOURS)[number];
  readonly shape: (typeof SHAPES)[number];
  /** The internal ordinals which this level stands for. A scheme of three levels folds several into one. */
  readonly ordinals: readonly Ordinal[];
}

/**
 * How does a bureau name how serious it is? Some count 一级 as the worst, some 第一类 as the mildest, some have three
 * levels and some five. Label numbers are therefore never compared: everything counts and sorts on the ordinal.
 */
export interface SeverityScale {
  /** Which way the bureau's own numbering runs; only for people who read a list of the levels. */
  readonly numbering: 'worst-first' | 'mildest-first';
  /** From the mildest to the worst. */
  readonly levels: readonly SeverityLevel[];
}

/**
 * What keeps this from being a scale? Every ordinal must belong to exactly one level, in rising order, or a pupil
 * would have no level, or two, or a worse state would read as a milder one.
 */
export function faultsOfScale(levels: readonly SeverityLevel[]): readonly string[] {
  const faults: string[] = [];
  const all = levels.flatMap((level) => level.ordinals);
  for (const ordinal of ORDINALS) {
    const times = all.filter((one) => one === ordinal).length;
    if (times !== 1) faults.push(`ordinal ${ordinal} belongs to ${times} levels, not to one`);
  }
  if (all.some((one) => !isOrdinal(one))) faults.push('an ordinal is 0, 1, 2, 3 or 4');
  if (all.some((one, at) => at > 0 && one < all[at - 1]!)) faults.push('levels run from the mildest to the worst');
  if (new Set(levels.map((level) => level.label)).size !== levels.length) faults.push('two levels have the same label');
  return faults;
}

/** Which of the bureau's levels is this ordinal? The acute flag is told apart, because 3 and 4 often share a label. */
export function severityLevel(scale: SeverityScale, ordinal: Ordinal): SeverityLevel {
  return scale.levels.find((level) => level.ordinals.includes(ordinal))!; // a scale that parsed covers every ordinal
}

/** Which ordinals does a label stand for? For filters and for reports that came in on paper. Empty: no such label. */
export function ordinalsOf(scale: SeverityScale, label: string): readonly Ordinal[] {
  return scale.levels.find((level) => level.label === label)?.ordinals ?? [];
}
