import { ImpactAssessments } from '@heliotrope/data-protection';
import { type Actor, actorRef, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { type Page, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { roundClosed } from '../../rules/facts.js';
import { type Counters, type FiveNumbers, fiveNumbers } from '../../rules/five-numbers.js';
import { isWindowOver } from '../../rules/round.js';
import type { FollowUpCapacityDto } from '../capacity/capacity.dto.js';
import { CapacityService } from '../capacity/capacity.service.js';
import { CompletionRepository } from '../completion/completion.repository.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { openRound } from './open-round.job.js';
import { planningBureau } from './planning-bureau.js';
import type { PlanRoundBody, RoundDto, RoundQuery } from './round.dto.js';
import { RoundPlanning } from './round-planning.service.js';
import { RoundRepository, type RoundRow } from './round.repository.js';

const READ = 'screening.read-board';
const PAGE = 50;

/** The life of a round as a bureau leads it: plan, open, look, close. */
@Injectable()
export class RoundService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(CompletionRepository) private readonly completion: CompletionRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(ImpactAssessments) private readonly assessments: ImpactAssessments,
    @Inject(RoundPlanning) private readonly planning: RoundPlanning,
    @Inject(CapacityService) private readonly capacities: CapacityService,
  ) {}

  plan(actor: Actor, plan: PlanRoundBody): Promise<{ id: string }> {
    return this.work.run(actor, 'screening.plan-round', async (tx) => {
      const { title, opensAt, closesAt, grades, battery, consentRule = 'none-required-by-law-basis', capacityReason = null } = plan;
      const id = await this.planning.add(tx, {
        jurisdictionId: planningBureau(tx, plan.bureauId), title, opensAt, closesAt, grades, battery, consentRule, capacityReason,
        createdBy: actorRef(actor), planId: null, schoolYear: null,
      });
      return { id: id! };
    });
  }

  /**
   * Opens a planned round, goes on with one whose opening stopped, and seats pupils who came since in an open one. A launch
   * that the psychology teachers cannot follow up needs a reason, which is kept and told in the audit with the numbers.
   */
  open(actor: Actor, id: string, reason?: string): Promise<{ jobRunId: string }> {
    return this.work.run(actor, 'screening.open-round', async (tx) => {
      const round = await this.forMoving(tx, id);
      if (round.state === 'closed') throw refuse('screening/round-state');
      if (round.closesAt.getTime() <= tx.now.getTime()) throw refuse('screening/window-over');
      const { jurisdictionId } = round;
      if (round.state === 'planned') await this.planning.demandUsable(tx, round);
      await this.assessments.demand(tx, jurisdictionId, 'screening');
      const capacity = round.state === 'planned' ? await this.launch(tx, round, reason?.trim() || round.capacityReason) : undefined;
      const jobRunId = await tx.request(openRound.of({ roundId: id }, { jurisdictionId, key: id, title: `开启测评：${round.title}` }));
      await this.rounds.startOpening(tx, round, jobRunId);
      tx.audit({ object: `round:${id}`, jurisdictionId, detail: { jobRunId, ...(capacity ? { capacity } : {}) } });
      return { jobRunId };
    });
  }

  /** Due by the clock, and short of hours without a reason: it waits for a person, and says so once. */
  hold(actor: Actor, id: string): Promise<void> {
    return this.work.read(actor, 'screening.open-round', async (tx) => {
      const round = await this.forMoving(tx, id);
      if (await this.rounds.hold(tx, round)) tx.audit({ object: `round:${id}`, jurisdictionId: round.jurisdictionId, detail: { held: 'capacity-short' } });
    });
  }

  capacity(actor: Actor, id: string): Promise<FollowUpCapacityDto> {
    return this.work.read(actor, 'screening.open-round', async (tx) => {
      const round = await this.rounds.byId(tx, id);
      if (!round) throw refuse('screening/round-absent');
      return this.capacities.of(tx, round.jurisdictionId, round.grades);
    });
  }

  private async launch(tx: Tx, round: RoundRow, reason: string | null | undefined): Promise<Record<string, unknown>> {
    const { expected, hoursNeeded, hoursAvailable, shortSchools } = await this.capacities.of(tx, round.jurisdictionId, round.grades);
    const numbers = { expected, hoursNeeded, hoursAvailable, shortSchools };
    if (shortSchools === 0) return numbers;
    if (!reason) throw refuse('screening/capacity-short', numbers);
    if (reason !== round.capacityReason) await this.rounds.giveReason(tx, round, reason, actorRef(tx.actor));
    return { ...numbers, reason };
  }

  close(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, 'screening.close-round', async (tx) => {
      const round = await this.forMoving(tx, id);
      if (round.state === 'closed') throw refuse('screening/round-state');
      await this.rounds.markClosed(tx, round);
      tx.state(roundClosed.of(round.jurisdictionId, { roundId: id }));
      tx.audit({ object: `round:${id}`, jurisdictionId: round.jurisdictionId });
    });
  }

  list(actor: Actor, query: RoundQuery): Promise<Page<RoundDto>> {
    return this.work.read(actor, READ, async (tx) => {
      const limit = query.limit ?? PAGE;
      const rows = await this.rounds.page(tx, { state: query.state, after: readCursor(query.cursor, 'instant', 'id'), limit: limit + 1 });
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.opensAt, row.id]);
      return { items: await this.shown(tx, items), nextCursor };
    });
  }

  one(actor: Actor, id: string): Promise<RoundDto> {
    return this.work.read(actor, READ, async (tx) => {
      const round = await this.rounds.byId(tx, id);
      if (!round) throw refuse('screening/round-absent');
      return (await this.shown(tx, [round]))[0]!;
    });
  }

  private async forMoving(tx: Tx, id: string): Promise<RoundRow> {
    const round = await this.rounds.forMoving(tx, id);
    if (!round) throw refuse('screening/round-absent');
    return round;
  }

  private async shown(tx: Tx, rounds: readonly RoundRow[]): Promise<RoundDto[]> {
    const progress = await this.completion.ofRounds(tx, rounds.map((round) => round.id));
    const names = new Map<number, string | null>();
    for (const { jurisdictionId } of rounds) {
      if (!names.has(jurisdictionId)) names.set(jurisdictionId, (await this.organisation.bureau(tx, jurisdictionId))?.name ?? null);
    }
    await Promise.all(rounds.flatMap((round) => round.battery.map((entry) => this.library.fetch(entry.instrument, entry.version))));
    return rounds.map(({ jurisdictionId, heldAt, closedAt: _, ...round }) => ({
      ...round,
      isHeld: round.state === 'planned' && heldAt !== null,
      grades: [...round.grades],
      battery: round.battery.map((entry) => ({ ...entry, title: this.library.find(entry.instrument, entry.version)?.definition.title ?? null })),
      bureauId: jurisdictionId,
      bureauName: names.get(jurisdictionId) ?? null,
      progress: numbersOf(progress.get(round.id), round, tx.now),
    }));
  }
}

const numbersOf = (counters: Counters | undefined, round: Pick<RoundRow, 'state' | 'closesAt'>, now: Date): FiveNumbers | null =>
  counters ? fiveNumbers(counters, isWindowOver(round, now)) : null;
