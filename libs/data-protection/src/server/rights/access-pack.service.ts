import { type Actor, chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { definePdf, ExportCentre, PdfRenderer, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { asksForPack } from '../../rules/index.js';
import { PupilPlaceRepository } from '../consent/pupil-place.repository.js';
import type { PupilSection } from '../registry/data-keeper.js';
import { DataRegistry } from '../registry/registry.service.js';
import { type AccessPackOrder, makeAccessPack } from './rights-jobs.js';
import { RightsRepository } from './rights.repository.js';
import { RightsService } from './rights.service.js';

const ACTION = 'data-protection.rights-desk';

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

  order(actor: Actor, id: string): Promise<{ exportId: string; jobRunId: string }> {
    return this.work.run(actor, ACTION, async (tx) => {
      const found = await this.rights.find(tx, id, true);
      if (!asksForPack(found.kind) || found.state === 'refused' || actor.kind !== 'person') throw refuse('data-protection/pack-not-asked');
      const { jurisdictionId, schoolId, studentId } = found;
      const title = '个人信息查阅材料'; // whose it is stands inside: titles are shown where others look on
      const exportId = await this.exports.begin(tx, { jurisdictionId, schoolId, ownerAccountId: actor.accountId, kind: 'data-protection/access-pack', title, fileName: '个人信息查阅材料.pdf' });
      const jobRunId = await tx.request(makeAccessPack.of({ exportId, requestId: id, orderedBy: actor.accountId }, { jurisdictionId, schoolId, title }));
      await this.exports.attachRun(tx, { jurisdictionId, id: exportId }, jobRunId);
      await this.requests.attachPack(tx, found, exportId);
      tx.audit({ object: `student:${studentId}`, jurisdictionId, detail: { requestId: id, exportId } });
      return { exportId, jobRunId };
    });
  }

  make(actor: SystemActor, jurisdictionId: number, order: AccessPackOrder): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const found = await this.rights.find(tx, order.requestId);
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
        { title: '个人信息查阅材料', header: school, watermark: `${madeBy} ${on}` },
      );
      await this.exports.deliver(tx, { jurisdictionId, id: order.exportId }, content);
      tx.audit({ object: `student:${pupil.studentId}`, jurisdictionId, detail: { exportId: order.exportId, sections: sections.length } });
    });
  }
}
