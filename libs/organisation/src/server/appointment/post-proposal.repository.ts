import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { PostKind } from '../../rules/index.js';
import { lastCheckOf } from '../staff/background-check.repository.js';

/** A post as a row of a staff list proposes it. */
export interface Proposal {
  readonly row: number;
  readonly accountId: string;
  readonly kind: PostKind;
  readonly schoolId: string | null;
  readonly classText: string;
}

export interface ProposalRow extends Proposal {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly importId: string;
  readonly name: string;
  readonly username: string;
  readonly orgName: string;
  readonly fileName: string;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly proposedAt: Date;
  readonly checkedOn: SchoolDay | null;
  readonly state: 'waiting' | 'accepted' | 'held-already' | 'declined';
}

const PLACE = { jurisdiction: 'o.jurisdiction_id', school: 'o.school_id' };
const ROW = `o.jurisdiction_id as "jurisdictionId", o.id, o.import_id as "importId", o.row_no as row, o.account_id as "accountId", a.name, a.username, o.kind, o.school_id as "schoolId",
  coalesce(s.name, b.name) as "orgName", o.class_text as "classText", i.file_name as "fileName", o.proposed_by as "proposedBy", p.name as "proposedByName",
  o.proposed_at as "proposedAt", o.state, ${lastCheckOf('o.account_id', 'o.jurisdiction_id')} as "checkedOn"`;
const FROM = `organisation.post_proposal o join organisation.account a on a.id = o.account_id join organisation.account p on p.id = o.proposed_by
  join organisation.bureau b on b.id = o.jurisdiction_id join organisation.staff_import i on i.jurisdiction_id = o.jurisdiction_id and i.id = o.import_id
  left join organisation.school s on s.jurisdiction_id = o.jurisdiction_id and s.id = o.school_id`;

@Injectable()
export class PostProposalRepository {
  /**
   * Proposes what is not proposed already and not held. At classes the text is compared with what was accepted before:
   * whoever held the same classes by another way is found when the proposal is judged. @returns how many.
   */
  async add(tx: Tx, from: { jurisdictionId: number; importId: string; by: string; day: SchoolDay }, proposals: readonly Proposal[]): Promise<number> {
    const rows = await tx.query(
      `insert into organisation.post_proposal (jurisdiction_id, id, import_id, row_no, account_id, kind, school_id, class_text, proposed_by, proposed_at)
       select $1, n.id, $2, n.row_no, n.account_id, n.kind, n.school_id, n.class_text, $3, $4
         from unnest($6::uuid[], $7::int[], $8::uuid[], $9::text[], $10::uuid[], $11::text[]) as n (id, row_no, account_id, kind, school_id, class_text)
        where not exists (
          select from organisation.post h left join organisation.post_proposal o on o.jurisdiction_id = h.jurisdiction_id and o.post_id = h.id
           where h.jurisdiction_id = $1 and h.account_id = n.account_id and h.kind = n.kind and h.school_id is not distinct from n.school_id
             and coalesce(h.valid_until, 'infinity') >= $5 and (cardinality(h.class_ids) = 0 and h.entry_year is null or o.class_text = n.class_text))
       on conflict do nothing returning 1`,
      [
        from.jurisdictionId, from.importId, from.by, tx.now, from.day, proposals.map(() => newId(tx.now.getTime())), proposals.map((one) => one.row),
        proposals.map((one) => one.accountId), proposals.map((one) => one.kind), proposals.map((one) => one.schoolId), proposals.map((one) => one.classText),
      ],
    );
    return rows.length;
  }

  /** In the order of the lists. @param after import and row of the last one seen. */
  waiting(tx: Tx, after: readonly string[] | null, limit: number): Promise<ProposalRow[]> {
    const params: unknown[] = [after?.[0] ?? null, Number(after?.[1] ?? 0), limit];
    return tx.query<ProposalRow>(
      `select ${ROW} from ${FROM} where o.state = 'waiting' and ($1::uuid is null or (o.import_id, o.row_no) > ($1, $2::int)) and ${scopeWhere(tx.scopes, PLACE, params)} order by o.import_id, o.row_no limit $3`, params);
  }

  async count(tx: Tx): Promise<number> {
    const params: unknown[] = [];
    const [row] = await tx.query<{ n: number }>(`select count(*)::int as n from organisation.post_proposal o where o.state = 'waiting' and ${scopeWhere(tx.scopes, PLACE, params)}`, params);
    return row!.n;
  }

  /** Held until the act commits. */
  async forUpdate(tx: Tx, id: string): Promise<ProposalRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<ProposalRow>(`select ${ROW} from ${FROM} where o.id = $1 and ${scopeWhere(tx.scopes, PLACE, params)} for update of o`, params))[0];
  }

  async settle(tx: Tx, of: Pick<ProposalRow, 'jurisdictionId' | 'id'>, by: string, how: { state: Exclude<ProposalRow['state'], 'waiting'>; postId?: string; reason?: string }): Promise<void> {
    await tx.query(
      `update organisation.post_proposal set state = $3, decided_by = $4, decided_at = $5, post_id = $6, reason = $7 where jurisdiction_id = $1 and id = $2`,
      [of.jurisdictionId, of.id, how.state, by, tx.now, how.postId ?? null, how.reason ?? ''],
    );
  }
}
