import { bureauWide, type SchoolDay } from '@heliotrope/kernel';
import { newId, RELAY_POOL, scopeWhere, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Hold } from '../../rules/index.js';

export interface HoldRow extends Hold {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly liftedBy: string | null;
  readonly liftedAt: Date | null;
}

export interface DestructionRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly dataClass: string;
  readonly reason: 'time-over' | 'right-exercised';
  readonly countedBefore: SchoolDay;
  readonly years: number;
  readonly source: string;
  readonly count: number;
  readonly digest: string;
  readonly destroyedBy: string;
  readonly destroyedAt: Date;
}

const HOLD = `h.jurisdiction_id as "jurisdictionId", h.id, h.data_class as "dataClass", h.only_school_id as "schoolId", h.student_id as "studentId",
  h.reason, h.placed_by as "placedBy", h.placed_at as "placedAt", h.lifted_by as "liftedBy", h.lifted_at as "liftedAt"`;
const DESTRUCTION = `d.jurisdiction_id as "jurisdictionId", d.id, d.data_class as "dataClass", d.reason, d.counted_before as "countedBefore", d.years,
  d.source, d.count, d.digest, d.destroyed_by as "destroyedBy", d.destroyed_at as "destroyedAt"`;

@Injectable()
export class RetentionRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  holds(tx: Tx): Promise<HoldRow[]> {
    const params: unknown[] = [];
    return tx.query<HoldRow>(
      `select ${HOLD} from data_protection.legal_hold h where ${scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'h.jurisdiction_id' }, params)}
        order by h.lifted_at is not null, h.id desc limit 300`,
      params,
    );
  }

  /** Holds that bear today. A hold on a pupil or school keeps working through a scope narrowed to another school. */
  standingHolds(tx: Tx, jurisdictionId: number): Promise<HoldRow[]> {
    return tx.query<HoldRow>(`select ${HOLD} from data_protection.legal_hold h where h.jurisdiction_id = $1 and h.lifted_at is null`, [jurisdictionId]);
  }

  async holdForUpdate(tx: Tx, id: string): Promise<HoldRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<HoldRow>(
      `select ${HOLD} from data_protection.legal_hold h where h.id = $1 and ${scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'h.jurisdiction_id' }, params)} for update`,
      params,
    ))[0];
  }

  async place(tx: Tx, jurisdictionId: number, hold: Hold & { reason: string }, author: string): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.legal_hold (jurisdiction_id, id, data_class, only_school_id, student_id, reason, placed_by, placed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [jurisdictionId, id, hold.dataClass, hold.schoolId, hold.studentId, hold.reason, author, tx.now],
    );
    return id;
  }

  async lift(tx: Tx, { jurisdictionId, id }: HoldRow, author: string): Promise<void> {
    await tx.query(`update data_protection.legal_hold set lifted_by = $3, lifted_at = $4 where jurisdiction_id = $1 and id = $2`, [jurisdictionId, id, author, tx.now]);
  }

  destructions(tx: Tx, after: string | null, limit: number): Promise<DestructionRow[]> {
    const params: unknown[] = [after, limit];
    return tx.query<DestructionRow>(
      `select ${DESTRUCTION} from data_protection.destruction d
        where ($1::uuid is null or d.id < $1) and ${scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'd.jurisdiction_id' }, params)}
        order by d.id desc limit $2`,
      params,
    );
  }

  async destruction(tx: Tx, id: string): Promise<DestructionRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<DestructionRow>(
      `select ${DESTRUCTION} from data_protection.destruction d where d.id = $1 and ${scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'd.jurisdiction_id' }, params)}`,
      params,
    ))[0];
  }

  async certify(tx: Tx, row: Omit<DestructionRow, 'id' | 'destroyedAt'> & { jobRunId: string | null }): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.destruction
         (jurisdiction_id, id, data_class, reason, counted_before, years, source, count, digest, job_run_id, destroyed_by, destroyed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [row.jurisdictionId, id, row.dataClass, row.reason, row.countedBefore, row.years, row.source, row.count, row.digest, row.jobRunId, row.destroyedBy, tx.now],
    );
    return id;
  }

  /** Every bureau there is: the clock looks at each. */
  async bureaus(): Promise<number[]> {
    const { rows } = await this.relay.query<{ id: number }>(`select id from organisation.bureau order by id`);
    return rows.map((row) => row.id);
  }
}
