import { type Actor, actorRef, chinaDayOf, refuse, Refusal, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { newId, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { mayPlanFurther, proposedFurtherWindow, seatsFrom } from '../../rules/further-window.js';
import { RoundRepository, type RoundRow } from '../round/round.repository.js';
import type { FurtherClassesDto, FurtherWindowsDto, PlanFurtherBody } from './further-window.dto.js';
import { FurtherWindowRepository, type FurtherWindowRow } from './further-window.repository.js';
import { seatWindow } from './further-jobs.js';

/** Make-up and retest windows of a round, as a bureau leads them: plan, seat, print, end. */
@Injectable()
export class FurtherWindowService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(FurtherWindowRepository) private readonly windows: FurtherWindowRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  list(actor: Actor, roundId: string): Promise<FurtherWindowsDto> {
    return this.work.read(actor, 'screening.read-board', async (tx) => {
      const round = await this.round(tx, roundId);
      const { jurisdictionId } = round;
      const found = await this.windows.ofRound(tx, jurisdictionId, roundId);
      const seats = await this.windows.seats(tx, jurisdictionId, found.map((one) => one.id));
      const calendar = await this.organisation.calendarOf(tx, jurisdictionId, null);
      const day = chinaDayOf(tx.now);
      const proposed = (key: 'screening.make-up-days' | 'screening.retest-days') =>
        proposedFurtherWindow(calendar, round, this.policy.inForce(jurisdictionId, key, day), tx.now);
      return {
        items: found.map(({ id, kind, opensAt, closesAt, state, endedAt, jobRunId }) => ({
          id, kind, opensAt, closesAt, state, endedAt, jobRunId, seatsFrom: seatsFrom({ id, opensAt }, ended(round), found),
          seats: seats.get(id)?.seats ?? 0, handedIn: seats.get(id)?.handedIn ?? 0,
        })),
        proposed: { 'make-up': proposed('screening.make-up-days'), retest: proposed('screening.retest-days') },
      };
    });
  }

  plan(actor: Actor, roundId: string, { kind, opensAt, closesAt }: PlanFurtherBody): Promise<{ id: string }> {
    return this.work.run(actor, 'screening.plan-round', async (tx) => {
      const round = await this.round(tx, roundId);
      const others = (await this.windows.ofRound(tx, round.jurisdictionId, roundId)).filter((one) => one.endedAt === null);
      const verdict = mayPlanFurther({ kind, opensAt, closesAt }, ended(round), others, tx.now);
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      const id = newId(tx.now.getTime());
      await this.windows.add(tx, { jurisdictionId: round.jurisdictionId, id, roundId, kind, opensAt, closesAt, createdBy: actorRef(actor) });
      tx.audit({ object: `round:${roundId}`, jurisdictionId: round.jurisdictionId, detail: { windowId: id, kind, opensAt, closesAt } });
      return { id };
    });
  }

  /** Gives seats to who is due; again, for who has become due since. */
  seat(actor: Actor, id: string): Promise<{ jobRunId: string }> {
    return this.work.run(actor, 'screening.open-round', async (tx) => {
      const window = await this.running(tx, id);
      const { jurisdictionId, roundId, kind } = window;
      const round = await this.round(tx, roundId);
      const from = seatsFrom(window, ended(round), await this.windows.ofRound(tx, jurisdictionId, roundId));
      if (round.state !== 'closed' || from.getTime() > tx.now.getTime()) throw refuse('screening/window-not-due', { at: from.toISOString() });
      const title = `${kind === 'make-up' ? '补测' : '重测'}分配座位：${round.title}`;
      const jobRunId = await tx.request(seatWindow.of({ windowId: id }, { jurisdictionId, key: id, title }));
      await this.windows.mark(tx, window, { jobRunId, ...(window.state === 'planned' ? { state: 'seating' as const } : {}) });
      tx.audit({ object: `round:${roundId}`, jurisdictionId, detail: { windowId: id, jobRunId } });
      return { jobRunId };
    });
  }

  /** Seats every window that waits, when it is known by now who is due. */
  async seatDue(actorOf: (jurisdictionId: number) => SystemActor): Promise<void> {
    for (const { jurisdictionId, id } of await this.windows.waiting()) await this.seat(actorOf(jurisdictionId), id).catch(passOver);
  }

  end(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'screening.close-round', async (tx) => {
      const window = await this.running(tx, id);
      await this.windows.mark(tx, window, { endedAt: tx.now });
      tx.audit({ object: `round:${window.roundId}`, jurisdictionId: window.jurisdictionId, detail: { windowId: id, ended: true } });
    });
  }

  classes(actor: Actor, id: string): Promise<FurtherClassesDto> {
    return this.work.read(actor, 'screening.print-seat-slips', async (tx) => {
      const window = await this.windows.forMoving(tx, id);
      if (!window) throw refuse('screening/window-absent');
      const rows = await this.windows.classes(tx, window.jurisdictionId, id);
      const names = await this.organisation.classNames(tx, rows.map((row) => row.classId), chinaDayOf(tx.now));
      return { items: rows.map((row) => ({ ...row, className: names.get(row.classId) ?? '' })) };
    });
  }

  private async running(tx: Tx, id: string): Promise<FurtherWindowRow> {
    const window = await this.windows.forMoving(tx, id);
    if (!window) throw refuse('screening/window-absent');
    if ((window.endedAt ?? window.closesAt).getTime() <= tx.now.getTime()) throw refuse('screening/window-ended');
    return window;
  }

  private async round(tx: Tx, id: string): Promise<RoundRow> {
    const round = await this.rounds.byId(tx, id);
    if (!round) throw refuse('screening/round-absent');
    return round;
  }
}

/** When the round's own window truly ended: by its plan, or earlier by hand. */
const ended = (round: RoundRow): RoundRow => (round.closedAt && round.closedAt.getTime() < round.closesAt.getTime() ? { ...round, closesAt: round.closedAt } : round);

/** Not due yet, or over before it was: both are for another look, or for nobody. */
function passOver(error: unknown): void {
  if (!(error instanceof Refusal) || !['screening/window-not-due', 'screening/window-ended'].includes(error.code)) throw error;
}
