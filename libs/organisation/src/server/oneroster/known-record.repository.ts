import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { RosterSchool, Stage } from '../../rules/index.js';

export interface KnownPupilRow {
  readonly id: string;
  readonly classId: string;
  readonly studentNumberEnc: Buffer | null;
  readonly citizenNumberEnc: Buffer | null;
}

export interface KnownClassRow {
  readonly id: string;
  readonly schoolCode: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly number: number;
}

/** What a package calls by a number of ours, as far as the importer reaches. */
@Injectable()
export class KnownRecordRepository {
  schools(tx: Tx, jurisdictionId: number): Promise<RosterSchool[]> {
    const params: unknown[] = [jurisdictionId];
    const where = scopeWhere(schoolsOf(tx), { jurisdiction: 's.jurisdiction_id', school: 's.id' }, params);
    return tx.query(
      `select s.id, s.name, s.identifier_code as "identifierCode", s.stages, s.primary_years as "primaryYears", s.junior_years as "juniorYears"
         from organisation.school s where s.jurisdiction_id = $1 and ${where}`, params);
  }

  classes(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<KnownClassRow[]> {
    const params: unknown[] = [jurisdictionId, [...ids]];
    const where = scopeWhere(schoolsOf(tx), { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id' }, params);
    return tx.query(
      `select c.id, s.identifier_code as "schoolCode", c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number
         from organisation.class c join organisation.school s on s.jurisdiction_id = c.jurisdiction_id and s.id = c.school_id
        where c.jurisdiction_id = $1 and c.id = any($2::uuid[]) and ${where}`, params);
  }

  pupils(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<KnownPupilRow[]> {
    const params: unknown[] = [jurisdictionId, [...ids]];
    const where = scopeWhere(schoolsOf(tx), { jurisdiction: 's.jurisdiction_id', school: 's.school_id' }, params);
    return tx.query(
      `select s.id, s.class_id as "classId", s.student_number_enc as "studentNumberEnc", s.citizen_number_enc as "citizenNumberEnc"
         from organisation.student s where s.jurisdiction_id = $1 and s.id = any($2::uuid[]) and ${where}`, params);
  }

  /** @param prints fingerprints of student numbers, in hexadecimal. */
  pupilsByPrint(tx: Tx, jurisdictionId: number, prints: readonly string[]): Promise<{ id: string; print: string }[]> {
    const params: unknown[] = [jurisdictionId, [...prints]];
    const where = scopeWhere(schoolsOf(tx), { jurisdiction: 's.jurisdiction_id', school: 's.school_id' }, params);
    return tx.query(
      `select s.id, encode(s.student_number_index, 'hex') as print from organisation.student s
        where s.jurisdiction_id = $1 and s.student_number_index = any(array(select decode(p, 'hex') from unnest($2::text[]) p)) and ${where}`, params);
  }
}

/** 仅本人 is said of the imports one has uploaded; of pupils it says nothing. */
const schoolsOf = (tx: Tx) => tx.scopes.map(({ own: _own, ...scope }) => scope);
