import { ImpactAssessments } from '@heliotrope/data-protection';
import { chinaDayOf, type FieldFault, refuse } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { batteryFaults, type BatteryEntry } from '../../rules/battery.js';
import { mayPlan } from '../../rules/round.js';
import { InstrumentShelf, obstacles } from '../instrument/instrument-shelf.service.js';
import { RoundRepository, type NewRound } from './round.repository.js';

const NEW_ROUND_ONLY = /\/(licence-|not-approved|approval-over|grades-not-approved)/;

/** What must be true of a round before it stands, whoever plans it: an officer, or the calendar by a yearly plan. */
@Injectable()
export class RoundPlanning {
  constructor(
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(InstrumentShelf) private readonly shelf: InstrumentShelf,
    @Inject(ImpactAssessments) private readonly assessments: ImpactAssessments,
  ) {}

  /** @returns the round's id; null when the yearly plan has its round of the year already. */
  async add(tx: Tx, plan: Omit<NewRound, 'id'>): Promise<string | null> {
    const verdict = mayPlan(plan, tx.now);
    if (!verdict.allowed) throw refuse(verdict.reasons[0]);
    await this.demandBattery(tx, plan);
    await this.assessments.demand(tx, plan.jurisdictionId, 'screening');
    const battery = plan.battery.map(({ instrument, version, grades: { from, to } }) => ({ instrument, version, grades: { from, to } }));
    const id = newId(tx.now.getTime());
    if (!(await this.rounds.add(tx, { ...plan, id, battery }))) return null;
    const { jurisdictionId, opensAt, closesAt, grades, consentRule, planId, schoolYear, capacityReason } = plan;
    tx.audit({ object: `round:${id}`, jurisdictionId, detail: { opensAt, closesAt, grades, consentRule, planId, schoolYear, capacityReason, battery: battery.map((one) => one.instrument) } });
    return id;
  }

  async demandBattery(tx: Tx, plan: Pick<NewRound, 'jurisdictionId' | 'battery' | 'grades' | 'closesAt'>): Promise<void> {
    const errors = await this.batteryFaults(tx, plan);
    if (errors.length > 0) throw refuse('screening/battery-unfit', { errors });
  }

  /** What was approved when the round was planned may have been withdrawn, and a licence may have run out. */
  async demandUsable(tx: Tx, round: Pick<NewRound, 'jurisdictionId' | 'battery' | 'grades' | 'closesAt'>): Promise<void> {
    const [fault] = (await this.useFaults(tx, round)).filter((one) => NEW_ROUND_ONLY.test(one.code));
    if (fault) throw refuse('screening/instrument-unusable', { reason: fault.message });
  }

  private async batteryFaults(tx: Tx, plan: Pick<NewRound, 'jurisdictionId' | 'battery' | 'grades' | 'closesAt'>): Promise<FieldFault[]> {
    const shelf = await this.shelf.of(tx, plan.jurisdictionId);
    const known = await Promise.all(plan.battery.map((entry) => shelf.find(entry.instrument, entry.version)));
    const faults = batteryFaults(plan.battery, plan.grades, (code, version) => known.find((one) => one?.shelved.definition.code === code && one.shelved.definition.version === version)?.shelved.definition);
    return faults.length > 0 ? faults : this.useFaults(tx, plan);
  }

  /** Instruments whose licence or approval does not reach to the last day of the round, for its grades. */
  private async useFaults(tx: Tx, round: { jurisdictionId: number; battery: readonly BatteryEntry[]; grades: readonly number[]; closesAt: Date }): Promise<FieldFault[]> {
    const shelf = await this.shelf.of(tx, round.jurisdictionId);
    const faults = await Promise.all(round.battery.map(async (entry, at) => {
      const found = await shelf.find(entry.instrument, entry.version);
      const grades = round.grades.filter((grade) => grade >= entry.grades.from && grade <= entry.grades.to);
      if (!found || grades.length === 0) return [];
      return obstacles(found, { from: Math.min(...grades), to: Math.max(...grades) }, chinaDayOf(round.closesAt))
        .map(({ code, message }) => ({ field: `battery.${at}`, code: `screening/${code}`, message }));
    }));
    return faults.flat();
  }
}
