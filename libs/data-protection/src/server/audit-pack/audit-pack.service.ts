import { type Actor, chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { ExportCentre, PdfRenderer, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { filingWindow, packStage } from '../../rules/index.js';
import { bureauFor } from '../place.js';
import { type AuditPackOrder, makeAuditPack } from './audit-pack-jobs.js';
import { auditPackPdf, auditPackSheets, type PackHead, type PackSection } from './audit-pack-layout.js';
import type { AuditOverviewDto, OrderAuditPackBody } from './audit-pack.dto.js';
import { AuditPackRepository } from './audit-pack.repository.js';

const ACTION = 'data-protection.audit-pack';
const STAGE = { 'not-begun': '未开始', rehearsal: '试编，年度未结束', filing: '报送', late: '逾期' } as const;

/** The yearly audit of minors' data, put together from the registers. */
@Injectable()
export class AuditPackService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AuditPackRepository) private readonly registers: AuditPackRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
    @Inject(PdfRenderer) private readonly pdf: PdfRenderer,
  ) {}

  overview(actor: Actor, bureauId?: number): Promise<AuditOverviewDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const jurisdictionId = bureauFor(tx, bureauId);
      const today = chinaDayOf(tx.now);
      const thisYear = Number(today.slice(0, 4));
      const years = [thisYear, thisYear - 1].map((year) => {
        const { from, until } = filingWindow(year);
        return { year, stage: packStage(year, today), filedFrom: from, filedUntil: until };
      });
      // In January it is last year's turn; later on, the running year is rehearsed.
      const defaultYear = years[1]!.stage === 'filing' ? thisYear - 1 : thisYear;
      const sections = await this.sections(tx, jurisdictionId, defaultYear);
      return {
        bureauId: jurisdictionId, bureauName: (await this.organisation.bureau(tx, jurisdictionId))?.name ?? '', years, defaultYear,
        sections: sections.map(({ name, lines }) => ({ name, lines: lines.length })),
      };
    });
  }

  order(actor: Actor, { year, format, bureauId }: OrderAuditPackBody): Promise<{ exportId: string; jobRunId: string }> {
    return this.work.run(actor, ACTION, async (tx) => {
      const jurisdictionId = bureauFor(tx, bureauId);
      if (packStage(year, chinaDayOf(tx.now)) === 'not-begun') throw refuse('data-protection/year-not-begun');
      if (actor.kind !== 'person') throw refuse('platform/not-allowed', { action: ACTION });
      const title = `${year} 年度未成年人个人信息保护合规审计材料`;
      const exportId = await this.exports.begin(tx, { jurisdictionId, ownerAccountId: actor.accountId, kind: 'data-protection/audit-pack', title, fileName: `${title}.${format}` });
      const jobRunId = await tx.request(makeAuditPack.of({ exportId, year, format, orderedBy: actor.accountId }, { jurisdictionId, title }));
      await this.exports.attachRun(tx, { jurisdictionId, id: exportId }, jobRunId);
      tx.audit({ object: `export:${exportId}`, jurisdictionId, detail: { year, format } });
      return { exportId, jobRunId };
    });
  }

  make(actor: SystemActor, jurisdictionId: number, { year, format, exportId, orderedBy }: AuditPackOrder): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const today = chinaDayOf(tx.now);
      const { from, until } = filingWindow(year);
      const head: PackHead = {
        bureau: (await this.organisation.bureau(tx, jurisdictionId))?.name ?? '', year, window: `${from} 至 ${until}`, stage: STAGE[packStage(year, today)],
        madeBy: (await this.organisation.accountNames(tx, [orderedBy])).get(orderedBy) ?? '', on: today,
      };
      const sections = await this.sections(tx, jurisdictionId, year);
      const content = format === 'pdf' ? auditPackPdf(this.pdf, head, sections) : await auditPackSheets(head, sections);
      await this.exports.deliver(tx, { jurisdictionId, id: exportId }, content);
      tx.audit({ object: `export:${exportId}`, jurisdictionId, detail: { year, format, bytes: content.length } });
    });
  }

  private async sections(tx: Tx, j: number, year: number): Promise<PackSection[]> {
    const of = this.registers;
    return [
      { name: '告知书', head: ['事项', '对象', '版本', '标题', '内容哈希', '发布日期'], lines: await of.notices(tx, j, year) },
      { name: '同意统计', head: ['事项', '签署方', '同意', '拒绝', '撤回', '网上', '纸质'], lines: await of.consents(tx, j, year) },
      { name: '撤回后停止处理', head: ['事项', '撤回', '按期停止', '逾期或未停止'], lines: await of.stops(tx, j, year) },
      { name: '影响评估', head: ['对象', '标题', '风险', '结论', '状态', '生效', '有效至'], lines: await of.assessments(tx, j, year) },
      { name: '接收方台账', head: ['类型', '名称', '目的', '数据类别', '合同编号', '合同起', '合同止', '本年提供次数'], lines: await of.recipients(tx, j, year) },
      { name: '提供记录', head: ['日期', '接收方', '目的', '数据类别', '依据', '人数'], lines: await of.provisions(tx, j, year) },
      { name: '销毁记录', head: ['日期', '数据类别', '原因', '年限', '数量', '清单哈希'], lines: await of.destructions(tx, j, year) },
      { name: '权利申请', head: ['类型', '收到', '办理', '拒绝', '办理中', '逾期'], lines: await of.rights(tx, j, year) },
      { name: '学生信息访问', head: ['操作', '次数', '操作人数', '涉及学生数'], lines: await of.accesses(tx, j, year) },
    ];
  }
}
