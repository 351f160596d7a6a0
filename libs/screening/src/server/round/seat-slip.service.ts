import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { CONFIG, type Config, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import { FurtherWindowRepository } from '../further/further-window.repository.js';
import { RoundRepository } from './round.repository.js';
import type { SeatSlipsDto } from './seat-slip.dto.js';
import { SeatSlipRepository } from './seat-slip.repository.js';

/** What a teacher cuts apart and hands out before a class answers. */
@Injectable()
export class SeatSlipService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(SeatSlipRepository) private readonly seats: SeatSlipRepository,
    @Inject(FurtherWindowRepository) private readonly windows: FurtherWindowRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param windowId of a make-up or retest: the slips of those alone who are due in it. */
  ofClass(actor: Actor, roundId: string, classId: string, windowId: string | null = null): Promise<SeatSlipsDto> {
    return this.work.run(actor, 'screening.print-seat-slips', async (tx) => {
      const round = await this.rounds.byId(tx, roundId);
      const schoolClass = round && (await this.seats.schoolClass(tx, round.jurisdictionId, roundId, classId));
      if (!round || !schoolClass) throw refuse('screening/round-absent');
      const window = windowId === null ? null : (await this.windows.ofRound(tx, round.jurisdictionId, roundId)).find((one) => one.id === windowId);
      if (window === undefined) throw refuse('screening/window-absent');
      const day = chinaDayOf(tx.now);
      const seats = await this.seats.seats(tx, round.jurisdictionId, roundId, classId, windowId);
      const names = await this.organisation.pupilNames(tx, round.jurisdictionId, seats.map((seat) => seat.studentId), day);
      tx.audit({ object: `class:${classId}`, jurisdictionId: round.jurisdictionId, detail: { roundId, ...(window ? { windowId } : {}), slips: seats.length } });
      return {
        roundTitle: round.title,
        schoolName: schoolClass.schoolName,
        className: (await this.organisation.classNames(tx, [classId], day)).get(classId) ?? '',
        classCode: schoolClass.code,
        kind: window?.kind ?? null,
        closesAt: window?.closesAt ?? round.closesAt,
        address: this.config.studentOrigin,
        slips: seats.map(({ seatNo, seatCode, studentId }) => ({
          seatNo, seatCode: writeCode(seatCode, SEAT_CODE_LENGTH), name: names.get(studentId)?.name ?? '',
        })),
      };
    });
  }
}
