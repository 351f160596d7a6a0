import { chinaDayOf, refuse, type SchoolDay } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { schoolDayAfter } from '@heliotrope/organisation/rules';
import { FieldCipher, newId, type Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { dueAt } from '@heliotrope/policy/rules';
import { Inject, Injectable } from '@nestjs/common';
import { type Audience, consentSaid, consentWithdrawn, decidersFor, type Decision, lastOf, maySay, workingDayAfter } from '../../rules/index.js';
import { NoticeRepository } from '../notice/notice.repository.js';
import type { CampaignRow } from './campaign.repository.js';
import { ConsentRepository, type ConsentRow } from './consent.repository.js';
import { stopProcessing } from './consent-jobs.js';
import { ProcessingStopRepository } from './processing-stop.repository.js';
import type { PupilPlace } from './pupil-place.repository.js';

export interface Saying {
  readonly campaign: CampaignRow;
  readonly pupil: PupilPlace;
  readonly audience: Audience;
  readonly decision: Decision;
  readonly means: 'online' | 'paper';
  readonly relation: string;
  readonly signer: string;
  readonly signedOn: SchoolDay;
  readonly recordedBy: string;
}

/** Adds one line to a pupil's register of consent, however it came. A withdrawal shuts the gate in the same commit. */
@Injectable()
export class ConsentRecordService {
  constructor(
    @Inject(ConsentRepository) private readonly consents: ConsentRepository,
    @Inject(NoticeRepository) private readonly notices: NoticeRepository,
    @Inject(ProcessingStopRepository) private readonly stops: ProcessingStopRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  async record(tx: Tx, saying: Saying): Promise<ConsentRow> {
    const { campaign: { jurisdictionId, purpose, ...campaign }, pupil, audience, decision } = saying;
    const today = chinaDayOf(tx.now);
    if (saying.signedOn > today) throw refuse('data-protection/signed-in-future');
    // Giving and refusing have their time; taking back is as easy as giving and has no end.
    if (decision !== 'withdrawn' && (today < campaign.asksFrom || today > campaign.asksUntil)) throw refuse('data-protection/campaign-over');
    const guardianAlso = this.policy.inForce(jurisdictionId, 'data.guardian-also-from-14', today);
    const decides = decidersFor(campaign.rule, pupil, today, guardianAlso).includes(audience);
    if (decision === 'given' && !decides) throw refuse('data-protection/not-the-decider');
    const notice = (await this.notices.inForce(tx, jurisdictionId, purpose))[audience];
    if (!notice) throw refuse('data-protection/notice-needed');
    const lines = (await this.consents.linesOf(tx, jurisdictionId, purpose, [pupil.studentId])).get(pupil.studentId)!;
    const last = lastOf(lines, audience);
    const verdict = maySay(decision, last, notice.material);
    if (!verdict.allowed) throw refuse(verdict.reasons[0]);
    const id = newId(tx.now.getTime());
    const signerEnc = saying.signer.trim() === '' ? null
      : await this.cipher.encrypt(tx, { jurisdictionId, scope: 'data-protection' }, { table: 'data_protection.consent_record', column: 'signer_enc', row: id }, saying.signer.trim());
    const row = {
      jurisdictionId, id, campaignId: campaign.id, schoolId: pupil.schoolId, studentId: pupil.studentId, purpose, n: (lines.at(-1)?.n ?? 0) + 1,
      audience, noticeId: notice.id, noticeHash: notice.hash, material: notice.material, means: saying.means, decision,
      relation: saying.relation, signedOn: saying.signedOn, signerEnc, recordedBy: saying.recordedBy,
    };
    await this.consents.add(tx, row);
    tx.audit({ object: `student:${pupil.studentId}`, jurisdictionId, action: 'data-protection.record-consent', detail: { recordId: id, decision, audience, means: saying.means, notice: notice.hash } });
    tx.state(consentSaid.of(jurisdictionId, { recordId: id, schoolId: row.schoolId, studentId: row.studentId, purpose }));
    if (decision === 'withdrawn') await this.stop(tx, row);
    return { ...row, at: tx.now, isSound: true };
  }

  private async stop(tx: Tx, row: Omit<ConsentRow, 'at' | 'isSound'>): Promise<void> {
    const { jurisdictionId, schoolId, studentId, purpose } = row;
    const calendar = await this.organisation.calendarOf(tx, jurisdictionId, schoolId);
    const patience = this.policy.inForce(jurisdictionId, 'data.stop-after-withdrawal', chinaDayOf(tx.now));
    const due = dueAt(tx.now, patience, (day, n) => schoolDayAfter(calendar, day, n) ?? workingDayAfter(calendar, day, n));
    const stopId = await this.stops.add(tx, { jurisdictionId, schoolId, studentId, purpose, recordId: row.id }, due);
    await tx.request(stopProcessing.of({ stopId }, { jurisdictionId, schoolId, key: stopId, title: '停止处理' }));
    tx.state(consentWithdrawn.of(jurisdictionId, { recordId: row.id, schoolId, studentId, purpose }));
  }
}
