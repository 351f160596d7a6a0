import { newId, RELAY_POOL, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Purpose } from '../../rules/index.js';

export interface ProcessingStop {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly purpose: Purpose;
  readonly stoppedAt: Date | null;
}

const STOP = `jurisdiction_id as "jurisdictionId", id, school_id as "schoolId", student_id as "studentId", purpose, stopped_at as "stoppedAt"`;

/** What must stop after a withdrawal, by when, and whether it has. */
@Injectable()
export class ProcessingStopRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  async add(tx: Tx, of: { jurisdictionId: number; schoolId: string; studentId: string; purpose: Purpose; recordId: string }, dueAt: Date): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.processing_stop (jurisdiction_id, id, school_id, student_id, purpose, record_id, withdrawn_at, due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [of.jurisdictionId, id, of.schoolId, of.studentId, of.purpose, of.recordId, tx.now, dueAt],
    );
    return id;
  }

  async forUpdate(tx: Tx, jurisdictionId: number, id: string): Promise<ProcessingStop | undefined> {
    return (await tx.query<ProcessingStop>(`select ${STOP} from data_protection.processing_stop where jurisdiction_id = $1 and id = $2 for update`, [jurisdictionId, id]))[0];
  }

  async done(tx: Tx, { jurisdictionId, id }: ProcessingStop, touched: number): Promise<void> {
    await tx.query(`update data_protection.processing_stop set stopped_at = $3, touched = $4 where jurisdiction_id = $1 and id = $2`, [jurisdictionId, id, tx.now, touched]);
  }

  /** Those of every bureau that wait longer than they should: their job was lost or failed. */
  async waiting(limit: number): Promise<{ jurisdictionId: number; id: string }[]> {
    const { rows } = await this.relay.query(
      `select jurisdiction_id as "jurisdictionId", id from data_protection.processing_stop where stopped_at is null order by due_at limit $1`,
      [limit],
    );
    return rows as { jurisdictionId: number; id: string }[];
  }
}
