import { type Actor, chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import { FieldCipher, type FieldPlace, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, maskName, maskNumber, maskPhone, normaliseNumber } from '../../rules/index.js';
import { CITIZEN_NUMBER, citizenNumberPlace, guardianPhonePlace, rosterKey, STUDENT_NUMBER, studentNumberPlace } from './pupil-fields.js';
import type { StudentDto, StudentPageDto, StudentQuery } from './student.dto.js';
import { type StudentFilter, StudentRepository, type StudentRow } from './student.repository.js';

const PAGE = 50;

@Injectable()
export class StudentService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(StudentRepository) private readonly students: StudentRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /** A page of the roster as the pupil's school may see it. Reading it is audited by the place and the count. */
  list(actor: Actor, query: StudentQuery): Promise<StudentPageDto> {
    return this.work.read(actor, 'organisation.read-students', async (tx) => {
      const limit = query.limit ?? PAGE;
      const after = readCursor(query.cursor, 'id')?.[0];
      const rows = await this.students.page(tx, {
        limit: limit + 1,
        ...(query.schoolId ? { schoolId: query.schoolId } : {}),
        ...(query.classId ? { classId: query.classId } : {}),
        ...(await this.sought(tx, query.q?.trim() ?? '')),
        ...(after ? { after } : {}),
      });
      const page = pageOf(rows, limit, (row) => [row.id]);
      const jurisdictionId = page.items[0]?.jurisdictionId;
      if (jurisdictionId !== undefined) {
        const object = query.classId ? `class:${query.classId}` : query.schoolId ? `school:${query.schoolId}` : 'roster';
        tx.audit({ object, jurisdictionId, detail: { count: page.items.length } });
      }
      const day = chinaDayOf(tx.now);
      return { items: await Promise.all(page.items.map((row) => this.shown(tx, row, day))), nextCursor: page.nextCursor };
    });
  }

  /** A whole number is looked up by its fingerprint; anything else is the beginning of a name. */
  private async sought(tx: Tx, text: string): Promise<Partial<Pick<StudentFilter, 'text' | 'numbers'>>> {
    if (text === '') return {};
    const number = normaliseNumber(text);
    if (!/^[GJL]?\d{17}[\dX]$/.test(number)) return { text };
    const jurisdictions = [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))];
    const index = (jurisdictionId: number, field: string) => this.cipher.blindIndex(tx, jurisdictionId, field, number);
    return {
      numbers: await Promise.all(jurisdictions.map(async (jurisdictionId) => ({
        jurisdictionId, student: await index(jurisdictionId, STUDENT_NUMBER), citizen: await index(jurisdictionId, CITIZEN_NUMBER),
      }))),
    };
  }

  private async shown(tx: Tx, row: StudentRow, day: SchoolDay): Promise<StudentDto> {
    const open = (place: FieldPlace, field: Buffer | null) =>
      field === null ? null : this.cipher.decrypt(tx, rosterKey(row.jurisdictionId), place, field);
    const studentNumber = await open(studentNumberPlace(row.id), row.studentNumberEnc);
    const citizenNumber = await open(citizenNumberPlace(row.id), row.citizenNumberEnc);
    const phone = row.guardianId === null ? null : await open(guardianPhonePlace(row.guardianId), row.guardianPhoneEnc);
    return {
      id: row.id, schoolId: row.schoolId, classId: row.classId, name: row.name, sex: row.sex, state: row.state,
      className: classNameOn({ ...row, number: row.classNumber }, day),
      studentNumber: studentNumber && maskNumber(studentNumber),
      citizenNumber: citizenNumber && maskNumber(citizenNumber),
      guardian: row.guardianName === null ? null
        : { name: maskName(row.guardianName), relation: row.guardianRelation ?? '', phone: phone && maskPhone(phone) },
    };
  }
}
