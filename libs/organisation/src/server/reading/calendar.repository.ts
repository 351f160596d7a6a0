import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
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
