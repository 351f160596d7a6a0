import { type Actor, chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { ExportCentre, guardExport, type PdfRenderer, PURPOSES, RecordAccess, type StatedPurpose, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { ReportDocument } from '../../rules/index.js';
import { makePupilReport, type PupilReportOrder } from '../report-jobs.js';
import { reportPdf } from '../writing/report-pdf.js';
import { PupilReportContent } from './pupil-report-content.service.js';
import type { PupilReportBody, PupilReportOrderDto } from './pupil-report.dto.js';
import type { PupilPlace } from './pupil-place.repository.js';

const ACTION = 'reporting.pupil-report';
const KIND = 'reporting/pupil-report';

/** One pupil at a time: no order can hold two. A form teacher has no such right, nor has a leader: results stay with whom the pupil talks to. */
guardExport({ kind: KIND, action: ACTION, approvedBy: 'platform.approve-exports', mostRows: 1, assessed: true });

/**
 * One pupil's report, for the psychology teacher of the school: shown and printed for a stated purpose, or asked for as a
 * sealed file that somebody else approves. Source: 未成年人网络保护条例 第三十六条 (least privilege, approval, log).
 */
@Injectable()
export class PupilReportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PupilReportContent) private readonly content: PupilReportContent,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(RecordAccess) private readonly records: RecordAccess,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
  ) {}

  show(actor: Actor, studentId: string, stated: StatedPurpose | null): Promise<ReportDocument> {
    return this.work.run(actor, ACTION, async (tx) => {
      const place = await this.content.place(tx, studentId);
      const purpose = await this.purpose(tx, place, studentId, stated);
      const document = await this.content.document(tx, studentId, place, { by: actor.kind === 'person' ? actor.name : '', purpose: PURPOSES[purpose] });
      tx.audit({ object: `student:${studentId}`, jurisdictionId: place.jurisdictionId, purpose, detail: { shown: true } });
      return document;
    });
  }

  order(actor: Actor, { studentId, reason }: PupilReportBody, stated: StatedPurpose | null): Promise<PupilReportOrderDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const place = await this.content.place(tx, studentId);
      const purpose = await this.purpose(tx, place, studentId, stated);
      if (actor.kind !== 'person') throw refuse('reporting/pupil-absent');
      const { jurisdictionId, schoolId } = place;
      const { accountId, name } = actor;
      const title = '个人测评报告（一名学生）'; // whoever approves is told how many, not who
      const exportId = await this.exports.ask(tx, {
        jurisdictionId, schoolId, ownerAccountId: accountId, ownerName: name, kind: KIND, title, fileName: `个人测评报告-${chinaDayOf(tx.now)}.pdf`, reason,
        job: (id) => makePupilReport.of({ exportId: id, schoolId, studentId, purpose: PURPOSES[purpose], orderedBy: accountId }, { jurisdictionId, schoolId, title }),
      });
      tx.audit({ object: `student:${studentId}`, jurisdictionId, purpose, detail: { exportId } });
      return { exportId };
    });
  }

  make(actor: SystemActor, jurisdictionId: number, order: PupilReportOrder, renderer: PdfRenderer): Promise<void> {
    const { exportId, studentId, purpose } = order;
    return this.work.run(actor, ACTION, async (tx) => {
      const place = await this.content.place(tx, studentId);
      // A pupil who has moved meanwhile is no longer this teacher's: what was approved was a report of this school.
      if (place.jurisdictionId !== jurisdictionId || place.schoolId !== order.schoolId) throw refuse('reporting/pupil-absent');
      const by = (await this.organisation.accountNames(tx, [order.orderedBy])).get(order.orderedBy) ?? '';
      const content = reportPdf(renderer, await this.content.document(tx, studentId, place, { by, purpose }));
      await this.exports.deliverSealed(tx, { jurisdictionId, id: exportId }, { content, rows: 1 });
      tx.audit({ object: `student:${studentId}`, jurisdictionId, detail: { exportId } });
    });
  }

  fail(actor: SystemActor, jurisdictionId: number, exportId: string, code: string): Promise<void> {
    return this.work.run(actor, ACTION, (tx) => this.exports.fail(tx, { jurisdictionId, id: exportId }, code));
  }

  private async purpose(tx: Tx, { jurisdictionId }: PupilPlace, studentId: string, stated: StatedPurpose | null) {
    const purpose = await this.records.purpose(tx, { object: `pupil-report:${studentId}`, jurisdictionId }, stated);
    if (!purpose) throw refuse('reporting/pupil-absent'); // no job opens it this way
    return purpose;
  }
}
