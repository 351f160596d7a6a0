import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { ClosingReason } from '../../rules/index.js';

export interface ClosingCandidate {
  readonly id: string;
  readonly lastUsedAt: Date;
  readonly postsUntil: SchoolDay | 'open' | 'none';
  readonly toldOn: SchoolDay | null;
  readonly toldReason: ClosingReason | null;
  readonly jurisdictions: readonly number[];
}

@Injectable()
export class AccountClosingRepository {
  async bureaus(tx: Tx): Promise<number[]> {
    return (await tx.query<{ id: number }>(`select id from organisation.bureau`)).map(({ id }) => id);
  }

  /** Accounts that are not closed, after this id, a page at a time. The rule decides; this only spares it those in daily use. */
  async page(tx: Tx, after: string, unusedSince: Date, limit: number): Promise<ClosingCandidate[]> {
    return tx.query<ClosingCandidate>(
      `select a.id, greatest(a.created_at, a.enabled_at, a.last_signed_in_at) as "lastUsedAt",
              a.closing_told_on as "toldOn", a.closing_told_reason as "toldReason",
              coalesce(p.until, 'none') as "postsUntil",
              array(select j.jurisdiction_id from organisation.account_jurisdiction j where j.account_id = a.id order by 1) as jurisdictions
         from organisation.account a
         left join lateral (select case when bool_or(p.valid_until is null) then 'open' else max(p.valid_until)::text end as until
                              from organisation.post p where p.account_id = a.id) p on true
        where a.state <> 'disabled' and not a.demo and a.id > $1
          and (greatest(a.created_at, a.enabled_at, a.last_signed_in_at) < $2 or coalesce(p.until, 'none') not in ('open', 'none'))
        order by a.id limit $3`,
      [after, unusedSince, limit],
    );
  }

  /** Marks that the person has been told; false when somebody else has done it or the account was entered meanwhile. */
  async markTold(tx: Tx, of: ClosingCandidate, reason: ClosingReason, today: SchoolDay): Promise<boolean> {
    const rows = await tx.query(
      `update organisation.account set closing_told_on = $2, closing_told_reason = $3
        where id = $1 and state <> 'disabled' and closing_told_reason is distinct from $3 and greatest(created_at, enabled_at, last_signed_in_at) = $4
        returning 1`,
      [of.id, today, reason, of.lastUsedAt],
    );
    return rows.length > 0;
  }

  /** Locks the account; false when it has been entered or closed since it was judged. */
  async stillUnused(tx: Tx, of: ClosingCandidate): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from organisation.account where id = $1 and state <> 'disabled' and greatest(created_at, enabled_at, last_signed_in_at) = $2 for update`,
      [of.id, of.lastUsedAt],
    );
    return rows.length > 0;
  }
}
