import { bureauWide } from '@heliotrope/kernel';
import { RELAY_POOL, scopeWhere, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { FurtherKind, FurtherWindow } from '../../rules/further-window.js';

export interface FurtherWindowRow extends FurtherWindow {
  readonly jurisdictionId: number;
  readonly roundId: string;
  readonly state: 'planned' | 'seating' | 'seated';
  readonly endedAt: Date | null;
  readonly jobRunId: string | null;
}

const WINDOW = `w.jurisdiction_id as "jurisdictionId", w.id, w.round_id as "roundId", w.kind, w.opens_at as "opensAt", w.closes_at as "closesAt",
  w.state, w.ended_at as "endedAt", w.job_run_id as "jobRunId"`;
const SEAT = { jurisdiction: 'a.jurisdiction_id', school: 'a.school_id', class: 'a.class_id' };

@Injectable()
export class FurtherWindowRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  async add(tx: Tx, window: Omit<FurtherWindow, 'kind'> & { kind: FurtherKind; jurisdictionId: number; roundId: string; createdBy: string }): Promise<void> {
    await tx.query(
      `insert into screening.further_window (jurisdiction_id, id, round_id, kind, opens_at, closes_at, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [window.jurisdictionId, window.id, window.roundId, window.kind, window.opensAt, window.closesAt, window.createdBy, tx.now],
    );
  }

  ofRound(tx: Tx, jurisdictionId: number, roundId: string): Promise<FurtherWindowRow[]> {
    return tx.query<FurtherWindowRow>(
      `select ${WINDOW} from screening.further_window w where w.jurisdiction_id = $1 and w.round_id = $2 order by w.opens_at, w.id`,
      [jurisdictionId, roundId],
    );
  }

  /** For moving it on: one at a time. Bureau-wide: a round and its windows are known to everybody below. */
  async forMoving(tx: Tx, id: string): Promise<FurtherWindowRow | undefined> {
    const params: unknown[] = [id];
    const [found] = await tx.query<FurtherWindowRow>(
      `select ${WINDOW} from screening.further_window w where w.id = $1 and ${scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'w.jurisdiction_id' }, params)} for no key update`,
      params,
    );
    return found;
  }

  async mark(tx: Tx, window: FurtherWindowRow, change: { state?: 'seating' | 'seated'; jobRunId?: string; endedAt?: Date }): Promise<void> {
    await tx.query(
      `update screening.further_window set state = coalesce($3, state), job_run_id = coalesce($4, job_run_id), ended_at = coalesce($5, ended_at)
        where jurisdiction_id = $1 and id = $2`,
      [window.jurisdictionId, window.id, change.state ?? null, change.jobRunId ?? null, change.endedAt ?? null],
    );
  }

  /** Seats in each window within the viewer's scope, and at how many of them something was handed in during it. */
  async seats(tx: Tx, jurisdictionId: number, windowIds: readonly string[]): Promise<Map<string, { seats: number; handedIn: number }>> {
    const params: unknown[] = [jurisdictionId, [...windowIds]];
    const rows = await tx.query<{ id: string; seats: number; handedIn: number }>(
      `select a.window_id as id, count(*)::int as seats, count(*) filter (where exists (
                select from screening.answer_sheet s
                 where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late and s.submitted_at >= w.opens_at))::int as "handedIn"
         from screening.assignment a
         join screening.further_window w on w.jurisdiction_id = a.jurisdiction_id and w.id = a.window_id
        where a.jurisdiction_id = $1 and a.window_id = any($2::uuid[]) and ${scopeWhere(tx.scopes, SEAT, params)} group by a.window_id`,
      params,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Classes that have seats in the window, for whoever prints their slips. */
  classes(tx: Tx, jurisdictionId: number, windowId: string): Promise<{ classId: string; schoolName: string; seats: number }[]> {
    const params: unknown[] = [jurisdictionId, windowId];
    return tx.query(
      `select a.class_id as "classId", s.name as "schoolName", count(*)::int as seats from screening.assignment a
         join organisation.school s on s.jurisdiction_id = a.jurisdiction_id and s.id = a.school_id
        where a.jurisdiction_id = $1 and a.window_id = $2 and a.stopped_at is null and ${scopeWhere(tx.scopes, SEAT, params)}
        group by a.class_id, s.name order by s.name, a.class_id`,
      params,
    );
  }

  /** The clock's view over all bureaus: windows whose seats are not made, of rounds that have ended. */
  async waiting(): Promise<{ jurisdictionId: number; id: string }[]> {
    const { rows } = await this.relay.query<{ jurisdictionId: number; id: string }>(
      `select w.jurisdiction_id as "jurisdictionId", w.id from screening.further_window w
         join screening.round r on r.jurisdiction_id = w.jurisdiction_id and r.id = w.round_id and r.state = 'closed'
        where w.state = 'planned' and w.ended_at is null order by w.opens_at`,
    );
    return rows;
  }
}
