import { createHash } from 'node:crypto';
import { type Actor, chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { definePdf, ExportCentre, PdfRenderer, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type CertificateOrder, makeCertificate } from './retention-jobs.js';
import { RetentionRepository } from './retention.repository.js';
import { dataClassName } from './retention.service.js';

const ACTION = 'data-protection.read-retention';

const template = definePdf({
  name: 'data-protection/destruction-certificate',
  body: String.raw`
= 个人信息销毁证明
#align(center)[编号 #data.id]
#v(1em)
#listing((4cm, 1fr), ("项目", "内容"), data.rows)
#v(1em)
销毁清单按编号排列后计算 SHA-256：\
#text(size: 9pt, data.digest)

本证明内容的 SHA-256：\
#text(size: 9pt, data.seal)

备份中的相应数据随备份轮换，在九十日内一并消除。
#v(2em)
#align(right)[#data.bureau（盖章）#h(3cm) #data.on]
`,
});

/** The certificate of one destruction on paper: ordered here, set by the worker, fetched from the export centre. */
@Injectable()
export class CertificateService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RetentionRepository) private readonly retention: RetentionRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
    @Inject(PdfRenderer) private readonly pdf: PdfRenderer,
  ) {}

  order(actor: Actor, id: string): Promise<{ exportId: string; jobRunId: string }> {
    return this.work.run(actor, ACTION, async (tx) => {
      const found = await this.retention.destruction(tx, id);
      if (!found || actor.kind !== 'person') throw refuse('data-protection/destruction-absent');
      const { jurisdictionId } = found;
      const title = `个人信息销毁证明 · ${dataClassName(found.dataClass)} · ${chinaDayOf(found.destroyedAt)}`;
      const exportId = await this.exports.begin(tx, {
        jurisdictionId, ownerAccountId: actor.accountId, kind: 'data-protection/destruction-certificate', title, fileName: `个人信息销毁证明-${chinaDayOf(found.destroyedAt)}.pdf`,
      });
      const jobRunId = await tx.request(makeCertificate.of({ exportId, destructionId: id, orderedBy: actor.accountId }, { jurisdictionId, title }));
      await this.exports.attachRun(tx, { jurisdictionId, id: exportId }, jobRunId);
      tx.audit({ object: `destruction:${id}`, jurisdictionId, detail: { exportId } });
      return { exportId, jobRunId };
    });
  }

  make(actor: SystemActor, jurisdictionId: number, order: CertificateOrder): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const found = await this.retention.destruction(tx, order.destructionId);
      if (!found) throw refuse('data-protection/destruction-absent');
      const bureau = (await this.organisation.bureau(tx, jurisdictionId))?.name ?? '';
      const madeBy = (await this.organisation.accountNames(tx, [order.orderedBy])).get(order.orderedBy) ?? '';
      const on = chinaDayOf(found.destroyedAt);
      const rows = [
        ['数据类别', dataClassName(found.dataClass)],
        ['数量', `${found.count} 条`],
        ['原因', found.reason === 'time-over' ? `保存期限届满（${found.years} 年，自 ${found.countedBefore} 及以前起算）` : '当事人行使删除权'],
        ['依据', found.source],
        ['销毁时间', found.destroyedAt.toISOString()],
        ['执行', found.destroyedBy.startsWith('rule:') ? '系统定期任务' : '经办人'],
      ];
      const seal = createHash('sha256').update(JSON.stringify([found.id, rows, found.digest])).digest('hex');
      const pdf = this.pdf.render(template.name, { id: found.id, rows, digest: found.digest, seal, bureau, on }, { title: '个人信息销毁证明', header: bureau, watermark: `${madeBy} ${chinaDayOf(tx.now)}` });
      await this.exports.deliver(tx, { jurisdictionId, id: order.exportId }, pdf);
      tx.audit({ object: `export:${order.exportId}`, jurisdictionId, detail: { destructionId: found.id, seal, sha256: createHash('sha256').update(pdf).digest('hex') } });
    });
  }
}
