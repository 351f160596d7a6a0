import { type Actor, chinaDayOf, isUuid, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { RecordAccess, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CaseRepository } from './case.repository.js';
import type { CrisisReportDto, CrisisReportListDto } from './crisis-report.dto.js';

const ACTION = 'crisis-escalation.read-crisis-report';

/** What those whose post does not reach a case may learn of it: that it is there; and, under an access granted for it, whose it is. */
@Injectable()
export class CrisisReportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CaseRepository) private readonly cases: CaseRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(RecordAccess) private readonly records: RecordAccess,
  ) {}

  list(actor: Actor): Promise<CrisisReportListDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const rows = await this.cases.reports(tx);
      const schools = new Map((await this.organisation.schoolsOf(tx, [...new Set(rows.map((row) => row.jurisdictionId))])).map(({ id, name }) => [id, name]));
      return { items: rows.map(({ id, schoolId, openedAt, state }) => ({ id, schoolName: schools.get(schoolId) ?? '', openedAt, state })) };
    });
  }

  open(actor: Actor, id: string): Promise<CrisisReportDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const found = isUuid(id) ? await this.cases.visible(tx, id) : null;
      if (!found) throw refuse('crisis-escalation/case-absent');
      const { jurisdictionId, studentId, schoolId, ordinal, acute, openedAt, acknowledgedAt, ownerAccountId } = found;
      const access = await this.records.granted(tx, { object: `case:${id}`, jurisdictionId });
      const pupil = (await this.organisation.pupilNames(tx, jurisdictionId, [studentId], chinaDayOf(tx.now))).get(studentId);
      const owner = ownerAccountId ? (await this.organisation.accountNames(tx, [ownerAccountId])).get(ownerAccountId) : undefined;
      tx.audit({ object: `student:${studentId}`, jurisdictionId, purpose: access.kind, detail: { caseId: id, accessId: access.id } });
      return {
        id, ordinal, acute, openedAt, acknowledgedAt, by: access.kind, ownerName: owner ?? null,
        pupil: { studentId, name: pupil?.name ?? '已注销', className: pupil?.className ?? '', schoolName: (await this.organisation.school(tx, schoolId))?.name ?? '' },
      };
    });
  }
}
