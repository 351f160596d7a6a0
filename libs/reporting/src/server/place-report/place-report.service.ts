import { type Actor, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { ExportCentre, type Tx, UnitOfWork } from '@heliotrope/platform';
import type { Audience } from '@heliotrope/policy/rules';
import { Inject, Injectable } from '@nestjs/common';
import { type ReportDocument, titleOf } from '../../rules/index.js';
import { makePlaceReport, type PlaceReportAsk, type PlaceReportOrder, type ReportedPlace } from '../report-jobs.js';
import { PlaceReportContent, type ReportSubject } from './place-report-content.service.js';
import type { ReportFormat, ReportOrderDto } from './place-report.dto.js';

export const ACTIONS: Readonly<Record<ReportedPlace, string>> = {
  class: 'reporting.class-report', school: 'reporting.school-report', bureau: 'reporting.bureau-report',
};

/** Shows a report of counts on the page, and orders it as a file. */
@Injectable()
export class PlaceReportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PlaceReportContent) private readonly content: PlaceReportContent,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
  ) {}

  /** What the page shows and prints. It is kept as shown, so that tomorrow's report cannot be subtracted from it. */
  show(actor: Actor, ask: PlaceReportAsk): Promise<ReportDocument> {
    return this.work.run(actor, ACTIONS[ask.place], async (tx) => {
      const subject = await this.content.subject(tx, ask);
      this.tell(tx, subject, { shown: true });
      return this.content.document(tx, ask, { audience: audienceOf(tx, subject), madeBy: actor.kind === 'person' ? actor.name : '' });
    });
  }

  order(actor: Actor, ask: PlaceReportAsk, format: ReportFormat): Promise<ReportOrderDto> {
    return this.work.run(actor, ACTIONS[ask.place], async (tx) => {
      const subject = await this.content.subject(tx, ask);
      if (actor.kind !== 'person') throw refuse('reporting/round-absent');
      const { jurisdictionId, unit, round } = subject;
      const school = subject.schoolId === null ? {} : { schoolId: subject.schoolId };
      const title = `${unit} · ${titleOf(round.title)}`;
      const exportId = await this.exports.begin(tx, {
        jurisdictionId, ...school, ownerAccountId: actor.accountId, kind: `reporting/${ask.place}-report`, title, fileName: `${unit}-${titleOf(round.title)}.${format}`,
      });
      const order: PlaceReportOrder = { ...ask, exportId, format, orderedBy: actor.accountId, audience: audienceOf(tx, subject) };
      const jobRunId = await tx.request(makePlaceReport.of(order, { jurisdictionId, ...school, title }));
      await this.exports.attachRun(tx, { jurisdictionId, id: exportId }, jobRunId);
      this.tell(tx, subject, { format, exportId });
      return { exportId, jobRunId };
    });
  }

  /** What the job writes into a file. */
  gather(actor: SystemActor, order: PlaceReportOrder): Promise<ReportDocument> {
    return this.work.run(actor, ACTIONS[order.place], async (tx) => {
      const madeBy = (await this.organisation.accountNames(tx, [order.orderedBy])).get(order.orderedBy) ?? '';
      this.tell(tx, await this.content.subject(tx, order), { exportId: order.exportId });
      return this.content.document(tx, order, { audience: order.audience, madeBy });
    });
  }

  deliver(actor: SystemActor, jurisdictionId: number, { place, exportId }: PlaceReportOrder, content: Uint8Array): Promise<void> {
    return this.work.run(actor, ACTIONS[place], async (tx) => {
      await this.exports.deliver(tx, { jurisdictionId, id: exportId }, content);
      tx.audit({ object: `export:${exportId}`, jurisdictionId, detail: { bytes: content.length } });
    });
  }

  fail(actor: SystemActor, jurisdictionId: number, { place, exportId }: PlaceReportOrder, code: string): Promise<void> {
    return this.work.run(actor, ACTIONS[place], (tx) => this.exports.fail(tx, { jurisdictionId, id: exportId }, code));
  }

  private tell(tx: Tx, { jurisdictionId, schoolId, round }: ReportSubject, detail: object): void {
    tx.audit({ object: schoolId === null ? `bureau:${jurisdictionId}` : `school:${schoolId}`, jurisdictionId, detail: { roundId: round.id, ...detail } });
  }
}

/** Does somebody of the school itself ask, or somebody above it? A scope of the whole bureau reaches the school, but is not of it. */
function audienceOf(tx: Tx, { schoolId }: ReportSubject): Audience {
  return schoolId !== null && tx.scopes.some(({ schools }) => schools !== 'all' && schools.includes(schoolId)) ? 'school' : 'bureau';
}
