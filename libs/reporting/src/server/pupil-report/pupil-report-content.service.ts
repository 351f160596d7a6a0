import { chinaDayOf, type Ordinal, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { severityLevel } from '@heliotrope/policy/rules';
import { type PupilRoundRecord, ScreeningReader } from '@heliotrope/screening';
import { Inject, Injectable } from '@nestjs/common';
import { pupilReport, type PupilDecision, type PupilRound, type PupilSheet, type ReportDocument } from '../../rules/index.js';
import { type PupilPlace, PupilPlaceRepository } from './pupil-place.repository.js';

const EVENTS: Readonly<Record<string, string>> = { confirmed: '确认', raised: '访谈后提高', 'lowering-proposed': '提出降级', lowered: '降级' };
const SEXES: Readonly<Record<number, string>> = { 1: '男', 2: '女' };

/** Gathers what a report says of one pupil. Whoever calls has asked for the purpose. */
@Injectable()
export class PupilReportContent {
  constructor(
    @Inject(PupilPlaceRepository) private readonly places: PupilPlaceRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(ScreeningReader) private readonly screening: ScreeningReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  /** @throws Refusal reporting/pupil-absent: not there, or not in the caller's reach. */
  async place(tx: Tx, studentId: string): Promise<PupilPlace> {
    const place = await this.places.of(tx, studentId);
    if (!place) throw refuse('reporting/pupil-absent');
    return place;
  }

  async document(tx: Tx, studentId: string, { jurisdictionId, schoolId }: PupilPlace, made: { by: string; purpose: string }): Promise<ReportDocument> {
    const asOf = chinaDayOf(tx.now);
    const pupil = (await this.organisation.pupilNames(tx, jurisdictionId, [studentId], asOf)).get(studentId);
    const school = await this.organisation.school(tx, schoolId);
    if (!pupil || !school) throw refuse('reporting/pupil-absent');
    const rounds = await this.screening.recordOfPupil(tx, jurisdictionId, studentId);
    const authors = rounds.flatMap(({ review }) => review?.decisions ?? []).flatMap(({ by }) => accountOf(by) ?? []);
    const names = await this.organisation.accountNames(tx, [...new Set(authors)]);
    const scale = this.policy.inForce(jurisdictionId, 'severity.scale', asOf);
    const label = (ordinal: Ordinal | null) => (ordinal === null ? '—' : severityLevel(scale, ordinal).label);
    return pupilReport({
      name: pupil.name, sex: SEXES[pupil.sex] ?? '未登记', schoolName: school.name, className: pupil.className, purpose: made.purpose, asOf,
      watermark: `${made.by} ${chinaTime(tx.now)} 仅供心理教师`,
      rounds: rounds.map((round) => roundOf(round, label, (by) => names.get(accountOf(by) ?? '') ?? '')),
    });
  }
}

const accountOf = (by: string): string | undefined => (by.startsWith('account:') ? by.slice('account:'.length) : undefined);

/** To the minute, as a clock on the wall shows it in China. */
const chinaTime = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

function roundOf(round: PupilRoundRecord, label: (ordinal: Ordinal | null) => string, nameOf: (by: string) => string): PupilRound {
  const { review, sheets, rules } = round;
  return {
    title: round.title, window: `${chinaDayOf(round.opensAt)} 至 ${chinaDayOf(round.closesAt)}`, rules: review ? rules : [],
    sheets: sheets.map(({ submittedAt, ...sheet }): PupilSheet => ({ ...sheet, on: chinaDayOf(submittedAt) })),
    level: review === null ? undefined : review.confirmed === null ? null : label(review.confirmed),
    decisions: (review?.decisions ?? []).map(({ kind, at, by, from, to, reason }): PupilDecision => ({
      at: chinaTime(at), what: EVENTS[kind] ?? '记录', from: label(from), to: label(to), by: nameOf(by), reason,
    })),
  };
}
