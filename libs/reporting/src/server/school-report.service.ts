import { type Actor, chinaDayOf, refuse, type SchoolDay, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { ExportCentre, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader, Publishing } from '@heliotrope/policy';
import { type Audience, severityLevel } from '@heliotrope/policy/rules';
import { ScreeningReader } from '@heliotrope/screening';
import { gradeName } from '@heliotrope/screening/rules';
import { Inject, Injectable } from '@nestjs/common';
import { schoolReport, type SchoolReport } from '../rules/index.js';
import { makeSchoolReport, type SchoolReportOrder } from './report-jobs.js';
import type { SchoolReportBody, SchoolReportOrderDto } from './school-report.dto.js';
import { SchoolReportRepository } from './school-report.repository.js';

const ACTION = 'reporting.school-report';

export interface ReportHead {
  readonly schoolName: string;
  readonly roundTitle: string;
  readonly window: string;
  readonly asOf: SchoolDay;
  readonly madeBy: string;
}

/** Orders a school's report of one round, and gathers what it says. Writing it is the job's matter. */
@Injectable()
export class SchoolReportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolReportRepository) private readonly reports: SchoolReportRepository,
    @Inject(ScreeningReader) private readonly screening: ScreeningReader,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
    @Inject(Publishing) private readonly publishing: Publishing,
  ) {}

  order(actor: Actor, { roundId, schoolId, format }: SchoolReportBody): Promise<SchoolReportOrderDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const school = await this.organisation.school(tx, schoolId);
      const round = await this.screening.round(tx, roundId);
      const counts = await this.reports.classCounts(tx, roundId, schoolId);
      if (!school || !round || counts.length === 0 || actor.kind !== 'person') throw refuse('reporting/school-absent');
      const title = `${school.name} · ${round.title} · 测评报告`;
      const exportId = await this.exports.begin(tx, {
        jurisdictionId: school.jurisdictionId, schoolId, ownerAccountId: actor.accountId,
        kind: 'reporting/school-report', title, fileName: `${school.name}-${round.title}-测评报告.${format}`,
      });
      const jobRunId = await tx.request(makeSchoolReport.of(
        { exportId, roundId, schoolId, format, orderedBy: actor.accountId, audience: audienceOf(tx, schoolId) },
        { jurisdictionId: school.jurisdictionId, schoolId, title },
      ));
      await this.exports.attachRun(tx, { jurisdictionId: school.jurisdictionId, id: exportId }, jobRunId);
      tx.audit({ object: `school:${schoolId}`, jurisdictionId: school.jurisdictionId, detail: { roundId, format, exportId } });
      return { exportId, jobRunId };
    });
  }

  gather(actor: SystemActor, of: Pick<SchoolReportOrder, 'roundId' | 'schoolId' | 'orderedBy' | 'audience'>): Promise<{ head: ReportHead; report: SchoolReport }> {
    return this.work.read(actor, ACTION, async (tx) => {
      const school = await this.organisation.school(tx, of.schoolId);
      const round = await this.screening.round(tx, of.roundId);
      if (!school || !round) throw refuse('reporting/school-absent');
      const today = chinaDayOf(tx.now);
      const head: ReportHead = {
        schoolName: school.name, roundTitle: round.title, asOf: today,
        madeBy: (await this.organisation.accountNames(tx, [of.orderedBy])).get(of.orderedBy) ?? '',
        window: `${chinaDayOf(round.opensAt)} 至 ${chinaDayOf(round.closesAt)}`,
      };
      const facts = await this.facts(tx, of.roundId, of.schoolId, school.jurisdictionId, today);
      const series = `reporting/levels:${of.roundId}:${of.schoolId}:${of.audience}`;
      let report: SchoolReport;
      await this.publishing.publish(tx, { jurisdictionId: school.jurisdictionId, series }, (earlier) => {
        report = schoolReport({ ...facts, audience: of.audience }, earlier);
        return report.levels;
      });
      return { head, report: report! };
    });
  }

  private async facts(tx: Tx, roundId: string, schoolId: string, jurisdictionId: number, today: SchoolDay) {
    const counts = await this.reports.classCounts(tx, roundId, schoolId);
    const names = await this.organisation.classNames(tx, counts.map((one) => one.classId), today);
    const scale = this.policy.inForce(jurisdictionId, 'severity.scale', today);
    const label = (ordinal: 0 | 1 | 2 | 3 | 4) => severityLevel(scale, ordinal).label;
    return {
      classes: counts.map((one) => ({
        grade: gradeName(one.grade), className: names.get(one.classId) ?? '', eligible: one.eligible, completed: one.completed,
        void: one.void, inProgress: one.started - one.completed - one.void, notYet: one.eligible - one.started,
      })),
      grades: (await this.reports.levelsByGrade(tx, roundId, schoolId)).map((one) => ({ ...one, grade: gradeName(one.grade) })),
      levelLabels: { 0: label(0), 1: label(1), 2: label(2), 3: label(3), 4: label(4) },
      limits: {
        minDenominator: this.policy.inForce(jurisdictionId, 'statistics.min-denominator', today),
        minCell: this.policy.inForce(jurisdictionId, 'statistics.min-cell', today),
      },
    };
  }
}

/** Does somebody of the school itself ask, or somebody above it? A scope of the whole bureau reaches the school, but is not of it. */
function audienceOf(tx: Tx, schoolId: string): Audience {
  return tx.scopes.some(({ schools }) => schools !== 'all' && schools.includes(schoolId)) ? 'school' : 'bureau';
}
