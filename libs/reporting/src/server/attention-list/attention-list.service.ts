import { type Actor, chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { ExportCentre, guardExport, type SheetCell, UnitOfWork, writeXlsxSheets } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { severityLevel } from '@heliotrope/policy/rules';
import { ScreeningReader } from '@heliotrope/screening';
import { Inject, Injectable } from '@nestjs/common';
import type { AttentionListBody, AttentionListOrderDto } from './attention-list.dto.js';
import { type AttentionListOrder, makeAttentionList } from '../report-jobs.js';
import { RoundCountsRepository } from '../counts/round-counts.repository.js';

const ACTION = 'reporting.attention-list';
const KIND = 'reporting/attention-list';
const HEAD = ['班级', '姓名', '等级（由人复核）'];

/** Form teachers have no such right: what they need is what to do, not a list of whom. */
guardExport({ kind: KIND, action: ACTION, approvedBy: 'platform.approve-exports', mostRows: 500, assessed: true });

/** The pupils of one school whom somebody has confirmed to need attention, as a sheet for the one who looks after them. */
@Injectable()
export class AttentionListService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundCountsRepository) private readonly reports: RoundCountsRepository,
    @Inject(ScreeningReader) private readonly screening: ScreeningReader,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
  ) {}

  order(actor: Actor, { roundId, schoolId, reason }: AttentionListBody): Promise<AttentionListOrderDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const school = await this.organisation.school(tx, schoolId);
      const round = await this.screening.round(tx, roundId);
      const counts = round ? await this.reports.classes(tx, { jurisdictionId: round.jurisdictionId, roundId, schoolId }) : [];
      if (!school || !round || counts.length === 0 || actor.kind !== 'person') throw refuse('reporting/school-absent');
      const { jurisdictionId } = school;
      const title = `${round.title} · 关注学生名单`;
      const { accountId, name } = actor;
      const exportId = await this.exports.ask(tx, {
        jurisdictionId, schoolId, ownerAccountId: accountId, ownerName: name, kind: KIND, title, fileName: `${round.title}-关注学生名单.xlsx`, reason,
        job: (id) => makeAttentionList.of({ exportId: id, roundId, schoolId, orderedBy: accountId }, { jurisdictionId, schoolId, title }),
      });
      tx.audit({ object: `school:${schoolId}`, jurisdictionId, detail: { roundId, exportId } });
      return { exportId };
    });
  }

  /** Reads the list within its own act, whose audit entry says how many were named. */
  make(actor: SystemActor, { exportId, roundId, schoolId, orderedBy }: AttentionListOrder): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const school = await this.organisation.school(tx, schoolId);
      if (!school) throw refuse('reporting/school-absent');
      const { jurisdictionId } = school;
      const today = chinaDayOf(tx.now);
      const scale = this.policy.inForce(jurisdictionId, 'severity.scale', today);
      const found = await this.reports.pupilsToWatch(tx, roundId, schoolId);
      const names = await this.organisation.pupilNames(tx, jurisdictionId, found.map(({ studentId }) => studentId), today);
      const maker = (await this.organisation.accountNames(tx, [orderedBy])).get(orderedBy) ?? '';
      const rows = found.map(({ studentId, ordinal }) => {
        const { className = '', name = '' } = names.get(studentId) ?? {};
        return [className, name, severityLevel(scale, ordinal).label];
      });
      const watermark = `${maker} ${tx.now.toISOString().slice(0, 16).replace('T', ' ')}Z`;
      const plan = { name: '关注学生', columns: HEAD.map((header) => ({ header })), watermark, notes: ['仅供申请时所述用途，用后即删。等级不是诊断。'] };
      const content = await writeXlsxSheets([{ plan, rows: rows as SheetCell[][] }]);
      await this.exports.deliverSealed(tx, { jurisdictionId, id: exportId }, { content, rows: rows.length });
      tx.audit({ object: `export:${exportId}`, jurisdictionId, detail: { rows: rows.length } });
    });
  }

  fail(actor: SystemActor, jurisdictionId: number, exportId: string, code: string): Promise<void> {
    return this.work.run(actor, ACTION, (tx) => this.exports.fail(tx, { jurisdictionId, id: exportId }, code));
  }
}
