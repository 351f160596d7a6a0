import { blindIndexWith, type DataKey, decryptWith, encryptWith, FieldCipher, type FieldPlace, keyVersionOf, newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { RosterPupil } from '../../rules/index.js';
import {
  CITIZEN_NUMBER, citizenNumberPlace, GUARDIAN_PHONE, guardianPhonePlace, rosterKey, STUDENT_NUMBER, studentNumberPlace,
} from '../students/pupil-fields.js';
import { pinyinOf } from './pinyin-name.js';
import type { HeldStudent, StagedRow } from './staged-row.repository.js';

/** Keys in hand for one chunk: thousands of rows are sealed without asking again. */
export interface RosterKeys {
  readonly seal: DataKey;
  readonly index: DataKey;
}

export interface RowIndexes {
  readonly studentNumber: Buffer | null;
  readonly citizenNumber: Buffer | null;
  readonly guardianPhone: Buffer | null;
}

/** Fingerprints and seals the secrets of roster rows, and the uploaded file itself while it waits. */
@Injectable()
export class RosterSealer {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  async keys(tx: Tx, jurisdictionId: number): Promise<RosterKeys> {
    return {
      seal: await this.cipher.keys.currentFor(tx, jurisdictionId, rosterKey(jurisdictionId).scope),
      index: await this.cipher.indexKey(tx, jurisdictionId),
    };
  }

  indexesOf(keys: RosterKeys, pupil: RosterPupil): RowIndexes {
    const index = (field: string, value: string | null | undefined) => (value ? blindIndexWith(keys.index, field, value) : null);
    return {
      studentNumber: index(STUDENT_NUMBER, pupil.studentNumber),
      citizenNumber: index(CITIZEN_NUMBER, pupil.citizenNumber),
      guardianPhone: index(GUARDIAN_PHONE, pupil.guardian?.phone),
    };
  }

  /** The row as it will wait. It is bound to the pupil's final id: that of the record held, or a new one. */
  staged(keys: RosterKeys, rowNo: number, verdict: 'new' | 'changed' | 'unchanged', pupil: RosterPupil, indexes: RowIndexes, held: HeldStudent | undefined): StagedRow {
    const studentId = held?.id ?? newId();
    const guardianId = held?.guardianId ?? newId();
    const seal = (place: FieldPlace, value: string | null | undefined) => (value ? encryptWith(keys.seal, place, Buffer.from(value)) : null);
    const wanted = verdict !== 'unchanged'; // nothing of an unchanged row will be written, so nothing of it is kept
    return {
      rowNo, verdict, faults: null, rawEnc: null, studentId, targetSchoolId: pupil.schoolId, stage: pupil.stage, entryYear: pupil.entryYear,
      schoolingLength: pupil.schoolingLength, classNumber: pupil.classNumber, name: wanted ? pupil.name : null,
      ...(wanted ? pinyinOf(pupil.name) : { pinyin: null, initials: null }), sex: pupil.sex, bornOn: pupil.bornOn, boarding: pupil.boarding,
      studentNumberEnc: wanted ? seal(studentNumberPlace(studentId), pupil.studentNumber) : null,
      studentNumberIndex: indexes.studentNumber,
      citizenNumberEnc: wanted ? seal(citizenNumberPlace(studentId), pupil.citizenNumber) : null,
      citizenNumberIndex: indexes.citizenNumber,
      guardianId, guardianName: wanted ? pupil.guardian?.name ?? null : null, guardianRelation: wanted ? pupil.guardian?.relation ?? '' : null,
      guardianPhoneEnc: wanted ? seal(guardianPhonePlace(guardianId), pupil.guardian?.phone) : null,
      guardianPhoneIndex: indexes.guardianPhone,
    };
  }

  sealRaw(keys: RosterKeys, importId: string, rowNo: number, cells: readonly string[]): Buffer {
    return encryptWith(keys.seal, rawPlace(importId, rowNo), Buffer.from(JSON.stringify(cells)));
  }

  async openRaw(tx: Tx, jurisdictionId: number, importId: string, rowNo: number, field: Buffer): Promise<string[]> {
    return JSON.parse(await this.cipher.decrypt(tx, rosterKey(jurisdictionId), rawPlace(importId, rowNo), field)) as string[];
  }

  sealFile(keys: RosterKeys, importId: string, content: Buffer): Buffer {
    return encryptWith(keys.seal, filePlace(importId), content);
  }

  async openFile(tx: Tx, jurisdictionId: number, importId: string, sealed: Buffer): Promise<Buffer> {
    const key = await this.cipher.keys.versionOf(tx, jurisdictionId, rosterKey(jurisdictionId).scope, keyVersionOf(sealed));
    return decryptWith(key, filePlace(importId), sealed);
  }
}

const rawPlace = (importId: string, rowNo: number): FieldPlace => ({ table: 'organisation.roster_import_row', column: 'raw', row: `${importId}/${rowNo}` });
const filePlace = (importId: string): FieldPlace => ({ table: 'organisation.roster_import', column: 'file', row: importId });
