import { RELAY_POOL } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';

const PAGE = 20_000;

const COUNTS = ['eligible', 'started', 'completed', 'void', 'refused'] as const;

/** The same deltas added to one level of the roll-ups: each is rolled up from the leaves, none from the level below it. */
function foldInto(table: string, place: string, within: string): string {
  const columns = ['jurisdiction_id', 'round_id', ...(place ? [place] : [])].join(', ');
  const key = ['jurisdiction_id', 'round_id', ...(within ? [within] : [])].join(', ');
  return `into_${table} as (
         insert into screening.${table} as c (${columns}, ${COUNTS.join(', ')}, folded_at)
         select ${columns}, ${COUNTS.map((count) => `sum(${count})`).join(', ')}, now() from taken group by ${columns} order by ${columns}
         on conflict (${key}) do update set ${COUNTS.map((count) => `${count} = c.${count} + excluded.${count}`).join(', ')}, folded_at = excluded.folded_at)`;
}

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
       ${[
         foldInto('completion', 'class_id, school_id', 'class_id'),
         foldInto('school_completion', 'school_id', 'school_id'),
         foldInto('round_completion', '', ''),
       ].join(',\n       ')}
       select count(*)::int as folded from taken`,
    );
    const { folded } = rows[0]!;
    return { folded, isPageFull: folded === PAGE };
  }
}
