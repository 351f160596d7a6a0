import { type Actor, chinaDayOf, isWithin, refuse, scopesFor } from '@heliotrope/kernel';
import { FieldCipher, type FieldPlace, RecordAccess, type StatedPurpose, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, maskBirth, maskNumber } from '../../rules/index.js';
import { StayRepository } from '../dormitory/stay.repository.js';
import { FocusReader } from '../focus/focus-reader.service.js';
import { GuardianReader } from '../guardian/guardian-reader.service.js';
import { citizenNumberPlace, rosterKey, studentNumberPlace } from './pupil-fields.js';
import type { PupilDto } from './pupil-page.dto.js';
import { PupilPageRepository, type PupilRow } from './pupil-page.repository.js';

/** One pupil's page. What is masked is masked here: the browser never holds what it does not show. */
@Injectable()
export class PupilPageService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
    @Inject(GuardianReader) private readonly guardians: GuardianReader,
    @Inject(StayRepository) private readonly stays: StayRepository,
    @Inject(FocusReader) private readonly focus: FocusReader,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(RecordAccess) private readonly records: RecordAccess,
  ) {}

  /** The page is a minor's record: it opens for a purpose, which the audit keeps (未成年人网络保护条例 第三十六条). */
  one(actor: Actor, id: string, stated: StatedPurpose | null): Promise<PupilDto> {
    return this.work.read(actor, 'organisation.read-students', async (tx) => {
      const row = await this.pupils.byId(tx, id);
      if (!row) throw refuse('organisation/student-absent');
      const purpose = await this.records.purpose(tx, { object: `student:${id}`, jurisdictionId: row.jurisdictionId }, stated);
      tx.audit({ object: `student:${id}`, jurisdictionId: row.jurisdictionId, ...(purpose ? { purpose } : {}) });
      return this.shown(tx, row);
    });
  }

  /** The page of a pupil whom the caller has found within his scope. */
  async shown(tx: Tx, row: PupilRow): Promise<PupilDto> {
    const day = chinaDayOf(tx.now);
    const open = async (place: FieldPlace, field: Buffer | null) => (field ? maskNumber(await this.cipher.decrypt(tx, rosterKey(row.jurisdictionId), place, field)) : null);
    const pastClasses = await this.pupils.pastClasses(tx, row);
    const pastNumbers = await this.pupils.pastNumbers(tx, row);
    const lodging = await this.stays.of(tx, row.jurisdictionId, row.id);
    const suspension = row.state === 'suspended' ? await this.pupils.suspension(tx, row) : undefined;
    const maySeeFocus = isWithin(scopesFor(tx.actor, 'organisation.read-focus'), row);
    return {
      id: row.id, jurisdictionId: row.jurisdictionId, schoolId: row.schoolId, schoolName: row.schoolName, classId: row.classId,
      className: classNameOn({ ...row, number: row.classNumber }, day), name: row.name, sex: row.sex, state: row.state, boarding: row.boarding,
      bornOn: row.bornOn && maskBirth(row.bornOn),
      studentNumber: await open(studentNumberPlace(row.id), row.studentNumberEnc),
      citizenNumber: await open(citizenNumberPlace(row.id), row.citizenNumberEnc),
      enteredOn: row.enteredOn, leftOn: row.leftOn, version: row.version,
      guardians: await this.guardians.of(tx, row),
      pastClasses: pastClasses.map((past) => {
        const untilOn = chinaDayOf(past.leftAt);
        return { schoolName: past.schoolName, className: classNameOn({ ...past, number: past.classNumber }, untilOn), untilOn };
      }),
      pastNumbers: await Promise.all(pastNumbers.map(async (past) => ({ number: (await open(studentNumberPlace(row.id), past.numberEnc))!, replacedOn: chinaDayOf(past.replacedAt) }))),
      lodging: lodging ?? null, suspension: suspension ?? null,
      focus: maySeeFocus ? await this.focus.current(tx, row) : null,
    };
  }
}
