import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { maskName, maskPhone } from '../../rules/index.js';
import { guardianPhonePlace, rosterKey } from '../students/pupil-fields.js';
import type { GuardianDto } from './guardian.dto.js';
import { GuardianRepository, type GuardianRow } from './guardian.repository.js';

/** Guardians as a page may show them: recognisable, not readable. */
@Injectable()
export class GuardianReader {
  constructor(
    @Inject(GuardianRepository) private readonly guardians: GuardianRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  async of(tx: Tx, pupil: { jurisdictionId: number; id: string }): Promise<GuardianDto[]> {
    return Promise.all((await this.guardians.of(tx, pupil)).map((row) => this.shown(tx, row)));
  }

  async shown(tx: Tx, row: GuardianRow): Promise<GuardianDto> {
    const phone = row.phoneEnc ? maskPhone(await this.cipher.decrypt(tx, rosterKey(row.jurisdictionId), guardianPhonePlace(row.id), row.phoneEnc)) : null;
    return { id: row.id, position: row.position, name: maskName(row.name), relation: row.relation, phone, version: row.version };
  }
}
