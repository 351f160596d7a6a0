import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface DirectoryRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly codeExpiresAt: Date | null;
  readonly lockedUntil: Date | null;
  readonly hasSecondFactor: boolean;
  readonly closingReason: string | null;
  readonly closingToldOn: SchoolDay | null;
  readonly closingToldReason: 'idle' | 'leaver' | null;
  readonly lastSignedInAt: Date | null;
  readonly createdAt: Date;
  readonly resetBy: string | null;
  readonly resetAt: Date | null;
  readonly factorResetBy: string | null;
  readonly factorResetAt: Date | null;
  /** Every bureau of the account lies within the viewer's reach: only then may she change it. */
  readonly isHers: boolean;
  readonly jurisdictions: readonly number[];
  readonly posts: readonly { readonly kind: string; readonly orgName: string }[];
}

export type AccountState = 'invited' | 'active' | 'locked' | 'disabled' | 'closing';

export interface DirectoryFilter {
  readonly id?: string;
  readonly q?: string | undefined;
  readonly state?: AccountState | undefined;
  readonly before?: string | null;
  readonly limit: number;
  readonly day: SchoolDay;
}

const STATES: Record<AccountState, string> = {
  invited: `and a.state = 'invited'`,
  active: `and a.state = 'active'`,
  locked: `and a.locked_until > $3`,
  disabled: `and a.state = 'disabled'`,
  closing: `and a.state <> 'disabled' and a.closing_told_on is not null`,
};

/**
 * The accounts of a bureau and all below it. An account is in no tenant's table, so its bureaus are matched here: seen by
 * whoever reaches one of them, changed only by whoever reaches all. Otherwise a county could reset the province's officer.
 */
@Injectable()
export class AccountDirectory {
  list(tx: Tx, filter: DirectoryFilter): Promise<DirectoryRow[]> {
    const params: unknown[] = [tx.scopes.flatMap((scope) => scope.jurisdictions), filter.day, tx.now];
    const bound = (value: unknown) => `$${params.push(value)}`;
    const hers = tx.scopes.map((scope) => `all_of <@ ${bound([...scope.jurisdictions])}::int[]`).join(' or ');
    const q = filter.q ? `and (a.username || ' ' || a.name) ilike ${bound(`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`)}` : '';
    return tx.query<DirectoryRow>(
      `select a.id, a.username, a.name, a.state, a.code_expires_at as "codeExpiresAt", a.locked_until as "lockedUntil",
              a.closing_reason as "closingReason", a.closing_told_on as "closingToldOn", a.closing_told_reason as "closingToldReason",
              a.last_signed_in_at as "lastSignedInAt", a.created_at as "createdAt",
              a.reset_by as "resetBy", a.reset_at as "resetAt", a.factor_reset_by as "factorResetBy", a.factor_reset_at as "factorResetAt", (${hers}) as "isHers", all_of as jurisdictions,
              exists (select from organisation.second_factor f where f.account_id = a.id and f.confirmed_at is not null) as "hasSecondFactor",
              (select coalesce(json_agg(json_build_object('kind', p.kind, 'orgName', coalesce(s.name, b.name)) order by p.created_at), '[]')
                 from organisation.post p join organisation.bureau b on b.id = p.jurisdiction_id
                 left join organisation.school s on s.jurisdiction_id = p.jurisdiction_id and s.id = p.school_id
                where p.account_id = a.id and p.jurisdiction_id = any($1::int[]) and p.valid_from <= $2 and coalesce(p.valid_until, 'infinity') >= $2) as posts
         from organisation.account a
         cross join lateral (select array(select j.jurisdiction_id from organisation.account_jurisdiction j where j.account_id = a.id order by 1) as all_of) j
        where j.all_of && $1::int[] and $3::timestamptz is not null ${q} ${filter.state ? STATES[filter.state] : ''}
          ${filter.id ? `and a.id = ${bound(filter.id)}` : ''} ${filter.before ? `and a.id < ${bound(filter.before)}` : ''}
        order by a.id desc limit ${bound(filter.limit)}`,
      params,
    );
  }

  /** A new account of this bureau, with no post yet. False when the name is taken. */
  async add(tx: Tx, account: { id: string; username: string; name: string; jurisdictionId: number; codeHash: string | null; codeExpiresAt: Date | null }): Promise<boolean> {
    const rows = await tx.query(
      `insert into organisation.account (id, username, name, one_time_code_hash, code_expires_at, created_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (username) do nothing returning 1`,
      [account.id, account.username, account.name, account.codeHash, account.codeExpiresAt, tx.now],
    );
    if (rows.length === 0) return false;
    await tx.query(`insert into organisation.account_jurisdiction values ($1, $2)`, [account.id, account.jurisdictionId]);
    return true;
  }

  /** Good for one more first sign-in. The password goes, and is remembered among those before. */
  async invite(tx: Tx, id: string, codeHash: string, expiresAt: Date, formerPasswords: readonly string[]): Promise<void> {
    await tx.query(
      `update organisation.account
          set state = 'invited', one_time_code_hash = $2, code_expires_at = $3, password_hash = null, former_password_hashes = $4,
              failed_count = 0, locked_until = null, lock_count = 0
        where id = $1`,
      [id, codeHash, expiresAt, [...formerPasswords]],
    );
  }

  /** The last to reset the password, or the second factor. */
  async noteReset(tx: Tx, id: string, of: 'password' | 'second-factor', by: string): Promise<void> {
    const [who, when] = of === 'password' ? ['reset_by', 'reset_at'] : ['factor_reset_by', 'factor_reset_at'];
    await tx.query(`update organisation.account set ${who} = $2, ${when} = $3 where id = $1`, [id, by, tx.now]);
  }

  async disable(tx: Tx, id: string, reason: 'administrator' | 'idle' | 'leaver'): Promise<void> {
    await tx.query(
      `update organisation.account
          set state = 'disabled', closed_at = $2, closing_reason = $3, one_time_code_hash = null, code_expires_at = null
        where id = $1`,
      [id, tx.now, reason],
    );
  }

  async enable(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `update organisation.account
          set state = case when password_hash is null then 'invited' else 'active' end, enabled_at = $2, closed_at = null, closing_reason = null,
              closing_told_on = null, closing_told_reason = null, failed_count = 0, locked_until = null, lock_count = 0
        where id = $1`,
      [id, tx.now],
    );
  }

  /** Where the person stands today. */
  postPlaces(tx: Tx, id: string, day: SchoolDay): Promise<{ jurisdictionId: number; schoolId: string | null }[]> {
    return tx.query(
      `select distinct jurisdiction_id as "jurisdictionId", school_id as "schoolId" from organisation.post
        where account_id = $1 and valid_from <= $2 and coalesce(valid_until, 'infinity') >= $2 order by 1, 2`,
      [id, day],
    );
  }

  async rename(tx: Tx, id: string, name: string): Promise<void> {
    await tx.query(`update organisation.account set name = $2 where id = $1`, [id, name]);
  }
}
