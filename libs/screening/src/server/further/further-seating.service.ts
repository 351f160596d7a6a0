import { randomBytes } from 'node:crypto';
import { refuse, type SystemActor } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { batteryFor } from '../../rules/battery.js';
import { PAD_BYTES } from '../round/opening.repository.js';
import { RoundRepository } from '../round/round.repository.js';
import { FurtherSeatsRepository } from './further-seats.repository.js';
import { FurtherWindowRepository, type FurtherWindowRow } from './further-window.repository.js';

const ACTION = 'screening.open-round';

/** The acts of seating a window, each a transaction of its own, each harmless when done again. */
@Injectable()
export class FurtherSeatingService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(FurtherWindowRepository) private readonly windows: FurtherWindowRepository,
    @Inject(FurtherSeatsRepository) private readonly seats: FurtherSeatsRepository,
  ) {}

  begin(actor: SystemActor, windowId: string): Promise<string[]> {
    return this.work.read(actor, ACTION, async (tx) => {
      const window = await this.window(tx, windowId);
      return this.seats.schools(tx, window.jurisdictionId, window.roundId);
    });
  }

  /** The window's row is held: two workers seat one after the other. */
  seat(actor: SystemActor, windowId: string, schools: readonly string[]): Promise<void> {
    return this.work.read(actor, ACTION, async (tx) => {
      const window = await this.window(tx, windowId);
      const { jurisdictionId, roundId, kind } = window;
      const round = (await this.rounds.byId(tx, roundId))!;
      const forms = round.grades.map((grade) => ({ grade, count: batteryFor(round.battery, grade).length }));
      const due = { jurisdictionId, roundId, windowId, schools, forms };
      const given = kind === 'make-up' ? await this.seats.extendAbsent(tx, due) : await this.seats.seatVoid(tx, due, await this.pads(tx, due));
      if (given > 0) tx.audit({ object: `round:${roundId}`, jurisdictionId, detail: { windowId, kind, seats: given } });
    });
  }

  finish(actor: SystemActor, windowId: string): Promise<void> {
    return this.work.read(actor, ACTION, async (tx) => this.windows.mark(tx, await this.window(tx, windowId), { state: 'seated' }));
  }

  private async pads(tx: Tx, due: Parameters<FurtherSeatsRepository['classes']>[1]): Promise<Map<string, Buffer>> {
    return new Map((await this.seats.classes(tx, due)).map((id) => [id, randomBytes(PAD_BYTES)]));
  }

  private async window(tx: Tx, id: string): Promise<FurtherWindowRow> {
    const found = await this.windows.forMoving(tx, id);
    if (!found) throw refuse('screening/window-absent');
    return found;
  }
}
