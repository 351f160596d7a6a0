import { chinaDayOf, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';
import type { Audience } from '@heliotrope/policy/rules';
import { ScreeningReader } from '@heliotrope/screening';
import { addFiveNumbers, type FiveNumbers, fiveNumbers, gradeName, isWindowOver } from '@heliotrope/screening/rules';
import { Inject, Injectable } from '@nestjs/common';
import {
  bureauReport, classReport, type PastRound, type PlaceProgress, type ReportDocument, type ReportHead, schoolReport, schoolReportFromAbove, type ShownScore,
} from '../../rules/index.js';
import { type ClassCount, type CountedPlace, RoundCountsRepository } from '../counts/round-counts.repository.js';
import type { PlaceReportAsk } from '../report-jobs.js';
import { type CountedRound, type JudgedLevels, RoundFigures } from './round-figures.service.js';

/** This round and the two before it: three years of October rounds. */
const EARLIER = 2;

export interface ReportSubject {
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
  /** Whose report: for titles and file names. */
  readonly unit: string;
  readonly round: CountedRound;
  readonly classes: readonly ClassCount[];
}

/** Gathers what a report of a class, a school or a bureau says. Ordering it and writing it are others' matter. */
@Injectable()
export class PlaceReportContent {
  constructor(
    @Inject(RoundCountsRepository) private readonly counts: RoundCountsRepository,
    @Inject(RoundFigures) private readonly figures: RoundFigures,
    @Inject(ScreeningReader) private readonly screening: ScreeningReader,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  /** @throws Refusal reporting/…-absent: not there, not in this round, or not in the caller's reach. */
  async subject(tx: Tx, { place, roundId, schoolId, classId }: PlaceReportAsk): Promise<ReportSubject> {
    const round = await this.screening.round(tx, roundId);
    if (!round) throw refuse(`reporting/${place === 'bureau' ? 'round' : place}-absent`);
    const { jurisdictionId } = round;
    const all = await this.counts.classes(tx, { jurisdictionId, roundId, schoolId });
    if (place === 'bureau') {
      const bureau = await this.organisation.bureau(tx, jurisdictionId);
      if (!bureau || all.length === 0) throw refuse('reporting/round-absent');
      return { jurisdictionId, schoolId: null, unit: bureau.name, round, classes: all };
    }
    const classes = place === 'class' ? all.filter((one) => one.classId === classId) : all;
    const [first] = classes;
    const name = first && (await this.organisation.schoolName(tx, jurisdictionId, first.schoolId));
    if (!first || !name) throw refuse(place === 'class' ? 'reporting/class-absent' : 'reporting/school-absent');
    const className = place === 'class' ? (await this.organisation.classNames(tx, [first.classId], chinaDayOf(round.opensAt))).get(first.classId) ?? '' : '';
    return { jurisdictionId, schoolId: first.schoolId, unit: `${name}${className ? ` ${className}` : ''}`, round, classes };
  }

  async document(tx: Tx, ask: PlaceReportAsk, { audience, madeBy }: { audience: Audience; madeBy: string }): Promise<ReportDocument> {
    const subject = await this.subject(tx, ask);
    const { round, unit, classes } = subject;
    const asOf = chinaDayOf(tx.now);
    const head: ReportHead = { unit, roundTitle: round.title, asOf, watermark: `${madeBy} ${asOf}`, window: `${chinaDayOf(round.opensAt)} 至 ${chinaDayOf(round.closesAt)}` };
    if (ask.place === 'class') return classReport({ head, own: { words: [unit], progress: progressOf(tx, round, classes) }, past: await this.pastOfClass(tx, subject) });
    const place: CountedPlace = { jurisdictionId: subject.jurisdictionId, roundId: round.id };
    if (ask.place === 'bureau') return this.bureau(tx, head, place, subject);
    if (audience === 'bureau') {
      const { grave, bySchool } = await this.figures.bureauLevels(tx, place, await this.schoolNames(tx, place));
      const line = bySchool!.lines.find(({ schools }) => schools.includes(subject.schoolId!)) ?? null;
      return schoolReportFromAbove({ head, classes: await this.byClass(tx, subject), grave, line });
    }
    return this.school(tx, head, { ...place, schoolId: subject.schoolId! }, subject);
  }

  private async school(tx: Tx, head: ReportHead, place: CountedPlace, { round, classes }: ReportSubject): Promise<ReportDocument> {
    const levels = await this.figures.schoolLevels(tx, place);
    const scores = await this.figures.scores(tx, place, round);
    const now = this.told(tx, round, classes, await this.figures.forms(round), levels, scores);
    const past = await this.past(tx, round, place, (at) => this.figures.schoolLevels(tx, at));
    return schoolReport({ head, classes: await this.byClass(tx, { classes, round }), levels: levels.shown, scores, now, past });
  }

  private async bureau(tx: Tx, head: ReportHead, place: CountedPlace, { round, classes }: ReportSubject): Promise<ReportDocument> {
    const names = await this.schoolNames(tx, place);
    const levels = await this.figures.bureauLevels(tx, place, names);
    const scores = await this.figures.scores(tx, place, round);
    const now = this.told(tx, round, classes, await this.figures.forms(round), levels, scores);
    const past = await this.past(tx, round, place, (at) => this.figures.bureauLevels(tx, at, names));
    const schools: PlaceProgress[] = [...new Set(classes.map(({ schoolId }) => schoolId))]
      .map((id) => ({ words: [names.get(id) ?? ''], progress: progressOf(tx, round, classes.filter(({ schoolId }) => schoolId === id)) }))
      .sort((a, b) => a.words[0]!.localeCompare(b.words[0]!, 'zh-CN', { numeric: true }));
    return bureauReport({ head, schools, levels: levels.shown, grave: levels.grave, bySchool: levels.bySchool!, scores, now, past });
  }

  /** The rounds before, as far as this place took part in them. Each is told by what may be shown of it today. */
  private async past(tx: Tx, round: CountedRound, place: CountedPlace, levelsOf: (at: CountedPlace) => Promise<JudgedLevels>): Promise<PastRound[]> {
    const found: PastRound[] = [];
    for (const earlier of await this.screening.roundsBefore(tx, round, EARLIER)) {
      const at = { ...place, roundId: earlier.id };
      const classes = await this.counts.classes(tx, at);
      if (classes.length > 0) found.push(this.told(tx, earlier, classes, await this.figures.forms(earlier), await levelsOf(at), await this.figures.scores(tx, at, earlier)));
    }
    return found;
  }

  private told(tx: Tx, round: CountedRound, classes: readonly ClassCount[], forms: PastRound['forms'], { shown }: JudgedLevels, scores: readonly ShownScore[]): PastRound {
    const levels = shown.byGrade.length === 0 ? null : { columns: shown.columns, ...shown.whole };
    return { title: round.title, progress: progressOf(tx, round, classes), forms, levels, scores: scores.map((score) => ({ ...score, whole: score.shown.whole })) };
  }

  private async pastOfClass(tx: Tx, { jurisdictionId, schoolId, round, classes }: ReportSubject): Promise<{ title: string; progress: FiveNumbers }[]> {
    const found: { title: string; progress: FiveNumbers }[] = [];
    for (const earlier of await this.screening.roundsBefore(tx, round, EARLIER)) {
      const own = (await this.counts.classes(tx, { jurisdictionId, roundId: earlier.id, schoolId: schoolId! })).filter(({ classId }) => classId === classes[0]!.classId);
      if (own.length > 0) found.push({ title: earlier.title, progress: progressOf(tx, earlier, own) });
    }
    return found;
  }

  private async byClass(tx: Tx, { classes, round }: Pick<ReportSubject, 'classes' | 'round'>): Promise<PlaceProgress[]> {
    const names = await this.organisation.classNames(tx, classes.map((one) => one.classId), chinaDayOf(round.opensAt));
    return classes.map((one) => ({ words: [gradeName(one.grade), names.get(one.classId) ?? ''], progress: progressOf(tx, round, [one]) }));
  }

  private async schoolNames(tx: Tx, { jurisdictionId }: CountedPlace): Promise<Map<string, string>> {
    return new Map((await this.organisation.schoolsOf(tx, [jurisdictionId])).map(({ id, name }) => [id, name]));
  }
}

/** The five numbers of some classes of a round, as they stand now. */
const progressOf = (tx: Tx, round: CountedRound, classes: readonly ClassCount[]): FiveNumbers =>
  addFiveNumbers(classes.map((one) => fiveNumbers(one, isWindowOver(round, tx.now))));
