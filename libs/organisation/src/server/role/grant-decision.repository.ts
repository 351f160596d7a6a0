import type { SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Decided, GrantDecision, PostKind } from '../../rules/index.js';

export interface DecisionRow extends GrantDecision {
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedByName: string;
  readonly decidedAt: Date;
}

export interface NewDecision {
  readonly action: string;
  readonly post: PostKind;
  readonly word: Decided;
}

/** Holders of one kind of post at one bureau, on a day. */
export interface HolderCount {
  readonly bureauId: number;
  readonly post: PostKind;
  readonly people: number;
}

const DECISION = `d.id, d.seq::float8 as seq, d.jurisdiction_id as "bureauId", d.action, d.post, d.word, d.valid_from as "validFrom"`;

@Injectable()
export class GrantDecisionRepository {
  /** The bureau and those above it, nearest first. */
  async chain(tx: Tx, bureauId: number): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      `select a.id from organisation.bureau b join organisation.bureau a on a.id = b.id or a.id = any(b.ancestor_ids)
        where b.id = $1 order by cardinality(a.ancestor_ids) desc`,
      [bureauId],
    );
    return rows.map((row) => row.id);
  }

  /** Every decision of these bureaus that has begun or will begin; which of them is in force is the rule's to say. */
  of(tx: Tx, bureaus: readonly number[]): Promise<GrantDecision[]> {
    return tx.query<GrantDecision>(`select ${DECISION} from organisation.grant_decision d where d.jurisdiction_id = any($1::int[])`, [[...bureaus]]);
  }

  async add(tx: Tx, bureauId: number, validFrom: SchoolDay, reason: string, by: string, edits: readonly NewDecision[]): Promise<void> {
    await tx.query(
      `insert into organisation.grant_decision (jurisdiction_id, id, action, post, word, valid_from, reason, decided_by, decided_at)
       select $1, e.id, e.action, e.post, e.word, $2, $3, $4, $5 from unnest($6::uuid[], $7::text[], $8::text[], $9::text[]) as e(id, action, post, word)`,
      [
        bureauId, validFrom, reason, by, tx.now, edits.map(() => newId(tx.now.getTime())), edits.map((one) => one.action),
        edits.map((one) => one.post), edits.map((one) => one.word),
      ],
    );
  }

  /** What this bureau has decided, the latest first. */
  history(tx: Tx, bureauId: number, before: string | null, limit: number): Promise<DecisionRow[]> {
    return tx.query<DecisionRow>(
      `select ${DECISION}, d.reason, d.decided_by as "decidedBy", a.name as "decidedByName", d.decided_at as "decidedAt"
         from organisation.grant_decision d join organisation.account a on a.id = d.decided_by
        where d.jurisdiction_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3`,
      [bureauId, before, limit],
    );
  }

  /** How many people hold which kind of post at which of these bureaus on a day. */
  holders(tx: Tx, bureaus: readonly number[], kinds: readonly PostKind[], day: SchoolDay): Promise<HolderCount[]> {
    return tx.query<HolderCount>(
      `select p.jurisdiction_id as "bureauId", p.kind as post, count(distinct p.account_id)::int as people
         from organisation.post p
        where p.jurisdiction_id = any($1::int[]) and p.kind = any($2::text[]) and p.valid_from <= $3 and coalesce(p.valid_until, 'infinity') >= $3
        group by 1, 2`,
      [[...bureaus], [...kinds], day],
    );
  }
}
