import { type Actor, refuse } from '@heliotrope/kernel';
import { FieldCipher, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { isPhone, normalisePhone, studentChanged } from '../../rules/index.js';
import { GUARDIAN_PHONE, guardianPhonePlace, rosterKey } from '../students/pupil-fields.js';
import { PupilPageRepository } from '../students/pupil-page.repository.js';
import { GuardianReader } from './guardian-reader.service.js';
import type { GuardianBody, GuardianDto, NewGuardianBody } from './guardian.dto.js';
import { GuardianRepository, type GuardianRow, type SealedPhone } from './guardian.repository.js';

const ACTION = 'organisation.edit-guardians';
const MOST = 4;

@Injectable()
export class GuardianService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
    @Inject(GuardianRepository) private readonly guardians: GuardianRepository,
    @Inject(GuardianReader) private readonly reader: GuardianReader,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  add(actor: Actor, studentId: string, body: NewGuardianBody): Promise<GuardianDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const pupil = await this.pupils.forUpdate(tx, studentId);
      if (!pupil) throw refuse('organisation/student-absent');
      const taken = (await this.guardians.of(tx, pupil)).map((one) => one.position);
      const position = [1, 2, 3, 4].find((place) => !taken.includes(place));
      if (position === undefined) throw refuse('organisation/guardian-many', { most: MOST });
      const id = this.guardians.newId(tx);
      const one = { id, jurisdictionId: pupil.jurisdictionId, schoolId: pupil.schoolId, studentId, position, name: body.name.trim(), relation: body.relation.trim() };
      await this.guardians.add(tx, one, await this.sealed(tx, one, body.phone));
      return this.told(tx, one, 'added');
    });
  }

  edit(actor: Actor, id: string, seen: number, body: GuardianBody): Promise<GuardianDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const held = await this.held(tx, id, seen);
      await this.guardians.save(tx, held, { name: body.name?.trim() ?? held.name, relation: body.relation.trim(), phone: await this.sealed(tx, held, body.phone) });
      return this.told(tx, held, 'edited');
    });
  }

  async remove(actor: Actor, id: string, seen: number): Promise<void> {
    await this.work.run(actor, ACTION, async (tx) => {
      const held = await this.held(tx, id, seen);
      await this.guardians.remove(tx, held);
      this.state(tx, held, 'removed');
    });
  }

  private async held(tx: Tx, id: string, seen: number): Promise<GuardianRow> {
    const held = await this.guardians.forUpdate(tx, id);
    if (!held) throw refuse('organisation/guardian-absent');
    sameVersion(seen, await this.reader.shown(tx, held));
    return held;
  }

  private async sealed(tx: Tx, of: { id: string; jurisdictionId: number }, phoneText: string | undefined): Promise<SealedPhone | null> {
    const phone = normalisePhone(phoneText ?? '');
    if (phone === '') return null;
    if (!isPhone(phone)) throw refuse('organisation/guardian-phone', { errors: [{ field: 'phone', code: 'organisation/guardian-phone', message: '电话应为11位手机号，或带区号的固定电话' }] });
    return {
      enc: await this.cipher.encrypt(tx, rosterKey(of.jurisdictionId), guardianPhonePlace(of.id), phone),
      index: await this.cipher.blindIndex(tx, of.jurisdictionId, GUARDIAN_PHONE, phone),
    };
  }

  private async told(tx: Tx, one: Pick<GuardianRow, 'id' | 'jurisdictionId' | 'schoolId' | 'studentId'>, change: string): Promise<GuardianDto> {
    this.state(tx, one, change);
    return this.reader.shown(tx, (await this.guardians.forUpdate(tx, one.id))!);
  }

  private state(tx: Tx, one: Pick<GuardianRow, 'id' | 'jurisdictionId' | 'schoolId' | 'studentId'>, change: string): void {
    tx.state(studentChanged.of(one.jurisdictionId, { schoolId: one.schoolId, studentId: one.studentId, change: 'guardians' }));
    tx.audit({ object: `student:${one.studentId}`, jurisdictionId: one.jurisdictionId, detail: { guardian: one.id, change } });
  }
}
