import { refuse } from '@heliotrope/kernel';
import { blindIndexWith, type DataKey, FieldCipher, type FieldPlace, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  CITIZEN_NUMBER, citizenNumberPlace, GUARDIAN_PHONE, guardianPhonePlace, rosterKey, STUDENT_NUMBER, studentNumberPlace,
} from '../students/pupil-fields.js';
import { type MovingPupil, MovingPupilRepository, type ResealedNumbers, type StandingPupil } from './moving-pupil.repository.js';
import type { TransferIn, TransferOut } from './transfer.repository.js';

/** Brings a pupil's file to the receiving school; in another bureau every secret is opened and sealed anew under its keys. */
@Injectable()
export class PupilMover {
  constructor(
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(MovingPupilRepository) private readonly pupils: MovingPupilRepository,
  ) {}

  /**
   * @returns the pupil's id at the receiving school: the same, unless that bureau had him on its roster already.
   * @throws Refusal `organisation/transfer-other-pupil`, before anything is written, when that roster contradicts him.
   */
  async move(tx: Tx, out: TransferOut, into: TransferIn, pupil: MovingPupil): Promise<string> {
    const classId = into.classId!;
    if (out.jurisdictionId === into.jurisdictionId) {
      await this.pupils.moveWithin(tx, out.jurisdictionId, pupil.id, { schoolId: into.schoolId, classId });
      return pupil.id;
    }
    const there = into.jurisdictionId;
    const index = await this.cipher.indexKey(tx, there);
    const opened = (place: FieldPlace, field: Buffer | null) => (field ? this.cipher.decrypt(tx, rosterKey(out.jurisdictionId), place, field) : Promise.resolve(null));
    const sealed = (place: FieldPlace, text: string | null) => (text === null ? Promise.resolve(null) : this.cipher.encrypt(tx, rosterKey(there), place, text));
    const studentNumber = await opened(studentNumberPlace(pupil.id), pupil.studentNumberEnc);
    const citizenNumber = await opened(citizenNumberPlace(pupil.id), pupil.citizenNumberEnc);
    const prints = printsOf(index, studentNumber, citizenNumber);
    const studentId = standingFor(pupil, into.schoolId, await this.pupils.alreadyThere(tx, there, pupil.id, prints)) ?? pupil.id;
    const numbers: ResealedNumbers = {
      ...prints,
      studentNumberEnc: await sealed(studentNumberPlace(studentId), studentNumber),
      citizenNumberEnc: await sealed(citizenNumberPlace(studentId), citizenNumber),
    };
    const phones = [];
    for (const { id, phoneEnc } of await this.pupils.guardians(tx, out.jurisdictionId, pupil.id)) {
      const phone = await opened(guardianPhonePlace(id), phoneEnc);
      phones.push({ id, phoneEnc: await sealed(guardianPhonePlace(id), phone), phoneIndex: phone === null ? null : blindIndexWith(index, GUARDIAN_PHONE, phone) });
    }
    const pastNumbers = [];
    for (const { id, numberEnc } of await this.pupils.pastNumbers(tx, out.jurisdictionId, pupil.id)) {
      const number = (await opened(studentNumberPlace(pupil.id), numberEnc))!;
      pastNumbers.push({ id, numberEnc: (await sealed(studentNumberPlace(studentId), number))!, numberIndex: blindIndexWith(index, STUDENT_NUMBER, number) });
    }
    await this.pupils.moveAcross(tx, pupil, { jurisdictionId: there, schoolId: into.schoolId, classId, studentId, leftOn: out.leavesOn }, numbers, phones, pastNumbers);
    return studentId;
  }
}

/**
 * Who of the receiving bureau is the pupil that comes? A number is only what the sending school typed, so it opens no
 * record of a pupil who is enrolled at a third school, and none under another name. A record that was put together with
 * another one found here speaks through that other one.
 */
function standingFor(pupil: MovingPupil, schoolId: string, found: readonly StandingPupil[]): string | undefined {
  const standing = found.filter((one) => !found.some((other) => other.id === one.mergedInto));
  const isHim = (one: StandingPupil) => one.name === pupil.name && one.mergedInto === null && (one.state === 'left' || one.schoolId === schoolId);
  if (standing.length > 1 || !standing.every(isHim)) throw refuse('organisation/transfer-other-pupil');
  return standing[0]?.id;
}

function printsOf(index: DataKey, studentNumber: string | null, citizenNumber: string | null) {
  const contained = citizenNumber === null && studentNumber?.startsWith('G') ? studentNumber.slice(1) : null;
  const print = (field: string, value: string | null) => (value === null ? null : blindIndexWith(index, field, value));
  return { studentNumberIndex: print(STUDENT_NUMBER, studentNumber), citizenNumberIndex: print(CITIZEN_NUMBER, citizenNumber), identityIndex: print(CITIZEN_NUMBER, contained) };
}
