import { type Actor, refuse } from '@heliotrope/kernel';
import { FieldCipher, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { mayRevealMore, reasonFault, REVEAL_LIMITS, REVEALED_FIELDS } from '../../rules/index.js';
import { GuardianRepository } from '../guardian/guardian.repository.js';
import { citizenNumberPlace, guardianPhonePlace, rosterKey, studentNumberPlace } from '../students/pupil-fields.js';
import { PupilPageRepository, type PupilRow } from '../students/pupil-page.repository.js';
import type { RevealBody, RevealDto, RevealedDto } from './reveal.dto.js';
import { RevealRepository } from './reveal.repository.js';

/** Opening one masked field: another right than reading the page, with a reason, a limit, and two lasting traces. */
@Injectable()
export class RevealService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
    @Inject(GuardianRepository) private readonly guardians: GuardianRepository,
    @Inject(RevealRepository) private readonly reveals: RevealRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  reveal(actor: Actor, studentId: string, body: RevealBody): Promise<RevealedDto> {
    // Which right it takes hangs on the field; the route lets in whoever has the lesser one.
    return this.work.run(actor, REVEALED_FIELDS[body.field].action, async (tx) => {
      if (actor.kind !== 'person') throw refuse('platform/not-allowed');
      const reason = body.reason.trim();
      const fault = reasonFault(reason);
      if (fault) throw refuse(`organisation/reveal-reason-${fault}`);
      const pupil = await this.pupils.byId(tx, studentId);
      if (!pupil) throw refuse('organisation/student-absent');
      const { inHour, inDay } = await this.reveals.countOf(tx, actor.accountId);
      if (!mayRevealMore(inHour, inDay)) throw refuse('organisation/reveal-too-many');
      const value = await this.valueOf(tx, pupil, body);
      if (value === null) throw refuse('organisation/reveal-nothing');
      await this.reveals.add(tx, pupil, actor.accountId, { field: body.field, guardianId: body.guardianId ?? null, reason });
      tx.audit({
        object: `student:${studentId}`, jurisdictionId: pupil.jurisdictionId, purpose: reason,
        detail: { field: body.field, ...(body.guardianId ? { guardian: body.guardianId } : {}) },
      });
      return { value, seconds: REVEAL_LIMITS.shownSeconds };
    });
  }

  list(actor: Actor, studentId: string): Promise<RevealDto[]> {
    return this.work.read(actor, 'organisation.read-reveals', async (tx) => {
      const pupil = await this.pupils.byId(tx, studentId);
      if (!pupil) throw refuse('organisation/student-absent');
      tx.audit({ object: `student:${studentId}`, jurisdictionId: pupil.jurisdictionId });
      const rows = await this.reveals.of(tx, pupil.jurisdictionId, studentId);
      return rows.map(({ id, at, byName, field, reason }) => ({ id, at: at.toISOString(), byName, field, reason }));
    });
  }

  private async valueOf(tx: Tx, pupil: PupilRow, { field, guardianId }: RevealBody): Promise<string | null> {
    const key = rosterKey(pupil.jurisdictionId);
    switch (field) {
      case 'born-on':
        return pupil.bornOn;
      case 'student-number':
        return pupil.studentNumberEnc && this.cipher.decrypt(tx, key, studentNumberPlace(pupil.id), pupil.studentNumberEnc);
      case 'citizen-number':
        return pupil.citizenNumberEnc && this.cipher.decrypt(tx, key, citizenNumberPlace(pupil.id), pupil.citizenNumberEnc);
      default: {
        const guardian = (await this.guardians.of(tx, pupil)).find((one) => one.id === guardianId);
        if (!guardian) throw refuse('organisation/guardian-absent');
        if (field === 'guardian-name') return guardian.name;
        return guardian.phoneEnc && this.cipher.decrypt(tx, key, guardianPhonePlace(guardian.id), guardian.phoneEnc);
      }
    }
  }
}
