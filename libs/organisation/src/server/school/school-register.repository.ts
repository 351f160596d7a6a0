import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { SchoolForm } from '../../rules/index.js';
import { pinyinOf } from '../roster-import/pinyin-name.js';

export interface SchoolToSave extends SchoolForm {
  readonly jurisdictionId: number;
  readonly centralSchoolId: string | null;
}

/** Writing the register of schools, within the editor's scope. */
@Injectable()
export class SchoolRegisterRepository {
  async add(tx: Tx, school: SchoolToSave): Promise<string> {
    const id = newId(tx.now.getTime());
    const words = pinyinOf(school.name);
    await tx.query(
      `insert into organisation.school (jurisdiction_id, id, ${COLUMNS.join(', ')}) values ($1, $2, ${COLUMNS.map((_, at) => `$${at + 3}`).join(', ')})`,
      [school.jurisdictionId, id, ...valuesOf(school, words)],
    );
    return id;
  }

  async save(tx: Tx, id: string, school: SchoolToSave): Promise<void> {
    await tx.query(
      `update organisation.school set ${COLUMNS.map((column, at) => `${column} = $${at + 3}`).join(', ')}, version = version + 1
        where jurisdiction_id = $1 and id = $2`,
      [school.jurisdictionId, id, ...valuesOf(school, pinyinOf(school.name))],
    );
  }

  /** Holds the row until the commit, so that of two editors the second waits and then sees the first one's version. */
  async lock(tx: Tx, id: string): Promise<void> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.id' }, params);
    await tx.query(`select 1 from organisation.school s where s.id = $1 and ${scope} for update`, params);
  }

  async bearer(tx: Tx, jurisdictionId: number, identifierCode: string): Promise<{ id: string; name: string; version: number } | undefined> {
    const rows = await tx.query<{ id: string; name: string; version: number }>(
      `select id, name, version from organisation.school where jurisdiction_id = $1 and identifier_code = $2`, [jurisdictionId, identifierCode],
    );
    return rows[0];
  }

  async pupilsOf(tx: Tx, jurisdictionId: number, schoolId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*) as count from organisation.student where jurisdiction_id = $1 and school_id = $2 and state <> 'left'`, [jurisdictionId, schoolId],
    );
    return row!.count;
  }

  async isOpenSchool(tx: Tx, jurisdictionId: number, schoolId: string): Promise<boolean> {
    return (await tx.query(`select 1 from organisation.school where jurisdiction_id = $1 and id = $2 and closed_on is null`, [jurisdictionId, schoolId])).length > 0;
  }
}

const COLUMNS = [
  'name', 'pinyin', 'initials', 'identifier_code', 'division_code', 'stages', 'primary_years', 'junior_years', 'area', 'sponsor', 'boarding',
  'legal_person', 'unified_code', 'central_school_id', 'opened_on', 'closed_on',
];

function valuesOf(school: SchoolToSave, words: { pinyin: string; initials: string }): unknown[] {
  return [
    school.name, words.pinyin, words.initials, school.identifierCode, school.divisionCode, [...school.stages], school.primaryYears, school.juniorYears,
    school.area, school.sponsor, school.boarding, school.legalPerson, school.unifiedCode, school.centralSchoolId, school.openedOn, school.closedOn,
  ];
}
