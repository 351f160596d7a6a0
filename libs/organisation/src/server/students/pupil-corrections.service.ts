import { isWithin, refuse, scopesFor } from '@heliotrope/kernel';
import { FieldCipher, type FieldPlace, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type CorrectableField, type Correction, maskedField } from '../../rules/index.js';
import { citizenNumberPlace, rosterKey, studentNumberPlace } from './pupil-fields.js';
import { PupilEditService } from './pupil-edit.service.js';
import { PupilPageRepository, type PupilRow } from './pupil-page.repository.js';

/** One field as the roster has it, in the words people read, and the version of the record it stands in. */
export interface HeldField {
  readonly value: string | null;
  readonly version: number;
}

const EDIT = 'organisation.edit-students';
const SEXES: Record<number, string> = { 1: '男', 2: '女' };

/** For those who decide about a wish to have a pupil's record put right: what stands there, and putting it right as part of their own act. */
@Injectable()
export class PupilCorrections {
  constructor(
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
    @Inject(PupilEditService) private readonly edits: PupilEditService,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /** Undefined once the pupil is no longer in the roster. Numbers and the birth date are masked unless `isOpen`. */
  async held(tx: Tx, studentId: string, field: CorrectableField, isOpen: boolean): Promise<HeldField | undefined> {
    const row = await this.pupils.byId(tx, studentId);
    if (!row) return undefined;
    const value = await this.valueOf(tx, row, field);
    return { value: value === null || isOpen ? value : maskedField(field, value), version: row.version };
  }

  /**
   * Puts one field right. It takes the right to edit the record besides the right to the act it belongs to.
   * @param seen the version of the record that lay before whoever decided.
   */
  async correct(tx: Tx, studentId: string, seen: number, correction: Correction): Promise<void> {
    const held = await this.pupils.byId(tx, studentId);
    if (!held) throw refuse('organisation/student-absent');
    if (!isWithin(scopesFor(tx.actor, EDIT), held)) throw refuse('platform/not-allowed', { action: EDIT });
    await this.edits.change(tx, studentId, seen, { name: held.name, sex: held.sex, ...correction });
  }

  private valueOf(tx: Tx, row: PupilRow, field: CorrectableField): string | null | Promise<string | null> {
    const open = (place: FieldPlace, sealed: Buffer | null) => sealed && this.cipher.decrypt(tx, rosterKey(row.jurisdictionId), place, sealed);
    switch (field) {
      case 'name':
        return row.name;
      case 'sex':
        return SEXES[row.sex] ?? null;
      case 'boarding':
        return row.boarding === null ? null : row.boarding ? '是' : '否';
      case 'bornOn':
        return row.bornOn;
      case 'studentNumber':
        return open(studentNumberPlace(row.id), row.studentNumberEnc);
      case 'citizenNumber':
        return open(citizenNumberPlace(row.id), row.citizenNumberEnc);
    }
  }
}
