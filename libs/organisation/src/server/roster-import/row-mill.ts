import { blindIndexWith, encryptWith, newId } from '@heliotrope/platform/sealing';
import {
  checkRosterRow, headingOf, ROSTER_FIELDS, type RosterCells, type RosterField, type RosterPupil, type RosterRowVerdict,
} from '../../rules/index.js';
import { CITIZEN_NUMBER, citizenNumberPlace, GUARDIAN_PHONE, guardianPhonePlace, rawPlace, STUDENT_NUMBER, studentNumberPlace } from '../students/pupil-fields.js';
import { CopyRows } from './copy-row.js';
import { BLOCK_END, CELL, type Flour, type Grist, type MillSetup, ROW, type WrongRow } from './grist.js';
import { PinyinNames } from './pinyin-name.js';

const BLOCK = 200;

/** Columns of a staged row, in the order in which they are written. */
export const STAGED_COLUMNS = [
  'row_no', 'student_id', 'guardian_id', 'school_id', 'stage', 'entry_year', 'schooling_length', 'class_number', 'name', 'pinyin', 'initials',
  'sex', 'born_on', 'boarding', 'student_number_enc', 'student_number_index', 'citizen_number_enc', 'citizen_number_index', 'identity_index',
  'guardian_name', 'guardian_relation', 'guardian_phone_enc', 'guardian_phone_index', 'focus',
] as const;

/**
 * Turns rows of a sheet into rows of the stage: judged one by one, numbers fingerprinted and sealed, names spelled. It is
 * where an import spends its processor time, so it runs in threads of its own and needs nothing but what it is given.
 */
export class RowMill {
  private readonly out = new CopyRows();
  private readonly names = new PinyinNames();

  constructor(private readonly setup: MillSetup) {}

  mill({ rows, numbers, imprecise }: Grist): Flour {
    const wrong: WrongRow[] = [];
    const lost = new Map(imprecise);
    const lines = rows.split(ROW);
    lines.forEach((row, at) => {
      const rowNo = numbers[at]!;
      const cells = row.split(CELL);
      const { named, verdict } = this.judged(cells, rowNo, lost.get(at));
      if ('pupil' in verdict) this.write(rowNo, verdict.pupil);
      else wrong.push({ rowNo, faults: verdict.faults, raw: this.sealed(rawPlace(this.setup.importId, rowNo), JSON.stringify(cells)), name: named.name ?? null });
    });
    return { rows: this.out.take(), raw: this.blocks(numbers, lines), wrong };
  }

  /** The rows as they were written, sealed some hundred at a time: few of them will ever be asked for. */
  private blocks(numbers: readonly number[], lines: readonly string[]): Uint8Array<ArrayBuffer> {
    const out = new CopyRows(64 * 1024);
    for (let at = 0; at < lines.length; at += BLOCK) {
      const own = numbers.slice(at, at + BLOCK);
      out.row(3);
      out.int(own[0]!);
      out.int(own.at(-1)!);
      out.binary(this.sealed(rawPlace(this.setup.importId, own[0]!), `${own.join(CELL)}${BLOCK_END}${lines.slice(at, at + BLOCK).join(ROW)}`));
    }
    return out.take();
  }

  private judged(cells: readonly string[], rowNo: number, lost: readonly number[] | undefined): { named: RosterCells; verdict: RosterRowVerdict } {
    const { columns, directory, day } = this.setup;
    const named: Partial<Record<RosterField, string>> = {};
    for (const [field, column] of columns) named[field] = cells[column] ?? '';
    const verdict = checkRosterRow(named, directory, rowNo, day);
    // Digits the spreadsheet program has lost: the number may by chance still pass its check, but it is not the pupil's.
    const spoilt = lost ? ROSTER_FIELDS.filter((field) => lost.includes(columns.get(field) ?? -1)) : [];
    if (spoilt.length === 0) return { named, verdict };
    const faults = spoilt.map((field) => ({
      field: headingOf(field), row: rowNo, code: 'organisation/roster-number-spoilt',
      message: '该列不是文本格式，号码的后几位已丢失；请把该列设为文本后重新填写',
    }));
    const others = 'faults' in verdict ? verdict.faults.filter((fault) => !faults.some((own) => own.field === fault.field)) : [];
    return { named, verdict: { faults: [...faults, ...others] } };
  }

  private write(rowNo: number, pupil: RosterPupil): void {
    const { out } = this;
    const studentId = newId();
    const guardianId = newId();
    const { guardian, studentNumber, citizenNumber } = pupil;
    const spelled = this.names.of(pupil.name);
    const contained = citizenNumber === null && studentNumber?.startsWith('G') ? studentNumber.slice(1) : null;
    out.row(STAGED_COLUMNS.length);
    out.int(rowNo);
    out.uuid(studentId);
    out.uuid(guardianId);
    out.uuid(pupil.schoolId);
    out.text(pupil.stage);
    out.int(pupil.entryYear);
    out.small(pupil.schoolingLength);
    out.small(pupil.classNumber);
    out.text(pupil.name);
    out.text(spelled.pinyin);
    out.text(spelled.initials);
    out.small(pupil.sex);
    out.day(pupil.bornOn);
    out.truth(pupil.boarding);
    out.binary(studentNumber === null ? null : this.sealed(studentNumberPlace(studentId), studentNumber));
    out.binary(this.fingerprint(STUDENT_NUMBER, studentNumber));
    out.binary(citizenNumber === null ? null : this.sealed(citizenNumberPlace(studentId), citizenNumber));
    out.binary(this.fingerprint(CITIZEN_NUMBER, citizenNumber));
    out.binary(this.fingerprint(CITIZEN_NUMBER, contained));
    out.text(guardian?.name ?? null);
    out.text(guardian?.relation ?? null);
    out.binary(guardian?.phone ? this.sealed(guardianPhonePlace(guardianId), guardian.phone) : null);
    out.binary(this.fingerprint(GUARDIAN_PHONE, guardian?.phone ?? null));
    out.text(pupil.focus.length > 0 ? pupil.focus.join(',') : null);
  }

  private sealed(place: Parameters<typeof encryptWith>[1], text: string): Buffer {
    return encryptWith(this.setup.seal, place, Buffer.from(text));
  }

  private fingerprint(field: string, value: string | null): Buffer | null {
    return value === null ? null : blindIndexWith(this.setup.index, field, value);
  }
}
