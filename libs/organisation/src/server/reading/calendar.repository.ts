import type { SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { SchoolCalendar, Term } from '../../rules/index.js';

export interface TermRow extends Term {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly version: number;
}

export interface DayRow {
  readonly day: SchoolDay;
  readonly off: boolean;
  readonly name: string;
  readonly by: 'country' | 'bureau' | 'school';
}

const TERM = `t.id, t.jurisdiction_id as "jurisdictionId", t.school_year as "schoolYear", t.number, t.starts_on as "startsOn", t.ends_on as "endsOn", t.version`;

@Injectable()
export class CalendarRepository {
  async terms(tx: Tx, jurisdictions: readonly number[]): Promise<TermRow[]> {
    return tx.query<TermRow>(
      `select ${TERM} from organisation.term t where t.jurisdiction_id = any($1::int[]) order by t.starts_on, t.jurisdiction_id`,
      [[...jurisdictions]],
    );
  }

  /** Sets the dates of a term; the bureau has each term of a school year once. */
  async saveTerm(tx: Tx, jurisdictionId: number, term: Term): Promise<void> {
    await tx.query(
      `insert into organisation.term (jurisdiction_id, id, school_year, number, starts_on, ends_on) values ($1, $2, $3, $4, $5, $6)
       on conflict (jurisdiction_id, school_year, number) do update set starts_on = excluded.starts_on, ends_on = excluded.ends_on,
         version = term.version + 1`,
      [jurisdictionId, newId(tx.now.getTime()), term.schoolYear, term.number, term.startsOn, term.endsOn],
    );
  }

  /** A day off or a day made up, for all schools of the bureau or for one, whatever the country's calendar says of it. */
  async saveDay(tx: Tx, at: { jurisdictionId: number; schoolId: string | null }, day: SchoolDay, off: boolean, name: string): Promise<void> {
    await tx.query(
      `insert into organisation.calendar_day (jurisdiction_id, id, only_school_id, day, off, name) values ($1, $2, $3, $4, $5, $6)
       on conflict (jurisdiction_id, only_school_id, day) do update set off = excluded.off, name = excluded.name`,
      [at.jurisdictionId, newId(tx.now.getTime()), at.schoolId, day, off, name],
    );
  }

  /** The day is again what the country (and, for a school, the bureau) says of it. False: there was no entry. */
  async forgetDay(tx: Tx, at: { jurisdictionId: number; schoolId: string | null }, day: SchoolDay): Promise<boolean> {
    const rows = await tx.query(
      `delete from organisation.calendar_day where jurisdiction_id = $1 and only_school_id is not distinct from $2 and day = $3 returning day`,
      [at.jurisdictionId, at.schoolId, day],
    );
    return rows.length > 0;
  }

  /** Every entry there is for these days, the most local of a day last. */
  async entries(tx: Tx, jurisdictionId: number, schoolId: string | null, from: SchoolDay, to: SchoolDay): Promise<DayRow[]> {
    return tx.query<DayRow>(
      `select day, off, name, by from (
         select day, off, name, 'country' as by, 0 as locality from organisation.holiday where day between $3 and $4
         union all
         select day, off, name, case when only_school_id is null then 'bureau' else 'school' end, case when only_school_id is null then 1 else 2 end
           from organisation.calendar_day
          where jurisdiction_id = $1 and (only_school_id is null or only_school_id = $2) and day between $3 and $4) d
       order by locality, day`,
      [jurisdictionId, schoolId, from, to],
    );
  }

  /** Terms, and days off and made up: the country's, overruled by the bureau's, overruled by the school's own. */
  async calendar(tx: Tx, jurisdictionId: number, schoolId: string | null): Promise<SchoolCalendar> {
    const terms = await this.terms(tx, [jurisdictionId]);
    const days = await tx.query<{ day: SchoolDay; off: boolean }>(
      `select day, off from (
         select day, off, 0 as locality from organisation.holiday
         union all
         select day, off, case when only_school_id is null then 1 else 2 end from organisation.calendar_day
          where jurisdiction_id = $1 and (only_school_id is null or only_school_id = $2)) d
       order by locality`,
      [jurisdictionId, schoolId],
    );
    return { terms, exceptions: new Map(days.map(({ day, off }) => [day, off])) };
  }
}
