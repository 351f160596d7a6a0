import { chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { maskName } from '@heliotrope/organisation/rules';
import { Clock, jobActor, LeakyBucket, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { decidersFor, type Decision, lastOf, maySay, NOTICE_PART_NAMES, NOTICE_PARTS, PURPOSES, readConsentCode } from '../../rules/index.js';
import { NoticeRepository } from '../notice/notice.repository.js';
import { DECISIONS } from './campaign.dto.js';
import { CampaignRepository, type CampaignRow } from './campaign.repository.js';
import { hashOfCode } from './campaign.service.js';
import { ConsentRecordService } from './consent-record.service.js';
import { ConsentRepository, type Invitation } from './consent.repository.js';
import type { ConsentFormDto, SayConsentBody } from './online-consent.dto.js';
import { type PupilPlace, PupilPlaceRepository } from './pupil-place.repository.js';

const RULE = 'data-protection.online-consent';

interface Asked {
  readonly invitation: Invitation;
  readonly campaign: CampaignRow;
  readonly pupil: PupilPlace;
}

/** A guardian or pupil with the code of a slip: reads the notice, and says yes, no, or no longer. */
@Injectable()
export class OnlineConsentService {
  /**
   * One bucket for all wrong codes, not one for each address: a whole school sits behind one. A right code is never held
   * up. Each process counts for itself, which the codes' length has room for.
   */
  private readonly wrongCodes = new LeakyBucket({ holds: 200, leaksPerMs: 1 / 200 });

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ConsentRepository) private readonly consents: ConsentRepository,
    @Inject(CampaignRepository) private readonly campaigns: CampaignRepository,
    @Inject(NoticeRepository) private readonly notices: NoticeRepository,
    @Inject(PupilPlaceRepository) private readonly pupils: PupilPlaceRepository,
    @Inject(ConsentRecordService) private readonly records: ConsentRecordService,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async look(typed: string): Promise<ConsentFormDto> {
    const { actor, find } = await this.place(typed);
    return this.work.read(actor, RULE, async (tx) => this.form(tx, await find(tx)));
  }

  async say({ code, decision, relation, signer }: SayConsentBody): Promise<ConsentFormDto> {
    const { actor, find } = await this.place(code);
    return this.work.run(actor, RULE, async (tx) => {
      const asked = await find(tx);
      await this.records.record(tx, {
        campaign: asked.campaign, pupil: asked.pupil, audience: asked.invitation.audience, decision, means: 'online', relation: relation.trim(), signer,
        signedOn: chinaDayOf(tx.now), recordedBy: `invitation:${asked.invitation.id}`,
      });
      return this.form(tx, asked);
    });
  }

  private async place(typed: string): Promise<{ actor: SystemActor; find: (tx: Tx) => Promise<Asked> }> {
    const code = readConsentCode(typed);
    const hash = code === null ? null : hashOfCode(code);
    const found = hash === null ? undefined : await this.consents.placeOf(hash);
    const unknown = () => refuse(this.wrongCodes.pour(this.clock.now().getTime()) ? 'data-protection/code-unknown' : 'data-protection/too-many-attempts');
    if (!found || hash === null) throw unknown();
    const { jurisdictionId, schoolId, invitationId } = found;
    const actor: SystemActor = { ...jobActor(RULE, jurisdictionId), scope: { jurisdictions: [jurisdictionId], schools: [schoolId], classes: 'all' } };
    const find = async (tx: Tx): Promise<Asked> => {
      const invitation = await this.consents.invitation(tx, jurisdictionId, invitationId, hash);
      const campaign = invitation && (await this.campaigns.byId(tx, invitation.campaignId));
      const [pupil] = invitation ? await this.pupils.named(tx, jurisdictionId, [invitation.studentId]) : [];
      if (!invitation || !campaign || !pupil) throw unknown();
      return { invitation, campaign, pupil };
    };
    return { actor, find };
  }

  private async form(tx: Tx, { invitation: { audience, jurisdictionId }, campaign, pupil }: Asked): Promise<ConsentFormDto> {
    const notice = (await this.notices.inForce(tx, jurisdictionId, campaign.purpose))[audience];
    if (!notice) throw refuse('data-protection/notice-needed');
    const today = chinaDayOf(tx.now);
    const lines = (await this.consents.linesOf(tx, jurisdictionId, campaign.purpose, [pupil.studentId])).get(pupil.studentId)!;
    const last = lastOf(lines, audience);
    const decides = decidersFor(campaign.rule, pupil, today, this.policy.inForce(jurisdictionId, 'data.guardian-also-from-14', today)).includes(audience);
    const isOpen = campaign.asksFrom <= today && today <= campaign.asksUntil;
    const may = (decision: Decision) => maySay(decision, last, notice.material).allowed && (decision === 'withdrawn' || isOpen) && (decision !== 'given' || decides);
    return {
      audience, pupil: maskName(pupil.name), className: pupil.className,
      schoolName: (await this.organisation.school(tx, pupil.schoolId))?.name ?? '',
      title: notice.title, plain: PURPOSES[campaign.purpose].plain, version: notice.version,
      sections: NOTICE_PART_NAMES.map((name) => ({ heading: NOTICE_PARTS[name], text: notice.parts[name] })),
      asksUntil: campaign.asksUntil, decision: last?.decision ?? null, decidedOn: last?.signedOn ?? null,
      // Who has agreed is not offered a refusal beside the withdrawal: they would be the same act under two names.
      maySay: DECISIONS.filter((decision) => may(decision) && !(decision === 'refused' && last?.decision === 'given')),
    };
  }
}
