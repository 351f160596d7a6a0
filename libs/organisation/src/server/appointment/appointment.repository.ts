import { bureausReached, type SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { StandingPost, WantedPost } from '../../rules/index.js';

const PLACE = { jurisdiction: 'p.jurisdiction_id', school: 'p.school_id' };
const POST = `p.id, p.account_id as "accountId", p.kind, p.jurisdiction_id as "jurisdictionId", p.school_id as "schoolId", p.class_ids::text[] as "classIds",
  case when p.entry_year is null then null else json_build_object('stage', p.stage, 'entryYear', p.entry_year) end as grade,
  p.valid_from as "validFrom", p.valid_until as "validUntil"`;

/** Somebody who may be given a post. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly posts: readonly string[];
}

@Injectable()
export class AppointmentRepository {
  /** A post within the caller's reach, held until the act commits. */
  async visibleForUpdate(tx: Tx, id: string): Promise<StandingPost | undefined> {
    const params: unknown[] = [id];
    const rows = await tx.query<StandingPost>(
      `select ${POST} from organisation.post p where p.id = $1 and ${scopeWhere(tx.scopes, PLACE, params)} for update`, params);
    return rows[0];
  }

  /** What a person holds or will hold under the bureaus the caller sees. */
  standing(tx: Tx, accountId: string, from: SchoolDay): Promise<StandingPost[]> {
    return tx.query<StandingPost>(
      `select ${POST} from organisation.post p where p.account_id = $1 and coalesce(p.valid_until, 'infinity') >= $2`, [accountId, from]);
  }

  async add(tx: Tx, post: WantedPost, by: string, more: { readonly reason: string; readonly replacesPostId: string | null }): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into organisation.post
         (jurisdiction_id, id, school_id, account_id, kind, class_ids, stage, entry_year, valid_from, valid_until, created_at, given_by, reason, replaces_post_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        post.jurisdictionId, id, post.schoolId, post.accountId, post.kind, [...post.classIds], post.grade?.stage ?? null, post.grade?.entryYear ?? null,
        post.validFrom, post.validUntil, tx.now, by, more.reason, more.replacesPostId,
      ],
    );
    return id;
  }

  async end(tx: Tx, post: Pick<StandingPost, 'jurisdictionId' | 'id'>, lastDay: SchoolDay, by: string, reason: string): Promise<void> {
    await tx.query(
      `update organisation.post set valid_until = $3, ended_by = $4, ended_at = $5, reason = case when $6 = '' then reason else $6 end
        where jurisdiction_id = $1 and id = $2`,
      [post.jurisdictionId, post.id, lastDay, by, tx.now, reason],
    );
  }

  /** The classes among these that are the school's. */
  async classesOf(tx: Tx, schoolId: string, ids: readonly string[]): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `select count(*)::int as n from organisation.class c where c.school_id = $1 and c.id = any($2::uuid[])`, [schoolId, [...new Set(ids)]]);
    return row!.n;
  }

  /**
   * People to give a post to, by part of a name or user name. Whoever looks after one school finds those who have held a
   * post there, and by the whole user name anybody known under the bureau.
   */
  candidates(tx: Tx, q: string, limit: number): Promise<Candidate[]> {
    const params: unknown[] = [`%${q.replace(/[%_\\]/g, '\\$&')}%`, q.toLowerCase(), tx.scopes.flatMap((scope) => scope.jurisdictions), limit];
    const whole = bureausReached(tx.scopes);
    const atSchools = scopeWhere(tx.scopes, PLACE, params);
    return tx.query<Candidate>(
      `select a.id, a.name, a.username,
              array(select distinct p.kind from organisation.post p
                     where p.account_id = a.id and p.jurisdiction_id = any($3::int[]) and coalesce(p.valid_until, 'infinity') >= current_date) as posts
         from organisation.account a
        where a.state <> 'disabled'
          and exists (select from organisation.account_jurisdiction j where j.account_id = a.id and j.jurisdiction_id = any($3::int[]))
          and (a.username = $2 or (a.username || ' ' || a.name ilike $1 and (
            exists (select from organisation.account_jurisdiction j where j.account_id = a.id and j.jurisdiction_id = any($${params.push(whole)}::int[]))
            or exists (select from organisation.post p where p.account_id = a.id and ${atSchools}))))
        order by a.name, a.id limit $4`,
      params,
    );
  }

  async accountKnown(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from organisation.account a where a.id = $1 and a.state <> 'disabled'
          and exists (select from organisation.account_jurisdiction j where j.account_id = a.id and j.jurisdiction_id = any($2::int[]))`,
      [id, tx.scopes.flatMap((scope) => scope.jurisdictions)],
    );
    return rows.length > 0;
  }
}
