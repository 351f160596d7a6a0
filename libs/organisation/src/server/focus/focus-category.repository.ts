import { actorRef } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { CategoryDecision } from '../../rules/index.js';

export interface CategoryDecisionRow extends CategoryDecision {
  readonly jurisdictionId: number;
  /** Counts the decisions about this code; 0 when there is none yet. */
  readonly version: number;
  readonly decidedAt: Date;
}

/** What bureaus have decided about their lists of categories: added to, never changed, so that a past day reads as it was. */
@Injectable()
export class FocusCategoryRepository {
  of(tx: Tx, jurisdictionIds: readonly number[]): Promise<CategoryDecisionRow[]> {
    return tx.query<CategoryDecisionRow>(
      `select jurisdiction_id as "jurisdictionId", code, name, from_on as "fromOn", is_closed as "isClosed", version, decided_at as "decidedAt"
         from organisation.focus_category where jurisdiction_id = any($1::int[]) order by code, from_on, version`,
      [jurisdictionIds],
    );
  }

  /** Two officers who decide at once: the later waits here, and then sees what the first has decided. */
  async lock(tx: Tx, jurisdictionId: number): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('organisation.focus_category'), $1)`, [jurisdictionId]);
  }

  async decide(tx: Tx, jurisdictionId: number, decision: CategoryDecision, version: number): Promise<void> {
    await tx.query(
      `insert into organisation.focus_category (jurisdiction_id, id, code, name, from_on, is_closed, version, decided_by, decided_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [jurisdictionId, newId(tx.now.getTime()), decision.code, decision.name, decision.fromOn, decision.isClosed, version, actorRef(tx.actor), tx.now],
    );
  }
}

/** Of several decisions for one day the last one counts. */
export function lastOfEachDay(rows: readonly CategoryDecisionRow[]): CategoryDecisionRow[] {
  return [...new Map(rows.map((row) => [`${row.jurisdictionId} ${row.code} ${row.fromOn}`, row] as const)).values()];
}


