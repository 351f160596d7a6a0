import { type Actor, type FieldFault, refuse, type SchoolDay } from '@heliotrope/kernel';
import { FieldCipher, type FieldPlace, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CITIZEN_NUMBER_FAULTS, normaliseNumber, readCitizenNumber, readStudentNumber, STUDENT_NUMBER_FAULTS, studentChanged } from '../../rules/index.js';
import { givenDay } from '../reading/given-day.js';
import { CITIZEN_NUMBER, citizenNumberPlace, rosterKey, STUDENT_NUMBER, studentNumberPlace } from './pupil-fields.js';
import { PupilEditRepository, type SealedNumber } from './pupil-edit.repository.js';
import type { PupilBody, PupilDto, ReturnBody, SuspendBody } from './pupil-page.dto.js';
import { PupilPageRepository, type PupilRow } from './pupil-page.repository.js';
import { PupilPageService } from './pupil-page.service.js';

const ACTION = 'organisation.edit-students';
const FIELDS = ['name', 'sex', 'boarding', 'bornOn', 'studentNumber', 'citizenNumber'] as const;

/** A pupil's basic data is corrected, a temporary number becomes a lasting one, somebody is given leave and comes back. */
@Injectable()
export class PupilEditService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
    @Inject(PupilEditRepository) private readonly edits: PupilEditRepository,
    @Inject(PupilPageService) private readonly pages: PupilPageService,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  edit(actor: Actor, id: string, seen: number, body: PupilBody): Promise<PupilDto> {
    return this.work.run(actor, ACTION, (tx) => this.change(tx, id, seen, body));
  }

  /** The same inside an act that has begun already: what it writes stands or falls with that act. */
  async change(tx: Tx, id: string, seen: number, body: PupilBody): Promise<PupilDto> {
    const held = await this.held(tx, id, seen);
    const { studentNumber, citizenNumber, bornOn } = judged(body, held);
    const change = {
      name: body.name.trim(), sex: body.sex, bornOn, boarding: body.boarding ?? held.boarding,
      ...(studentNumber ? { studentNumber: await this.sealed(tx, held, studentNumberPlace(id), STUDENT_NUMBER, studentNumber) } : {}),
      ...(citizenNumber ? { citizenNumber: await this.sealed(tx, held, citizenNumberPlace(id), CITIZEN_NUMBER, citizenNumber) } : {}),
    };
    const indexes = { ...(change.studentNumber ? { student: change.studentNumber.index } : {}), ...(change.citizenNumber ? { citizen: change.citizenNumber.index } : {}) };
    if (await this.edits.isNumberTaken(tx, held, indexes)) throw refuse('organisation/student-number-taken');
    await this.edits.save(tx, held, change);
    const fields = FIELDS.filter((field) => body[field] !== undefined && body[field] !== held[field as 'name']);
    return this.told(tx, held, 'edited', { fields });
  }

  suspend(actor: Actor, id: string, seen: number, body: SuspendBody): Promise<PupilDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const held = await this.held(tx, id, seen);
      if (held.state !== 'enrolled') throw refuse('organisation/student-not-enrolled');
      await this.edits.suspend(tx, held, givenDay(body.fromOn), body.kind);
      return this.told(tx, held, 'suspended', { from: body.fromOn });
    });
  }

  takeBack(actor: Actor, id: string, seen: number, body: ReturnBody): Promise<PupilDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const held = await this.held(tx, id, seen);
      if (held.state !== 'suspended') throw refuse('organisation/student-not-suspended');
      const classId = body.classId ?? held.classId;
      if (!(await this.edits.hasClass(tx, held, classId))) throw refuse('organisation/class-absent');
      await this.edits.takeBack(tx, held, givenDay(body.on), classId);
      return this.told(tx, held, 'returned', { on: body.on });
    });
  }

  private async held(tx: Tx, id: string, seen: number): Promise<PupilRow> {
    const held = await this.pupils.forUpdate(tx, id);
    if (!held) throw refuse('organisation/student-absent');
    if (seen !== held.version) sameVersion(seen, await this.pages.shown(tx, held));
    return held;
  }

  private async sealed(tx: Tx, of: PupilRow, place: FieldPlace, field: string, number: string): Promise<SealedNumber> {
    return {
      enc: await this.cipher.encrypt(tx, rosterKey(of.jurisdictionId), place, number),
      index: await this.cipher.blindIndex(tx, of.jurisdictionId, field, number),
    };
  }

  private async told(tx: Tx, of: PupilRow, change: 'edited' | 'suspended' | 'returned', detail: object): Promise<PupilDto> {
    tx.state(studentChanged.of(of.jurisdictionId, { schoolId: of.schoolId, studentId: of.id, change }));
    tx.audit({ object: `student:${of.id}`, jurisdictionId: of.jurisdictionId, action: ACTION, detail: { change, ...detail } });
    return this.pages.shown(tx, (await this.pupils.byId(tx, of.id))!);
  }
}

/** What of the form is to be written; a number says the birth date and sex, and they must agree with what is written beside it. */
function judged(body: PupilBody, held: PupilRow): { studentNumber?: string; citizenNumber?: string; bornOn: SchoolDay | null } {
  const errors: FieldFault[] = [];
  const fault = (field: string, message: string) => errors.push({ field, code: 'organisation/student-field', message });
  const studentNumber = body.studentNumber ? normaliseNumber(body.studentNumber) : undefined;
  const citizenNumber = body.citizenNumber ? normaliseNumber(body.citizenNumber) : undefined;
  const student = studentNumber ? readStudentNumber(studentNumber) : undefined;
  const citizen = citizenNumber ? readCitizenNumber(citizenNumber) : undefined;
  if (student && 'fault' in student) fault('studentNumber', STUDENT_NUMBER_FAULTS[student.fault]);
  if (citizen && 'fault' in citizen) fault('citizenNumber', CITIZEN_NUMBER_FAULTS[citizen.fault]);
  const said = citizen && !('fault' in citizen) ? citizen : undefined;
  const bornOn = body.bornOn ? givenDay(body.bornOn) : said?.bornOn ?? held.bornOn;
  if (said && bornOn !== said.bornOn) fault('bornOn', '出生日期与身份证号中的不一致');
  if (said && [1, 2].includes(body.sex) && body.sex !== said.sex) fault('sex', '性别与身份证号中的不一致');
  if (body.name.trim().length < 2) fault('name', '姓名应为2至50个字');
  if (errors.length > 0) throw refuse('organisation/student-form', { errors });
  return { bornOn, ...(studentNumber ? { studentNumber } : {}), ...(citizenNumber ? { citizenNumber } : {}) };
}
