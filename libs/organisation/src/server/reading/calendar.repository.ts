import type { SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { SchoolCalendar, Term } from '../../rules/index.js';

export interface TermRow extends Term {
  readonly id: string;
  readonly jurisdictionId: number;
}

const TERM = `t.id, t.jurisdiction_id as "jurisdictionId", t.school_year as "schoolYear", t.number, t.starts_on as "startsOn", t.ends_on as "endsOn"`;

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
       on conflict (jurisdiction_id, school_year, number) do update set starts_on = excluded.starts_on, ends_on = excluded.ends_on`,
      [jurisdictionId, newId(tx.now.getTime()), term.schoolYear, term.number, term.startsOn, term.endsOn],
    );
  }

  /** A day off or a day made up for all schools of the bureau, whatever the country's calendar says of it. */
  async saveDay(tx: Tx, jurisdictionId: number, day: SchoolDay, off: boolean, name: string): Promise<void> {
    await tx.query(
      `insert into organisation.calendar_day (jurisdiction_id, id, day, off, name) values ($1, $2, $3, $4, $5)
       on conflict (jurisdiction_id, only_school_id, day) do update set off = excluded.off, name = excluded.name`,
      [jurisdictionId, newId(tx.now.getTime()), day, off, name],
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
