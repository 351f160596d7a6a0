import { RELAY_POOL } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';

const PAGE = 20_000;

@Injectable()
export class CompletionFoldRepository {
  constructor(@Inject(RELAY_POOL) private readonly pool: pg.Pool) {}

  /**
   * Adds the deltas that have been committed to the roll-ups and takes them away, in one statement. The lock keeps a
   * second folder out: two of them would meet the same roll-up rows in different orders.
   * @returns how many deltas were folded; call again while it is a full page.
   */
  async fold(): Promise<{ folded: number; isPageFull: boolean }> {
    const { rows } = await this.pool.query<{ folded: number }>(
      `with turn as materialized (select pg_try_advisory_xact_lock(7261, 1) as mine),
       taken as (
         delete from screening.completion_delta d using (
           select jurisdiction_id, id from screening.completion_delta
            where (select mine from turn) order by jurisdiction_id, id limit ${PAGE}) p
          where d.jurisdiction_id = p.jurisdiction_id and d.id = p.id
         returning d.*),
       folded as (
         insert into screening.completion as c
           (jurisdiction_id, round_id, class_id, school_id, eligible, started, completed, void, folded_at)
         select jurisdiction_id, round_id, class_id, school_id, sum(eligible), sum(started), sum(completed), sum(void), now()
           from taken group by jurisdiction_id, round_id, class_id, school_id
         on conflict (jurisdiction_id, round_id, class_id) do update
           set eligible = c.eligible + excluded.eligible, started = c.started + excluded.started,
               completed = c.completed + excluded.completed, void = c.void + excluded.void, folded_at = excluded.folded_at)
       select count(*)::int as folded from taken`,
    );
    const { folded } = rows[0]!;
    return { folded, isPageFull: folded === PAGE };
  }
}
