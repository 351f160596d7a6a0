import type { InstrumentDefinition, ScoreDefinition } from '@heliotrope/screening/rules';
import type { CrossedDisclosure } from './crossed-counts.js';

/** One score of a form, and the ranges its values are counted in. */
export interface CountedScore {
  readonly instrument: string;
  readonly version: string;
  /** The form's title. */
  readonly form: string;
  readonly score: string;
  readonly name: string;
  /** Which number of a sheet it is, from 1, as the database counts. */
  readonly place: number;
  readonly columns: readonly string[];
  /** The least value of each column after the first. */
  readonly cuts: readonly number[];
}

/** What may be shown of it. */
export interface ShownScore extends CountedScore {
  readonly shown: CrossedDisclosure;
}

const steps = (score: ScoreDefinition, { positive }: InstrumentDefinition) => {
  if (score.bands.length > 1) return { columns: score.bands.map(({ label }) => label), cuts: score.bands.slice(1).map(({ from }) => from) };
  const cuts = [...new Set(positive.filter((rule) => rule.score === score.id && rule.op === '>=').map(({ value }) => value))].sort((a, b) => a - b);
  return { columns: [`${cuts[0]} 分以下`, ...cuts.map((cut, at) => (cuts[at + 1] === undefined ? `${cut} 分及以上` : `${cut} 分至 ${cuts[at + 1]} 分以下`))], cuts };
};

/**
 * Which scores of a form can be told as a distribution, and in which ranges? Those with published bands by their bands, those
 * with a published cut by the cut. A score with neither has no ranges that mean anything, and averages would let a pupil be
 * worked out from two dates; lie scales and what only reviewers see are left out.
 *
 * Source: the definition file of each instrument; docs/domain-facts.md §1.1, §4.3.
 */
export function countedScores(definition: InstrumentDefinition): CountedScore[] {
  return definition.scores.flatMap((score, at) => {
    const { columns, cuts } = steps(score, definition);
    if (score.internal || score.worse === 'neither' || cuts.length === 0) return [];
    return [{
      instrument: definition.code, version: definition.version, form: definition.title, score: score.id, name: score.name, place: at + 1, columns, cuts,
    }];
  });
}
