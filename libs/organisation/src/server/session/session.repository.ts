import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { SessionTimes } from '../../rules/index.js';
import type { StampedPost } from '../role/grant-book.service.js';

export interface SessionRow extends SessionTimes {
  /** For lists of devices; never the token. */
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly csrfHash: Buffer;
  readonly createdAt: Date;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly demo: boolean;
  readonly passwordChangedAt: Date | null;
  readonly hasSecondFactor: boolean;
  readonly secondFactorAt: Date | null;
  readonly jurisdictions: readonly number[];
}

export interface DeviceRow extends SessionTimes {
  readonly id: string;
  readonly createdAt: Date;
  readonly ip: string | null;
  readonly browser: string;
  /** The password was right, the second factor has yet to be shown. */
  readonly half: boolean;
}

/** What a browser holds of a session, as it is stored. */
export interface SessionPrints {
  readonly tokenHash: Buffer;
  readonly csrfHash: Buffer;
}

export interface PostRow extends StampedPost {
  readonly id: string;
  /** The name of the school, or of the bureau for a post above the schools. */
  readonly orgName: string;
  readonly orgKind: 'province' | 'city' | 'county' | 'school';
}

@Injectable()
export class SessionRepository {
  async open(tx: Tx, session: SessionPrints & { accountId: string; endsAt: Date; secondFactorAt: Date | null; ip?: string | undefined; browser: string }): Promise<void> {
    await tx.query(
      `insert into organisation.session (token_hash, account_id, csrf_hash, created_at, last_seen_at, ends_at, second_factor_at, ip, browser)
       values ($1, $2, $3, $4, $4, $5, $6, $7, $8)`,
      [session.tokenHash, session.accountId, session.csrfHash, tx.now, session.endsAt, session.secondFactorAt, session.ip ?? null, session.browser],
    );
  }

  /** The same session under a new token: whoever has seen the old one has nothing. Undefined when it has ended meanwhile. */
  async rotate(tx: Tx, id: string, prints: SessionPrints, secondFactor: boolean): Promise<{ endsAt: Date } | undefined> {
    const rows = await tx.query<{ endsAt: Date }>(
      `update organisation.session
          set token_hash = $2, csrf_hash = $3, last_seen_at = $4, second_factor_at = case when $5 then $4 else second_factor_at end
        where id = $1 returning ends_at as "endsAt"`,
      [id, prints.tokenHash, prints.csrfHash, tx.now, secondFactor],
    );
    return rows[0];
  }

  async byToken(tx: Tx, tokenHash: Buffer): Promise<SessionRow | undefined> {
    const rows = await tx.query<SessionRow>(
      `select s.id, s.account_id as "accountId", a.name, a.state, a.demo, a.password_changed_at as "passwordChangedAt",
              s.csrf_hash as "csrfHash", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.ends_at as "endsAt",
              s.second_factor_at as "secondFactorAt", f.confirmed_at is not null as "hasSecondFactor",
              array(select j.jurisdiction_id from organisation.account_jurisdiction j where j.account_id = s.account_id) as jurisdictions
         from organisation.session s join organisation.account a on a.id = s.account_id
         left join organisation.second_factor f on f.account_id = a.id
        where s.token_hash = $1`,
      [tokenHash],
    );
    return rows[0];
  }

  /** The sessions of an account, the newest first. */
  async of(tx: Tx, accountId: string): Promise<DeviceRow[]> {
    return tx.query<DeviceRow>(
      `select s.id, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.ends_at as "endsAt", s.ip, s.browser,
              s.second_factor_at is null and f.confirmed_at is not null as half
         from organisation.session s left join organisation.second_factor f on f.account_id = s.account_id
        where s.account_id = $1 order by s.created_at desc, s.id desc`,
      [accountId],
    );
  }

  async seen(tx: Tx, tokenHash: Buffer): Promise<void> {
    await tx.query(`update organisation.session set last_seen_at = $2 where token_hash = $1`, [tokenHash, tx.now]);
  }

  /** Ends the session; says whose it was. */
  async close(tx: Tx, tokenHash: Buffer): Promise<{ accountId: string } | undefined> {
    const rows = await tx.query<{ accountId: string }>(
      `delete from organisation.session where token_hash = $1 returning account_id as "accountId"`, [tokenHash]);
    return rows[0];
  }

  /** Ends these sessions of the account. Returns how many there were. */
  async closeSome(tx: Tx, accountId: string, ids: readonly string[]): Promise<number> {
    const rows = await tx.query(`delete from organisation.session where account_id = $1 and id = any($2::uuid[]) returning 1`, [accountId, [...ids]]);
    return rows.length;
  }

  /** Ends every session of the account: its password has changed, it is closed. */
  async closeAllOf(tx: Tx, accountId: string, exceptId: string | null = null): Promise<number> {
    const rows = await tx.query(
      `delete from organisation.session where account_id = $1 and id is distinct from $2::uuid returning 1`, [accountId, exceptId]);
    return rows.length;
  }

  async closeHalfOf(tx: Tx, accountId: string): Promise<void> {
    await tx.query(
      `delete from organisation.session s using organisation.second_factor f
        where s.account_id = $1 and f.account_id = s.account_id and f.confirmed_at is not null and s.second_factor_at is null`,
      [accountId],
    );
  }

  async forgetOver(tx: Tx): Promise<void> {
    await tx.query(`delete from organisation.session where ends_at <= $1`, [tx.now]);
  }

  /**
   * Posts held on this day and posts of colleagues of which something is lent today, with what the tree knows of each:
   * bureaus below, classes of the grade, and the stamp of what was decided over its bureau.
   */
  async postsOf(tx: Tx, accountId: string, jurisdictions: readonly number[], day: SchoolDay): Promise<PostRow[]> {
    return tx.query<PostRow>(
      `with mine as (
         select p.jurisdiction_id, p.id, null::json as lent
           from organisation.post p where p.account_id = $1 and p.jurisdiction_id = any($2::int[])
         union all
         select l.jurisdiction_id, l.post_id, json_agg(json_build_object('action', l.action, 'to', own.kind))
           from organisation.loan l
           join organisation.post own on own.jurisdiction_id = l.jurisdiction_id and own.id = l.borrower_post_id
          where l.borrower_account_id = $1 and l.jurisdiction_id = any($2::int[]) and l.ended_at is null
            and l.valid_from <= $3 and l.valid_until >= $3 and own.valid_from <= $3 and coalesce(own.valid_until, 'infinity') >= $3
          group by l.jurisdiction_id, l.post_id)
       select p.id, p.kind, p.jurisdiction_id as "jurisdictionId", p.school_id as "schoolId", p.account_id as "accountId", mine.lent,
              p.valid_from as "validFrom", p.valid_until as "validUntil",
              coalesce(s.name, b.name) as "orgName", case when s.id is null then b.kind else 'school' end as "orgKind",
              case when p.entry_year is null then p.class_ids::text[] else array(
                select c.id::text from organisation.class c
                 where c.jurisdiction_id = p.jurisdiction_id and c.school_id = p.school_id and c.stage = p.stage and c.entry_year = p.entry_year)
              end as "classIds",
              case when p.school_id is not null then array[p.jurisdiction_id] else array(
                select d.id from organisation.bureau d where d.id = p.jurisdiction_id or d.ancestor_ids @> array[p.jurisdiction_id]
                 order by d.id)
              end as jurisdictions,
              (select coalesce(sum(g.version), 0)::int from organisation.grant_stamp g
                where g.bureau_id = any(b.ancestor_ids || b.id)) as "grantsStamp"
         from mine
         join organisation.post p on p.jurisdiction_id = mine.jurisdiction_id and p.id = mine.id
         join organisation.bureau b on b.id = p.jurisdiction_id
         left join organisation.school s on s.jurisdiction_id = p.jurisdiction_id and s.id = p.school_id
        where p.valid_from <= $3 and coalesce(p.valid_until, 'infinity') >= $3
        order by mine.lent is not null, p.created_at, p.id`,
      [accountId, [...jurisdictions], day],
    );
  }
}
