import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { needsCheck, POST_KINDS } from '../../rules/index.js';

const PLACE = { jurisdiction: 'p.jurisdiction_id', school: 'p.school_id' };
const WITH_PUPILS = POST_KINDS.filter(needsCheck);

export interface CheckRow {
  readonly checkedOn: SchoolDay;
  readonly recordedByName: string;
  readonly recordedAt: Date;
}

/** The newest check of `account`, as a sub-select. */
export const lastCheckOf = (account: string, jurisdiction: string): string =>
  `(select max(k.checked_on) from organisation.background_check k where k.jurisdiction_id = ${jurisdiction} and k.account_id = ${account})`;

@Injectable()
export class BackgroundCheckRepository {
  async add(tx: Tx, jurisdictionId: number, accountId: string, checkedOn: SchoolDay, by: string): Promise<void> {
    await tx.query(
      `insert into organisation.background_check (jurisdiction_id, id, account_id, checked_on, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6)`,
      [jurisdictionId, newId(tx.now.getTime()), accountId, checkedOn, by, tx.now],
    );
  }

  /** The bureaus under which this person is with pupils today, within the caller's reach. */
  async placesOf(tx: Tx, accountId: string, day: SchoolDay): Promise<number[]> {
    const params: unknown[] = [accountId, day, WITH_PUPILS];
    const rows = await tx.query<{ id: number }>(
      `select distinct p.jurisdiction_id as id from organisation.post p
        where p.account_id = $1 and p.kind = any($3::text[]) and coalesce(p.valid_until, 'infinity') >= $2 and ${scopeWhere(tx.scopes, PLACE, params)}`,
      params,
    );
    return rows.map((row) => row.id);
  }

  of(tx: Tx, accountId: string, jurisdictions: readonly number[]): Promise<CheckRow[]> {
    return tx.query<CheckRow>(
      `select k.checked_on as "checkedOn", a.name as "recordedByName", k.recorded_at as "recordedAt"
         from organisation.background_check k join organisation.account a on a.id = k.recorded_by
        where k.account_id = $1 and k.jurisdiction_id = any($2::int[]) order by k.checked_on desc, k.recorded_at desc`,
      [accountId, [...jurisdictions]],
    );
  }

  /** How many people with pupils there are, how many were never checked, and how many not lately. */
  async counts(tx: Tx, day: SchoolDay, oldBefore: SchoolDay): Promise<{ people: number; missing: number; old: number }> {
    const params: unknown[] = [day, oldBefore, WITH_PUPILS];
    const [row] = await tx.query<{ people: number; missing: number; old: number }>(
      `select count(*)::int as people, count(*) filter (where checked_on is null)::int as missing, count(*) filter (where checked_on < $2)::int as old
         from (select p.account_id, max(${lastCheckOf('p.account_id', 'p.jurisdiction_id')}) as checked_on
                 from organisation.post p
                where p.kind = any($3::text[]) and p.valid_from <= $1 and coalesce(p.valid_until, 'infinity') >= $1 and ${scopeWhere(tx.scopes, PLACE, params)}
                group by p.account_id) person`,
      params,
    );
    return row!;
  }
}
