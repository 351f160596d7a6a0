import type { SchoolDay } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Stage } from '../../rules/index.js';

export interface SchoolRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly name: string;
  readonly identifierCode: string;
  readonly divisionCode: string;
  readonly stages: readonly Stage[];
  readonly primaryYears: number;
  readonly juniorYears: number;
  readonly area: 'city' | 'county-town' | 'rural';
  readonly sponsor: 'public' | 'private';
  readonly boarding: boolean;
  readonly legalPerson: boolean;
  readonly unifiedCode: string | null;
  readonly centralSchoolId: string | null;
  readonly openedOn: SchoolDay | null;
  readonly closedOn: SchoolDay | null;
  readonly version: number;
}

export interface ClassRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly number: number;
  readonly campusId: string | null;
  readonly closedOn: SchoolDay | null;
  readonly version: number;
}

const SCHOOL = `s.jurisdiction_id as "jurisdictionId", s.id, s.name, s.identifier_code as "identifierCode",
  s.division_code as "divisionCode", s.stages, s.primary_years as "primaryYears", s.junior_years as "juniorYears",
  s.area, s.sponsor, s.boarding, s.legal_person as "legalPerson", s.unified_code as "unifiedCode",
  s.central_school_id as "centralSchoolId", s.opened_on as "openedOn", s.closed_on as "closedOn", s.version`;
const CLASS = `c.jurisdiction_id as "jurisdictionId", c.id, c.school_id as "schoolId", c.stage,
  c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number,
  c.campus_id as "campusId", c.closed_on as "closedOn", c.version`;

/** Schools and classes within the reader's scope. */
@Injectable()
export class SchoolRepository {
  /** Every open school the actor reaches, or those of the bureaus named. */
  async schools(tx: Tx, jurisdictions?: readonly number[]): Promise<SchoolRow[]> {
    const params: unknown[] = [];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.id' }, params);
    const within = jurisdictions ? `and s.jurisdiction_id = any($${params.push([...jurisdictions])}::int[])` : '';
    return tx.query<SchoolRow>(
      `select ${SCHOOL} from organisation.school s
        where ${scope} ${within} and s.closed_on is null order by s.jurisdiction_id, s.name, s.id`,
      params,
    );
  }

  async school(tx: Tx, id: string): Promise<SchoolRow | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.id' }, params);
    const rows = await tx.query<SchoolRow>(`select ${SCHOOL} from organisation.school s where s.id = $1 and ${scope}`, params);
    return rows[0];
  }

  /** The name of a school of which the caller holds a record already; of another school than the transaction's it stays absent. */
  async name(tx: Tx, jurisdictionId: number, id: string): Promise<string | undefined> {
    const [row] = await tx.query<{ name: string }>(`select s.name from organisation.school s where s.jurisdiction_id = $1 and s.id = $2`, [jurisdictionId, id]);
    return row?.name;
  }

  /**
   * Classes of a school that have entered and not yet left by this school year, youngest grade first. One that was closed
   * stands here again as soon as an import or a transfer has put a pupil into it.
   */
  async classes(tx: Tx, schoolId: string, schoolYear: number): Promise<ClassRow[]> {
    const params: unknown[] = [schoolId, schoolYear];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.id' }, params);
    return tx.query<ClassRow>(
      `select ${CLASS} from organisation.class c
        where c.school_id = $1 and c.entry_year <= $2 and c.entry_year + c.schooling_length > $2
          and (c.closed_on is null or exists (select from organisation.student s
            where s.jurisdiction_id = c.jurisdiction_id and s.class_id = c.id and s.state <> 'left'))
          and ${scope}
        order by array_position(array['primary', 'junior', 'senior'], c.stage), c.entry_year desc, c.number`,
      params,
    );
  }

  async classesById(tx: Tx, ids: readonly string[]): Promise<ClassRow[]> {
    const params: unknown[] = [[...ids]];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.id' }, params);
    return tx.query<ClassRow>(`select ${CLASS} from organisation.class c where c.id = any($1::uuid[]) and ${scope}`, params);
  }
}
