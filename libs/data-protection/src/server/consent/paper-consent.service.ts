import { type Actor, actorRef, isWithin, refuse } from '@heliotrope/kernel';
import { acceptFile, FileStore, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { dayOf, schoolsOf } from '../place.js';
import type { PaperConsentBody } from './campaign.dto.js';
import { CampaignService } from './campaign.service.js';
import { ConsentRecordService } from './consent-record.service.js';
import { ConsentRepository } from './consent.repository.js';
import { PupilPlaceRepository } from './pupil-place.repository.js';

const ACTION = 'data-protection.record-consent';

/** What was signed on paper, entered by the form teacher, with the scan of the paper. */
@Injectable()
export class PaperConsentService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CampaignService) private readonly campaigns: CampaignService,
    @Inject(ConsentRecordService) private readonly records: ConsentRecordService,
    @Inject(ConsentRepository) private readonly consents: ConsentRepository,
    @Inject(PupilPlaceRepository) private readonly pupils: PupilPlaceRepository,
    @Inject(FileStore) private readonly files: FileStore,
  ) {}

  enter(actor: Actor, campaignId: string, body: PaperConsentBody): Promise<{ recordId: string }> {
    return this.work.run(actor, ACTION, async (tx) => {
      const campaign = await this.campaigns.campaign(tx, campaignId);
      const pupil = await this.pupils.one(tx, body.studentId);
      const isAsked = pupil.jurisdictionId === campaign.jurisdictionId && (campaign.onlySchoolId === null || campaign.onlySchoolId === pupil.schoolId);
      if (!isAsked) throw refuse('data-protection/pupil-absent');
      const { audience, decision, relation, signer } = body;
      const { id } = await this.records.record(tx, {
        campaign, pupil, audience, decision, relation: relation.trim(), signer, signedOn: dayOf(body.signedOn), means: 'paper', recordedBy: actorRef(actor),
      });
      return { recordId: id };
    });
  }

  /** Keeps the scan of a paper that was entered. The file is known by its bytes, not by its name. */
  attach(actor: Actor, recordId: string, content: Buffer): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const record = await this.consents.byId(tx, tx.scopes.flatMap((scope) => scope.jurisdictions), recordId);
      if (!record || !isWithin(schoolsOf(tx.scopes), record)) throw refuse('data-protection/record-absent');
      await this.pupils.one(tx, record.studentId); // whoever does not teach the pupil finds no record either
      const kind = await acceptFile(content, ['pdf', 'png', 'jpeg']);
      const stored = await this.files.put(`consent-scans/${record.jurisdictionId}/${record.id}.${kind}`, content);
      await this.consents.addScan(tx, record, stored, actorRef(actor));
      tx.audit({ object: `student:${record.studentId}`, jurisdictionId: record.jurisdictionId, detail: { recordId, sha256: stored.sha256 } });
    });
  }
}
