import { type Actor, actorRef, chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { definePdf, ExportCentre, guardExport, PdfRenderer, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { mayOrderPack, RIGHTS_KINDS } from '../../rules/index.js';
import { PupilPlaceRepository } from '../consent/pupil-place.repository.js';
import type { PupilSection } from '../registry/data-keeper.js';
import { DataRegistry } from '../registry/registry.service.js';
import { type AccessPackOrder, makeAccessPack } from './rights-jobs.js';
import { RightsRepository } from './rights.repository.js';
import { RightsService } from './rights.service.js';

const ACTION = 'data-protection.rights-desk';
const KIND = 'data-protection/access-pack';
const TITLE = '个人信息查阅材料'; // whose it is stands inside: titles are shown where others look on

/** One pupil's levels and conversations stand in it, so it goes the way of every file that holds individuals. */
guardExport({ kind: KIND, action: ACTION, approvedBy: 'platform.approve-exports', mostRows: 1, assessed: { not: '个人信息保护法 45: the person has a right to it' } });

const template = definePdf({
  name: 'data-protection/access-pack',
  body: String.raw`
= 个人信息查阅材料
#align(center)[#data.school #h(1em) #data.class #h(1em) #data.pupil]
以下是本平台保存的关于该学生的个人信息。各项由保存它的业务分别提供。
#for section in data.sections [
  == #section.title
  #if section.rows.len() == 0 [ 没有记录。 ] else [ #listing((1fr,) * section.head.len(), section.head, section.rows) ]
  #if section.note != "" [ #text(size: 9pt, section.note) ]
]
#v(1.5em)
#align(right)[#data.school（盖章）#h(2cm) #data.on]
`,
});

/** Everything that is kept about one pupil, told by the domains that keep it, for the guardian or pupil who asked. */
@Injectable()
export class AccessPackService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RightsService) private readonly rights: RightsService,
    @Inject(RightsRepository) private readonly requests: RightsRepository,
    @Inject(PupilPlaceRepository) private readonly pupils: PupilPlaceRepository,
    @Inject(DataRegistry) private readonly registry: DataRegistry,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
    @Inject(PdfRenderer) private readonly pdf: PdfRenderer,
  ) {}

  /** Made once another person has approved it. What the approver reads as its reason names nobody. */
  order(actor: Actor, id: string): Promise<{ exportId: string }> {
    return this.work.run(actor, ACTION, async (tx) => {
      const found = await this.rights.find(tx, id, true);
      const verdict = mayOrderPack(found, actorRef(actor));
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      if (actor.kind !== 'person') throw refuse('platform/not-allowed', { action: ACTION });
      const { jurisdictionId, schoolId, studentId } = found;
      const { accountId, name } = actor;
      const reason = `${found.askedBy === 'guardian' ? '监护人' : '学生'}申请${RIGHTS_KINDS[found.kind]}，${found.receivedOn} 收到，${found.dueOn} 前答复`;
      const exportId = await this.exports.ask(tx, {
        jurisdictionId, schoolId, ownerAccountId: accountId, ownerName: name, kind: KIND, title: TITLE, fileName: `${TITLE}.pdf`, reason,
        job: (made) => makeAccessPack.of({ exportId: made, requestId: id, orderedBy: accountId }, { jurisdictionId, schoolId, title: TITLE }),
      });
      await this.requests.attachPack(tx, found, exportId);
      tx.audit({ object: `student:${studentId}`, jurisdictionId, detail: { requestId: id, exportId } });
      return { exportId };
    });
  }

  make(actor: SystemActor, jurisdictionId: number, order: AccessPackOrder): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const found = await this.rights.find(tx, order.requestId);
      if (found.state === 'refused') throw refuse('data-protection/pack-not-asked'); // since it was ordered
      const [pupil] = await this.pupils.named(tx, jurisdictionId, [found.studentId]);
      if (!pupil) throw refuse('data-protection/pupil-absent');
      const sections: PupilSection[] = [];
      for (const source of this.registry.pupilSources()) sections.push(...(await source.tell(tx, pupil)));
      const school = (await this.organisation.school(tx, pupil.schoolId))?.name ?? '';
      const madeBy = (await this.organisation.accountNames(tx, [order.orderedBy])).get(order.orderedBy) ?? '';
      const on = chinaDayOf(tx.now);
      const content = this.pdf.render(
        template.name,
        { school, class: pupil.className, pupil: pupil.name, on, sections: sections.map((section) => ({ note: '', ...section })) },
        { title: TITLE, header: school, watermark: `${madeBy} ${on}` },
      );
      await this.exports.deliverSealed(tx, { jurisdictionId, id: order.exportId }, { content, rows: 1 });
      tx.audit({ object: `student:${pupil.studentId}`, jurisdictionId, detail: { exportId: order.exportId, sections: sections.length } });
    });
  }

  fail(actor: SystemActor, jurisdictionId: number, exportId: string, code: string): Promise<void> {
    return this.work.run(actor, ACTION, (tx) => this.exports.fail(tx, { jurisdictionId, id: exportId }, code));
  }
}
