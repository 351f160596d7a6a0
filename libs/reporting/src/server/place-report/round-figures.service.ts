import { chinaDayOf, type Ordinal, type SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader, Publishing } from '@heliotrope/policy';
import { type Disclosure, severityLevel } from '@heliotrope/policy/rules';
import { ScreeningReader } from '@heliotrope/screening';
import { Inject, Injectable } from '@nestjs/common';
import {
  countedBundles, countedScores, type CrossedDisclosure, type CrossedTable, discloseCrossed, discloseSchools, graveLabel, type LevelLabels, levelTable,
  type SchoolDisclosure, schoolLines, type ShownScore, type UsedForm,
} from '../../rules/index.js';
import { type CountedPlace, RoundCountsRepository } from '../counts/round-counts.repository.js';

export type CountedRound = NonNullable<Awaited<ReturnType<ScreeningReader['round']>>>;

export interface JudgedLevels {
  readonly table: CrossedTable;
  readonly shown: CrossedDisclosure;
  /** The word for ordinals 3 and 4 together. */
  readonly grave: string;
  /** Null at a school: schools are told one by one only above them. */
  readonly bySchool: SchoolDisclosure | null;
}

/** What one round says of one school or of the whole bureau. Every count of pupils leaves through `Publishing`. */
@Injectable()
export class RoundFigures {
  constructor(
    @Inject(RoundCountsRepository) private readonly counts: RoundCountsRepository,
    @Inject(ScreeningReader) private readonly screening: ScreeningReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(Publishing) private readonly publishing: Publishing,
  ) {}

  /** Levels of a school, for its own people. */
  async schoolLevels(tx: Tx, place: CountedPlace): Promise<JudgedLevels> {
    const { labels, limits } = this.policies(tx, place.jurisdictionId);
    const table = levelTable(await this.counts.levels(tx, place), labels, false);
    const shown = await this.publish(tx, place, 'levels', (earlier) => discloseCrossed(table, limits, earlier));
    return { table, shown, grave: graveLabel(labels), bySchool: null };
  }

  /**
   * Levels of the whole bureau and, of each school, the one number that those above it may know. Both are always judged
   * together: a school's line asked for alone is the line of the bureau's table.
   *
   * @param names school id → name; a school without one is passed over.
   */
  async bureauLevels(tx: Tx, place: CountedPlace, names: ReadonlyMap<string, string>): Promise<JudgedLevels> {
    const { labels, limits } = this.policies(tx, place.jurisdictionId);
    const schools = (await this.counts.graveBySchool(tx, place)).map((one) => ({ ...one, name: names.get(one.id) ?? '' }));
    const lines = schoolLines(schools, limits);
    const bare = levelTable(await this.counts.levels(tx, place), labels, true);
    const table = { ...bare, bundles: countedBundles({ ...bare, bundles: lines.map(({ grades }) => grades) }, limits) };
    const shown = await this.publish(tx, place, 'levels', (earlier) => discloseCrossed(table, limits, earlier));
    const grave = graveLabel(labels);
    const bySchool = await this.publish(tx, place, 'schools', (earlier) => discloseSchools(lines, { table, shown, grave }, limits, earlier));
    return { table, shown, grave, bySchool };
  }

  /** How the scores of the round's forms are spread. */
  async scores(tx: Tx, place: CountedPlace, round: CountedRound): Promise<ShownScore[]> {
    const { limits } = this.policies(tx, place.jurisdictionId);
    const found: ShownScore[] = [];
    for (const { instrument, version } of uniqueForms(round)) {
      const definition = await this.screening.form(instrument, version);
      const scores = definition ? countedScores(definition) : [];
      const counted = await this.counts.scores(tx, place, scores);
      for (const [at, score] of scores.entries()) {
        const counts = counted[at]!;
        if (counts.length === 0) continue;
        const table = { columns: score.columns, tellingColumns: score.columns.slice(1), counts };
        const shown = await this.publish(tx, place, `scores:${instrument}@${version}/${score.score}`, (earlier) => discloseCrossed(table, limits, earlier));
        found.push({ ...score, shown });
      }
    }
    return found;
  }

  /** The forms a round used, by the names pupils saw. */
  async forms(round: CountedRound): Promise<UsedForm[]> {
    return Promise.all(uniqueForms(round).map(async ({ instrument, version }) => ({
      instrument, version, title: (await this.screening.form(instrument, version))?.title ?? instrument,
    })));
  }

  private publish<T extends { readonly published: CrossedDisclosure['published'] }>(
    tx: Tx, { jurisdictionId, roundId, schoolId }: CountedPlace, what: string, make: (earlier: readonly CrossedDisclosure['published'][]) => T,
  ): Promise<T> {
    return this.publishing.publish(tx, { jurisdictionId, series: `reporting/${what}:${roundId}:${schoolId ?? 'bureau'}` }, make);
  }

  private policies(tx: Tx, jurisdictionId: number): { labels: LevelLabels; limits: Disclosure } {
    const today: SchoolDay = chinaDayOf(tx.now);
    const scale = this.policy.inForce(jurisdictionId, 'severity.scale', today);
    const label = (ordinal: Ordinal) => severityLevel(scale, ordinal).label;
    return {
      labels: { 0: label(0), 1: label(1), 2: label(2), 3: label(3), 4: label(4) },
      limits: {
        minDenominator: this.policy.inForce(jurisdictionId, 'statistics.min-denominator', today),
        minCell: this.policy.inForce(jurisdictionId, 'statistics.min-cell', today),
      },
    };
  }
}

/** A battery may name a form twice, for different grades. */
function uniqueForms({ battery }: CountedRound): { instrument: string; version: string }[] {
  return battery.filter((one, at) => battery.findIndex((other) => other.instrument === one.instrument && other.version === one.version) === at);
}
