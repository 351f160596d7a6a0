import { ImpactAssessments } from '@heliotrope/data-protection';
import { type Actor, actorRef, chinaDayOf, type FieldFault, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { newId, type Page, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { batteryFaults, type BatteryEntry } from '../../rules/battery.js';
import { roundClosed } from '../../rules/facts.js';
import { type Counters, type FiveNumbers, fiveNumbers } from '../../rules/five-numbers.js';
import { isWindowOver, mayPlan } from '../../rules/round.js';
import { CompletionRepository } from '../completion/completion.repository.js';
import { InstrumentShelf, obstacles } from '../instrument/instrument-shelf.service.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { openRound } from './open-round.job.js';
import type { PlanRoundBody, RoundDto, RoundQuery } from './round.dto.js';
import { RoundRepository, type RoundRow } from './round.repository.js';

const READ = 'screening.read-board';
const PAGE = 50;
const NEW_ROUND_ONLY = /\/(licence-|not-approved|approval-over|grades-not-approved)/;

/** The life of a round as a bureau leads it: plan, open, look, close. */
@Injectable()
export class RoundService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(CompletionRepository) private readonly completion: CompletionRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(InstrumentShelf) private readonly shelf: InstrumentShelf,
    @Inject(ImpactAssessments) private readonly assessments: ImpactAssessments,
  ) {}

  plan(actor: Actor, plan: PlanRoundBody): Promise<{ id: string }> {
    return this.work.run(actor, 'screening.plan-round', async (tx) => {
      const verdict = mayPlan(plan, tx.now);
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      const bureaus = tx.scopes.flatMap((scope) => scope.jurisdictions);
      // An officer's own bureau stands above the others he reaches, and codes of a city precede those of its counties.
      const jurisdictionId = plan.bureauId ?? Math.min(...bureaus);
      if (!bureaus.includes(jurisdictionId)) throw refuse('platform/not-allowed', { action: tx.action });
      const errors = await this.batteryFaults(tx, jurisdictionId, plan);
      if (errors.length > 0) throw refuse('screening/battery-unfit', { errors });
      await this.assessments.demand(tx, jurisdictionId, 'screening');
      const { title, opensAt, closesAt, grades, consentRule = 'none-required-by-law-basis' } = plan;
      const battery = plan.battery.map(({ instrument, version, grades: { from, to } }) => ({ instrument, version, grades: { from, to } }));
      const id = newId(tx.now.getTime());
      await this.rounds.add(tx, { jurisdictionId, id, title, opensAt, closesAt, grades, battery, consentRule, createdBy: actorRef(actor) });
      tx.audit({ object: `round:${id}`, jurisdictionId, detail: { opensAt, closesAt, grades, consentRule, battery: battery.map((one) => one.instrument) } });
      return { id };
    });
  }

  /** Opens a planned round, goes on with one whose opening stopped, and seats pupils who came since in an open one. */
  open(actor: Actor, id: string): Promise<{ jobRunId: string }> {
    return this.work.run(actor, 'screening.open-round', async (tx) => {
      const round = await this.forMoving(tx, id);
      if (round.state === 'closed') throw refuse('screening/round-state');
      if (round.closesAt.getTime() <= tx.now.getTime()) throw refuse('screening/window-over');
      const { jurisdictionId } = round;
      if (round.state === 'planned') {
        // What was approved when the round was planned may have been withdrawn, and a licence may have run out.
        const [fault] = (await this.useFaults(tx, jurisdictionId, round)).filter((one) => NEW_ROUND_ONLY.test(one.code));
        if (fault) throw refuse('screening/instrument-unusable', { reason: fault.message });
      }
      await this.assessments.demand(tx, jurisdictionId, 'screening');
      const jobRunId = await tx.request(openRound.of({ roundId: id }, { jurisdictionId, key: id, title: `开启测评：${round.title}` }));
      await this.rounds.startOpening(tx, round, jobRunId);
      tx.audit({ object: `round:${id}`, jurisdictionId, detail: { jobRunId } });
      return { jobRunId };
    });
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

  private async batteryFaults(tx: Tx, jurisdictionId: number, plan: PlanRoundBody): Promise<FieldFault[]> {
    const shelf = await this.shelf.of(tx, jurisdictionId);
    const known = await Promise.all(plan.battery.map((entry) => shelf.find(entry.instrument, entry.version)));
    const faults = batteryFaults(plan.battery, plan.grades, (code, version) => known.find((one) => one?.shelved.definition.code === code && one.shelved.definition.version === version)?.shelved.definition);
    return faults.length > 0 ? faults : this.useFaults(tx, jurisdictionId, plan);
  }

  /** Instruments whose licence or approval does not reach to the last day of the round, for its grades. */
  private async useFaults(tx: Tx, jurisdictionId: number, round: { battery: readonly BatteryEntry[]; grades: readonly number[]; closesAt: Date }): Promise<FieldFault[]> {
    const shelf = await this.shelf.of(tx, jurisdictionId);
    const faults = await Promise.all(round.battery.map(async (entry, at) => {
      const found = await shelf.find(entry.instrument, entry.version);
      const grades = round.grades.filter((grade) => grade >= entry.grades.from && grade <= entry.grades.to);
      if (!found || grades.length === 0) return [];
      return obstacles(found, { from: Math.min(...grades), to: Math.max(...grades) }, chinaDayOf(round.closesAt))
        .map(({ code, message }) => ({ field: `battery.${at}`, code: `screening/${code}`, message }));
    }));
    return faults.flat();
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
    return rounds.map(({ jurisdictionId, ...round }) => ({
      ...round,
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
