import { actorRef } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { HolidayArrangement } from '../../rules/index.js';

export interface HolidayYearRow {
  readonly year: number;
  readonly papers: readonly string[];
  readonly off: number;
  readonly madeUp: number;
}

/** The country's days off and make-up days: one table for everybody, with the years that have been entered. */
@Injectable()
export class HolidayRepository {
  years(tx: Tx): Promise<HolidayYearRow[]> {
    return tx.query<HolidayYearRow>(
      `select y.year, y.papers, count(h.day) filter (where h.off) as off, count(h.day) filter (where not h.off) as "madeUp"
         from organisation.holiday_year y left join organisation.holiday h on extract(year from h.day) = y.year
        group by y.year, y.papers order by y.year`,
    );
  }

  /** Takes one year's arrangement over, in place of what its papers said before. Days of a neighbouring year stand in both. */
  async replace(tx: Tx, of: HolidayArrangement): Promise<void> {
    const source = of.papers.join('；');
    await tx.query(
      `delete from organisation.holiday where source in (select unnest(papers) from organisation.holiday_year where year = $1)
          or source = $2`,
      [of.year, source],
    );
    await tx.query(
      `insert into organisation.holiday (day, name, off, source) select d.*, $4 from unnest($1::date[], $2::text[], $3::boolean[]) as d
       on conflict (day) do update set name = excluded.name, off = excluded.off, source = excluded.source`,
      [of.days.map((one) => one.day), of.days.map((one) => one.name), of.days.map((one) => one.off), source],
    );
    await tx.query(
      `insert into organisation.holiday_year (year, papers, entered_at, entered_by) values ($1, $2, $3, $4)
       on conflict (year) do update set papers = excluded.papers, entered_at = excluded.entered_at, entered_by = excluded.entered_by`,
      [of.year, [source], tx.now, actorRef(tx.actor)],
    );
  }
}
