import { createHash, randomInt } from 'node:crypto';
import { type Actor, actorRef, chinaDayOf, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { CONFIG, type Config, type Page, type PageQuery, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CONSENT_CODE_LENGTH, CONSENT_CODE_SIGNS, lastOf, mayAsk, printedConsentCode, PURPOSES } from '../../rules/index.js';
import { NoticeRepository } from '../notice/notice.repository.js';
import { bureauFor, dayOf } from '../place.js';
import type { AskedClassDto, CampaignDto, ClassConsentDto, ConsentSlipDto, ConsentSlipsDto, PlanCampaignBody } from './campaign.dto.js';
import { CampaignRepository, type CampaignRow } from './campaign.repository.js';
import { ConsentReader } from './consent-reader.service.js';
import { ConsentRepository } from './consent.repository.js';
import { PupilPlaceRepository } from './pupil-place.repository.js';

const READ = 'data-protection.read-campaigns';

/** Asking for consent: who is asked, how far it has come, and the codes that are printed for a class. */
@Injectable()
export class CampaignService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CampaignRepository) private readonly campaigns: CampaignRepository,
    @Inject(ConsentRepository) private readonly consents: ConsentRepository,
    @Inject(ConsentReader) private readonly reader: ConsentReader,
    @Inject(NoticeRepository) private readonly notices: NoticeRepository,
    @Inject(PupilPlaceRepository) private readonly pupils: PupilPlaceRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  plan(actor: Actor, body: PlanCampaignBody): Promise<{ id: string }> {
    return this.work.run(actor, 'data-protection.plan-campaign', async (tx) => {
      const [asksFrom, asksUntil] = [dayOf(body.asksFrom), dayOf(body.asksUntil)];
      if (asksUntil < asksFrom) throw refuse('data-protection/days-backwards');
      if (asksUntil < chinaDayOf(tx.now)) throw refuse('data-protection/campaign-over');
      const { jurisdictionId, schoolId } = await this.place(tx, body);
      const notices = await this.notices.inForce(tx, jurisdictionId, body.purpose);
      if (!notices.guardian || !notices.pupil) throw refuse('data-protection/notice-needed');
      const { title, purpose, rule } = body;
      const id = await this.campaigns.add(tx, { jurisdictionId, onlySchoolId: schoolId, title, purpose, rule, asksFrom, asksUntil }, actorRef(actor));
      tx.audit({ object: `consent-campaign:${id}`, jurisdictionId, detail: { campaignPurpose: purpose, rule, schoolId } });
      return { id };
    });
  }

  list(actor: Actor, query: PageQuery): Promise<Page<CampaignDto>> {
    return this.work.read(actor, READ, async (tx) => {
      const limit = query.limit ?? 50;
      const rows = await this.campaigns.list(tx, readCursor(query.cursor, 'id')?.[0] ?? null, limit + 1);
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
      const counts = new Map((await this.campaigns.counts(tx, items.map((row) => row.id))).map((one) => [one.campaignId, one]));
      const shown: CampaignDto[] = [];
      for (const { jurisdictionId, onlySchoolId, ...row } of items) {
        const { asked = 0, given = 0, refused = 0, withdrawn = 0 } = counts.get(row.id) ?? {};
        const school = onlySchoolId === null ? undefined : await this.organisation.school(tx, onlySchoolId);
        shown.push({
          ...row, bureauId: jurisdictionId, schoolId: onlySchoolId, schoolName: school?.name ?? null, purposeName: PURPOSES[row.purpose].zh,
          counts: { asked, given, refused, withdrawn, awaiting: asked - given - refused - withdrawn },
        });
      }
      return { items: shown, nextCursor };
    });
  }

  /** The classes in which the viewer may see or ask. */
  classes(actor: Actor, id: string): Promise<AskedClassDto[]> {
    return this.work.read(actor, 'data-protection.read-consents', async (tx) => {
      const { jurisdictionId, onlySchoolId } = await this.campaign(tx, id);
      return this.pupils.classes(tx, jurisdictionId, onlySchoolId);
    });
  }

  /** Each pupil of a class, and what each party has said. */
  ofClass(actor: Actor, id: string, classId: string): Promise<ClassConsentDto> {
    return this.work.read(actor, 'data-protection.read-consents', async (tx) => {
      const campaign = await this.campaign(tx, id);
      const { pupils, standings } = await this.standings(tx, campaign, classId);
      const lines = [...standings.values()].flatMap((one) => one.lines);
      const scanned = await this.consents.scanned(tx, campaign.jurisdictionId, lines.map((line) => line.id));
      tx.audit({ object: `class:${classId}`, jurisdictionId: campaign.jurisdictionId, detail: { campaignId: id } });
      return {
        className: pupils[0]?.className ?? '',
        items: pupils.map(({ studentId, name }) => {
          const { deciders, standing, lines: own } = standings.get(studentId)!;
          return {
            id: studentId, name, state: standing.state,
            parties: deciders.map((audience) => {
              const last = lastOf(own, audience);
              return {
                audience, decision: last?.decision ?? null, signedOn: last?.signedOn ?? null, means: last?.means ?? null,
                recordId: last?.id ?? null, hasScan: last !== undefined && scanned.has(last.id),
              };
            }),
          };
        }),
      };
    });
  }

  /** Codes for those of a class who may be asked. They are shown once; who has said no in this campaign gets none. */
  invite(actor: Actor, id: string, classId: string): Promise<ConsentSlipsDto> {
    return this.work.run(actor, 'data-protection.record-consent', async (tx) => {
      const campaign = await this.campaign(tx, id);
      if (chinaDayOf(tx.now) > campaign.asksUntil) throw refuse('data-protection/campaign-over');
      const { pupils, standings } = await this.standings(tx, campaign, classId);
      const notices = await this.notices.inForce(tx, campaign.jurisdictionId, campaign.purpose);
      const slips: (ConsentSlipDto & { classId: string; schoolId: string })[] = [];
      let leftInPeace = 0;
      for (const { studentId, name, schoolId } of pupils) {
        const { deciders, lines } = standings.get(studentId)!;
        for (const audience of deciders) {
          if (mayAsk(audience, lines, id, notices[audience]?.material ?? 0).allowed) slips.push({ studentId, name, audience, code: newCode(), classId, schoolId });
          else leftInPeace += 1;
        }
      }
      await this.campaigns.invite(tx, campaign, slips.map((slip) => ({ ...slip, codeHash: hashOfCode(slip.code) })), actorRef(actor));
      tx.audit({ object: `class:${classId}`, jurisdictionId: campaign.jurisdictionId, detail: { campaignId: id, slips: slips.length, leftInPeace } });
      return {
        className: pupils[0]?.className ?? '', campaignTitle: campaign.title, asksUntil: campaign.asksUntil, leftInPeace, address: this.config.studentOrigin,
        slips: slips.map(({ studentId, name, audience, code }) => ({ studentId, name, audience, code: printedConsentCode(code) })),
      };
    });
  }

  /** @throws Refusal data-protection/campaign-absent */
  async campaign(tx: Tx, id: string): Promise<CampaignRow> {
    const found = await this.campaigns.byId(tx, id);
    if (!found) throw refuse('data-protection/campaign-absent');
    return found;
  }

  private async standings(tx: Tx, { jurisdictionId, purpose, rule, onlySchoolId }: CampaignRow, classId: string) {
    const pupils = (await this.pupils.ofClass(tx, classId)).filter((one) => one.jurisdictionId === jurisdictionId && (onlySchoolId === null || one.schoolId === onlySchoolId));
    if (pupils.length === 0) throw refuse('data-protection/pupil-absent');
    return { pupils, standings: await this.reader.standings(tx, { jurisdictionId, purpose, rule, pupils }) };
  }

  /** A school's own people ask in their school; a bureau in all of its schools, or in the one it names. */
  private async place(tx: Tx, body: PlanCampaignBody): Promise<{ jurisdictionId: number; schoolId: string | null }> {
    const own = tx.scopes.find((scope) => scope.schools !== 'all');
    const isBureau = tx.scopes.some((scope) => scope.schools === 'all');
    const asked = body.schoolId ?? (isBureau ? null : (own!.schools as readonly string[])[0]!);
    if (asked === null) return { jurisdictionId: bureauFor(tx, body.bureauId), schoolId: null };
    const school = await this.organisation.school(tx, asked);
    if (!school) throw refuse('data-protection/campaign-absent');
    return { jurisdictionId: school.jurisdictionId, schoolId: asked };
  }
}

const newCode = (): string => Array.from({ length: CONSENT_CODE_LENGTH }, () => CONSENT_CODE_SIGNS[randomInt(CONSENT_CODE_SIGNS.length)]).join('');

export const hashOfCode = (code: string): Buffer => createHash('sha256').update(`heliotrope consent ${code}`).digest();
