import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RELAY_POOL } from '../database/database.module.js';
import { scopeWhere } from '../database/scope-where.js';
import type { Tx } from '../database/tx.js';

export type AccessKind = 'approval' | 'break-glass';
export type AccessState = 'asked' | 'granted' | 'refused' | 'over';
export type GlassVerdict = 'justified' | 'unjustified';

export interface SpecialAccessRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string | null;
  readonly kind: AccessKind;
  readonly object: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly reason: Buffer;
  readonly hours: number;
  readonly state: AccessState;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly expiresAt: Date | null;
  readonly reviewDueAt: Date | null;
  readonly reviewedByName: string | null;
  readonly verdict: GlassVerdict | null;
}

export interface NewAccess {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string | null;
  readonly kind: AccessKind;
  readonly object: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly reason: Buffer;
  readonly hours: number;
  readonly expiresAt: Date | null;
  readonly reviewDueAt: Date | null;
}

const ROW = `s.jurisdiction_id as "jurisdictionId", s.id, s.school_id as "schoolId", s.kind, s.object, s.account_id as "accountId",
  s.account_name as "accountName", s.reason_enc as reason, s.hours, s.state, s.asked_at as "askedAt", s.decided_by_name as "decidedByName",
  s.expires_at as "expiresAt", s.review_due_at as "reviewDueAt", s.reviewed_by_name as "reviewedByName", s.verdict`;
const PLACE = { jurisdiction: 's.jurisdiction_id', school: 's.school_id' };

/** Classes play no part here: an access is asked of a school. */
const within = (tx: Tx, params: unknown[]) => scopeWhere(tx.scopes.map((scope) => ({ ...scope, classes: 'all' as const })), PLACE, params);

@Injectable()
export class SpecialAccessRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  async insert(tx: Tx, row: NewAccess): Promise<void> {
    await tx.query(
      `insert into platform.special_access (jurisdiction_id, id, school_id, kind, object, action, account_id, account_name, reason_enc, hours,
                                            state, asked_at, starts_at, expires_at, review_due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        row.jurisdictionId, row.id, row.schoolId, row.kind, row.object, tx.action, row.accountId, row.accountName, row.reason, row.hours,
        row.expiresAt ? 'granted' : 'asked', tx.now, row.expiresAt ? tx.now : null, row.expiresAt, row.reviewDueAt,
      ],
    );
  }

  async inForce(tx: Tx, { jurisdictionId, object }: { jurisdictionId: number; object: string }, accountId: string): Promise<{ id: string; kind: AccessKind } | null> {
    const [row] = await tx.query<{ id: string; kind: AccessKind }>(
      `select id, kind from platform.special_access
        where jurisdiction_id = $1 and object = $2 and account_id = $3 and state = 'granted' and expires_at > $4
        order by expires_at desc limit 1`,
      [jurisdictionId, object, accountId, tx.now],
    );
    return row ?? null;
  }

  /** What this person has asked for, the newest first. */
  mine(tx: Tx, accountId: string): Promise<SpecialAccessRow[]> {
    const params: unknown[] = [accountId];
    return tx.query(`select ${ROW} from platform.special_access s where s.account_id = $1 and ${within(tx, params)} order by s.id desc limit 100`, params);
  }

  /** What waits for somebody else than the one who asked: requests, and broken glass nobody has judged. */
  waiting(tx: Tx, accountId: string): Promise<SpecialAccessRow[]> {
    const params: unknown[] = [accountId];
    return tx.query(
      `select ${ROW} from platform.special_access s
        where s.account_id <> $1 and (s.state = 'asked' or (s.kind = 'break-glass' and s.verdict is null)) and ${within(tx, params)}
        order by s.review_due_at nulls last, s.id limit 100`,
      params,
    );
  }

  async forDeciding(tx: Tx, id: string): Promise<SpecialAccessRow | undefined> {
    const params: unknown[] = [id];
    const [row] = await tx.query<SpecialAccessRow>(`select ${ROW} from platform.special_access s where s.id = $1 and ${within(tx, params)} for update`, params);
    return row;
  }

  async decide(tx: Tx, row: SpecialAccessRow, by: { id: string; name: string }, expiresAt: Date | null): Promise<void> {
    await tx.query(
      `update platform.special_access set state = $3, decided_by = $4, decided_by_name = $5, decided_at = $6::timestamptz,
              starts_at = case when $7::timestamptz is null then null else $6::timestamptz end, expires_at = $7::timestamptz
        where jurisdiction_id = $1 and id = $2`,
      [row.jurisdictionId, row.id, expiresAt ? 'granted' : 'refused', by.id, by.name, tx.now, expiresAt],
    );
  }

  async judge(tx: Tx, row: SpecialAccessRow, by: { id: string; name: string }, verdict: GlassVerdict, words: Buffer): Promise<void> {
    await tx.query(
      `update platform.special_access
          set verdict = $3, verdict_words_enc = $4, reviewed_by = $5, reviewed_by_name = $6, reviewed_at = $7,
              state = case when $3 = 'unjustified' and state = 'granted' then 'over' else state end
        where jurisdiction_id = $1 and id = $2`,
      [row.jurisdictionId, row.id, verdict, words, by.id, by.name, tx.now],
    );
  }

  /** Ends what has run out, in every bureau. */
  async end(now: Date): Promise<number> {
    return (await this.relay.query(`update platform.special_access set state = 'over' where state = 'granted' and expires_at <= $1`, [now])).rowCount ?? 0;
  }

  /** Broken glass whose time for a verdict is over and whose being late has not been told. Told once. */
  async late(now: Date): Promise<{ jurisdictionId: number; id: string; schoolId: string | null }[]> {
    const { rows } = await this.relay.query(
      `update platform.special_access set late_told_at = $1
        where kind = 'break-glass' and verdict is null and review_due_at <= $1 and late_told_at is null
       returning jurisdiction_id as "jurisdictionId", id, school_id as "schoolId"`,
      [now],
    );
    return rows;
  }
}
