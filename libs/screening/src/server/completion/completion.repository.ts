import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { RoundProgress } from '../../rules/progress.js';

export interface Counters {
  readonly eligible: number;
  readonly started: number;
  readonly completed: number;
  readonly void: number;
}

export interface PlaceProgress extends RoundProgress {
  readonly id: string;
  readonly name: string;
}

const PLACE = { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.class_id' };
const SUMS = `sum(c.eligible)::int as eligible, sum(c.started)::int as started, sum(c.completed)::int as completed, sum(c.void)::int as void`;

/** Counters add up; the four groups a pupil can be in are what is left between them. */
export function progressOf({ eligible, started, completed, void: spoilt }: Counters): RoundProgress {
  return { eligible, completed, void: spoilt, inProgress: started - completed - spoilt, notYet: eligible - started };
}

/** Reads roll-ups only, however many pupils are behind them. */
@Injectable()
export class CompletionRepository {
  async ofRounds(tx: Tx, roundIds: readonly string[]): Promise<Map<string, RoundProgress>> {
    const params: unknown[] = [[...roundIds]];
    const rows = await tx.query<Counters & { id: string }>(
      `select c.round_id as id, ${SUMS} from screening.completion c
        where c.round_id = any($1::uuid[]) and ${scopeWhere(tx.scopes, PLACE, params)} group by c.round_id`,
      params,
    );
    return new Map(rows.map((row) => [row.id, progressOf(row)]));
  }

  async bySchool(tx: Tx, jurisdictionId: number, roundId: string): Promise<PlaceProgress[]> {
    const params: unknown[] = [jurisdictionId, roundId];
    const rows = await tx.query<Counters & { id: string; name: string }>(
      `select c.school_id as id, s.name, ${SUMS} from screening.completion c
         join organisation.school s on s.jurisdiction_id = c.jurisdiction_id and s.id = c.school_id
        where c.jurisdiction_id = $1 and c.round_id = $2 and ${scopeWhere(tx.scopes, PLACE, params)}
        group by c.school_id, s.name order by s.name, c.school_id`,
      params,
    );
    return rows.map((row) => ({ id: row.id, name: row.name, ...progressOf(row) }));
  }

  async byClass(tx: Tx, jurisdictionId: number, roundId: string, schoolId: string): Promise<(RoundProgress & { id: string; grade: number })[]> {
    const params: unknown[] = [jurisdictionId, roundId, schoolId];
    const rows = await tx.query<Counters & { id: string; grade: number }>(
      `select c.class_id as id, c.grade, c.eligible, c.started, c.completed, c.void from screening.v_class_completion c
        where c.jurisdiction_id = $1 and c.round_id = $2 and c.school_id = $3 and ${scopeWhere(tx.scopes, PLACE, params)}
        order by c.grade, c.class_id`,
      params,
    );
    return rows.map((row) => ({ id: row.id, grade: row.grade, ...progressOf(row) }));
  }

  /** Since when are there deltas that the roll-ups do not hold yet? Null: they hold everything. */
  async waitingSince(tx: Tx, jurisdictionId: number): Promise<Date | null> {
    const [oldest] = await tx.query<{ at: Date }>(
      `select at from screening.completion_delta where jurisdiction_id = $1 order by id limit 1`,
      [jurisdictionId],
    );
    return oldest?.at ?? null;
  }
}
