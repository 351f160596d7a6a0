import type { Scope } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Counters } from '../../rules/five-numbers.js';

export interface PlaceCounters extends Counters {
  readonly id: string;
  readonly name: string;
}

/** A bureau, and the counters of its round of the year; without a round they are null. */
export interface BureauCounters extends Counters {
  readonly id: number;
  readonly kind: 'province' | 'city' | 'county';
  readonly parentId: number | null;
  readonly ancestorIds: readonly number[];
  readonly name: string;
  readonly roundId: string | null;
  readonly closesAt: Date | null;
  readonly state: string | null;
}

const PLACE = { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.class_id' };
const COUNTS = ['eligible', 'started', 'completed', 'void', 'refused'];
const SUMS = COUNTS.map((count) => `sum(c.${count})::int as ${count}`).join(', ');
const OWN = COUNTS.map((count) => `c.${count}`).join(', ');

/** The highest roll-up that every one of these scopes covers whole: a class teacher's numbers are added up from classes. */
function rollUpFor(scopes: readonly Scope[]): { table: string; place: Partial<typeof PLACE> & { jurisdiction: string } } {
  if (scopes.some((scope) => scope.classes !== 'all')) return { table: 'completion', place: PLACE };
  const { jurisdiction, school } = PLACE;
  if (scopes.some((scope) => scope.schools !== 'all')) return { table: 'school_completion', place: { jurisdiction, school } };
  return { table: 'round_completion', place: { jurisdiction } };
}

/** Reads roll-ups only, however many pupils are behind them. */
@Injectable()
export class CompletionRepository {
  async ofRounds(tx: Tx, roundIds: readonly string[]): Promise<Map<string, Counters>> {
    const params: unknown[] = [[...roundIds]];
    const { table, place } = rollUpFor(tx.scopes);
    const rows = await tx.query<Counters & { id: string }>(
      `select c.round_id as id, ${SUMS} from screening.${table} c
        where c.round_id = any($1::uuid[]) and ${scopeWhere(tx.scopes, place, params)} group by c.round_id`,
      params,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async bySchool(tx: Tx, jurisdictionId: number, roundId: string): Promise<PlaceCounters[]> {
    const params: unknown[] = [jurisdictionId, roundId];
    const { table, place } = rollUpFor(tx.scopes.map((scope) => (scope.schools === 'all' ? { ...scope, schools: [] } : scope)));
    return tx.query<PlaceCounters>(
      `select c.school_id as id, s.name, ${SUMS} from screening.${table} c
         join organisation.school s on s.jurisdiction_id = c.jurisdiction_id and s.id = c.school_id
        where c.jurisdiction_id = $1 and c.round_id = $2 and ${scopeWhere(tx.scopes, place, params)}
        group by c.school_id, s.name order by s.name, c.school_id`,
      params,
    );
  }

  async byClass(tx: Tx, jurisdictionId: number, roundId: string, schoolId: string): Promise<(Counters & { id: string })[]> {
    const params: unknown[] = [jurisdictionId, roundId, schoolId];
    return tx.query(
      `select c.class_id as id, ${OWN} from screening.v_class_completion c
        where c.jurisdiction_id = $1 and c.round_id = $2 and c.school_id = $3 and ${scopeWhere(tx.scopes, PLACE, params)}
        order by c.grade, c.class_id`,
      params,
    );
  }

  /**
   * These bureaus, each with its round of the year: the one its yearly plan made, else the first that opened. A bureau that
   * screens in between has further rounds; they are not added, because a pupil would count twice.
   */
  byBureau(tx: Tx, bureaus: readonly number[], from: Date, until: Date): Promise<BureauCounters[]> {
    return tx.query<BureauCounters>(
      `select b.id, b.kind, b.parent_id as "parentId", b.ancestor_ids as "ancestorIds", b.name, r.id as "roundId", r.closes_at as "closesAt", r.state,
              ${COUNTS.map((count) => `coalesce(c.${count}, 0) as ${count}`).join(', ')}
         from organisation.bureau b
         left join (
           select distinct on (jurisdiction_id) jurisdiction_id, id, closes_at, state from screening.round
            where jurisdiction_id = any($1::int[]) and opens_at >= $2 and opens_at < $3 and state <> 'planned'
            order by jurisdiction_id, plan_id is null, opens_at) r on r.jurisdiction_id = b.id
         left join screening.round_completion c on c.jurisdiction_id = r.jurisdiction_id and c.round_id = r.id
        where b.id = any($1::int[]) order by b.id`,
      [[...bureaus], from, until],
    );
  }

  /** Since when are there deltas that the roll-ups do not hold yet? Null: they hold everything. */
  async waitingSince(tx: Tx, jurisdictions: readonly number[]): Promise<Date | null> {
    const [oldest] = await tx.query<{ at: Date | null }>(
      `select min(d.at) as at from unnest($1::int[]) as j (id)
        cross join lateral (select at from screening.completion_delta where jurisdiction_id = j.id order by id limit 1) d`,
      [[...jurisdictions]],
    );
    return oldest?.at ?? null;
  }
}
