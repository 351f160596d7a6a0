import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { type SchoolDay } from '@heliotrope/kernel';
import { Injectable } from '@nestjs/common';
import type { Audience, ConsentRule, Purpose } from '../../rules/index.js';
import { schoolsOf } from '../place.js';

export interface CampaignRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly onlySchoolId: string | null;
  readonly title: string;
  readonly purpose: Purpose;
  readonly rule: Exclude<ConsentRule, 'none-required-by-law-basis'>;
  readonly asksFrom: SchoolDay;
  readonly asksUntil: SchoolDay;
}

/** Refusal and withdrawal are counted apart: who said no did not merely stay away. */
export interface CampaignCounts {
  readonly campaignId: string;
  readonly asked: number;
  readonly given: number;
  readonly refused: number;
  readonly withdrawn: number;
}

const CAMPAIGN = `c.jurisdiction_id as "jurisdictionId", c.id, c.only_school_id as "onlySchoolId", c.title, c.purpose, c.rule,
  c.asks_from as "asksFrom", c.asks_until as "asksUntil"`;

@Injectable()
export class CampaignRepository {
  async add(tx: Tx, campaign: Omit<CampaignRow, 'id'>, author: string): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.consent_campaign
         (jurisdiction_id, id, only_school_id, title, purpose, rule, asks_from, asks_until, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        campaign.jurisdictionId, id, campaign.onlySchoolId, campaign.title, campaign.purpose, campaign.rule, campaign.asksFrom,
        campaign.asksUntil, author, tx.now,
      ],
    );
    return id;
  }

  /** Newest first: those of the whole bureau, and of the schools the viewer reaches. */
  list(tx: Tx, after: string | null, limit: number): Promise<CampaignRow[]> {
    const params: unknown[] = [after, limit];
    return tx.query<CampaignRow>(
      `select ${CAMPAIGN} from data_protection.consent_campaign c
        where ($1::uuid is null or c.id < $1) and ${this.visible(tx, params)} order by c.id desc limit $2`,
      params,
    );
  }

  async byId(tx: Tx, id: string): Promise<CampaignRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<CampaignRow>(`select ${CAMPAIGN} from data_protection.consent_campaign c where c.id = $1 and ${this.visible(tx, params)}`, params))[0];
  }

  /** By pupil, within the schools the viewer reaches: one no outweighs every yes; given when all who were asked agreed. */
  counts(tx: Tx, campaigns: readonly string[]): Promise<CampaignCounts[]> {
    const params: unknown[] = [[...campaigns]];
    const within = (table: string) => scopeWhere(schoolsOf(tx.scopes), { jurisdiction: `${table}.jurisdiction_id`, school: `${table}.school_id` }, params);
    return tx.query<CampaignCounts>(
      `with asked as (
         select i.campaign_id, i.student_id, count(*) as parties from data_protection.consent_invitation i
          where i.campaign_id = any($1::uuid[]) and ${within('i')} group by 1, 2),
       said as (
         select distinct on (r.campaign_id, r.student_id, r.audience) r.campaign_id, r.student_id, r.decision
           from data_protection.consent_record r
          where r.campaign_id = any($1::uuid[]) and ${within('r')} order by r.campaign_id, r.student_id, r.audience, r.n desc),
       pupil as (
         select campaign_id, student_id, coalesce(max(a.parties), count(s.decision)) as parties,
                count(*) filter (where s.decision = 'given') as given,
                bool_or(s.decision = 'refused') as refused, bool_or(s.decision = 'withdrawn') as withdrawn
           from asked a full join said s using (campaign_id, student_id) group by 1, 2)
       select campaign_id as "campaignId", count(*)::int as asked,
              (count(*) filter (where withdrawn))::int as withdrawn,
              (count(*) filter (where refused and withdrawn is not true))::int as refused,
              (count(*) filter (where given >= parties and refused is not true and withdrawn is not true))::int as given
         from pupil group by campaign_id`,
      params,
    );
  }

  /** One invitation for each party; a slip printed again has a new code, and the old one is dead. */
  async invite(tx: Tx, campaign: CampaignRow, parties: readonly { studentId: string; classId: string; schoolId: string; audience: Audience; codeHash: Buffer }[], author: string): Promise<void> {
    await tx.query(
      `with party as (
         select * from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::bytea[]) as p (id, student_id, class_id, school_id, audience, code_hash)),
       invited as (
         insert into data_protection.consent_invitation as i
           (jurisdiction_id, id, campaign_id, school_id, class_id, student_id, audience, code_hash, made_by, made_at)
         select $1, id, $2, school_id, class_id, student_id, audience, code_hash, $9, $10 from party
         on conflict (jurisdiction_id, campaign_id, student_id, audience)
           do update set code_hash = excluded.code_hash, class_id = excluded.class_id, made_by = excluded.made_by, made_at = excluded.made_at
         returning i.id, i.school_id, i.code_hash)
       insert into data_protection.consent_code (code_hash, jurisdiction_id, school_id, invitation_id)
       select code_hash, $1, school_id, id from invited`,
      [
        campaign.jurisdictionId, campaign.id, parties.map(() => newId(tx.now.getTime())), parties.map((one) => one.studentId),
        parties.map((one) => one.classId), parties.map((one) => one.schoolId), parties.map((one) => one.audience),
        parties.map((one) => one.codeHash), author, tx.now,
      ],
    );
  }

  private visible(tx: Tx, params: unknown[]): string {
    const everywhere = scopeWhere(tx.scopes.map(({ jurisdictions }) => ({ jurisdictions, schools: 'all', classes: 'all' })), { jurisdiction: 'c.jurisdiction_id' }, params);
    const here = scopeWhere(schoolsOf(tx.scopes), { jurisdiction: 'c.jurisdiction_id', school: 'c.only_school_id' }, params);
    return `((c.only_school_id is null and ${everywhere}) or ${here})`;
  }
}
