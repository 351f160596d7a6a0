import { ConsentReader } from '@heliotrope/data-protection';
import { Clock, jobActor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { RoundRow } from '../round/round.repository.js';
import { RefusalRepository, type SeatOfRefuser } from './refusal.repository.js';

/**
 * So long after a seat was shut no sheet can still come in at it: a statement that found it open has ended by then. Only
 * then is the no counted, so that nobody is counted twice.
 */
export const QUIET_MS = 10_000;

/** Who says no to a round: his seat is shut, he is counted apart, and nothing asks him again. */
@Injectable()
export class RefusalService {
  constructor(
    @Inject(RefusalRepository) private readonly refusals: RefusalRepository,
    @Inject(ConsentReader) private readonly consents: ConsentReader,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Something was said about this pupil: looks again at each of his seats. */
  async hear(tx: Tx, jurisdictionId: number, studentId: string): Promise<void> {
    await this.weigh(tx, jurisdictionId, await this.refusals.seatsOf(tx, jurisdictionId, studentId));
  }

  /** Seats have been given out: those of pupils for whom somebody said no before are shut at once. */
  async seated(tx: Tx, { jurisdictionId, id, consentRule }: RoundRow, classes: readonly string[]): Promise<void> {
    if (consentRule === 'none-required-by-law-basis' || classes.length === 0) return;
    await this.weigh(tx, jurisdictionId, await this.refusals.seatsOfNo(tx, jurisdictionId, id, classes));
  }

  /** Counts what was said in every bureau and has come to rest. */
  async settle(rule: string): Promise<void> {
    const quietSince = new Date(this.clock.now().getTime() - QUIET_MS);
    for (const jurisdictionId of await this.refusals.unsettled()) {
      await this.work.read(jobActor(rule, jurisdictionId), rule, async (tx) => {
        const settled = await this.refusals.settle(tx, jurisdictionId, quietSince);
        if (settled > 0) tx.audit({ object: 'screening:refusals', jurisdictionId, detail: { settled } });
      });
    }
  }

  private async weigh(tx: Tx, jurisdictionId: number, seats: readonly SeatOfRefuser[]): Promise<void> {
    const no: string[] = [];
    const other: string[] = [];
    for (const rule of new Set(seats.map((seat) => seat.consentRule))) {
      const pupils = seats.filter((seat) => seat.consentRule === rule);
      const found = await this.consents.standings(tx, { jurisdictionId, purpose: 'screening', rule, pupils });
      for (const { assignmentId, studentId } of pupils) {
        const { state } = found.get(studentId)!.standing;
        (state === 'refused' || state === 'withdrawn' ? no : other).push(assignmentId);
      }
    }
    if (no.length > 0) await this.refusals.refuse(tx, jurisdictionId, no);
    if (other.length > 0) await this.refusals.relent(tx, jurisdictionId, other);
  }
}
