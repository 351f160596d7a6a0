import { type Actor, actorRef, chinaDayOf, Refusal } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { schoolYearOf } from '@heliotrope/organisation/rules';
import { jobActor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { isTimeToMake, yearlyDates } from '../../rules/yearly-plan.js';
import { RoundPlanning } from '../round/round-planning.service.js';
import { type YearlyContent, YearlyPlanRepository } from './yearly-plan.repository.js';

/** Makes the round of the year out of each yearly plan, once. The clock that opens planned rounds does the rest. */
@Injectable()
export class YearlyMakingService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(YearlyPlanRepository) private readonly plans: YearlyPlanRepository,
    @Inject(RoundPlanning) private readonly planning: RoundPlanning,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  /** What cannot be made today is told on the plan and tried again: a licence is renewed, a term is entered. */
  async makeDue(rule: string): Promise<void> {
    for (const { jurisdictionId, id } of await this.plans.active()) {
      const actor = jobActor(rule, jurisdictionId);
      try {
        await this.make(actor, jurisdictionId, id);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        await this.meets(actor, jurisdictionId, id, [error.zh, ...(error.details.errors ?? []).map((fault) => fault.message)].join(' '));
      }
    }
  }

  private make(actor: Actor, jurisdictionId: number, id: string): Promise<void> {
    return this.work.read(actor, 'screening.plan-round', async (tx) => {
      const today = chinaDayOf(tx.now);
      const schoolYear = schoolYearOf(today);
      const plan = await this.plans.inForce(tx, jurisdictionId, id, today);
      if (!plan || (await this.plans.roundOf(tx, jurisdictionId, id, schoolYear)) !== null) return;
      const calendar = await this.organisation.calendarOf(tx, jurisdictionId, null);
      const dates = yearlyDates(plan, calendar, schoolYear, tx.now);
      if (!dates) {
        await this.told(tx, jurisdictionId, id, '校历没有录入到计划的日期，无法确定测评时间');
        return;
      }
      if (!isTimeToMake(plan, dates, tx.now)) return;
      await this.planning.add(tx, {
        ...roundOf(plan, schoolYear), jurisdictionId, opensAt: dates.opensAt, closesAt: dates.closesAt, planId: id, schoolYear, capacityReason: null,
        createdBy: actorRef(actor),
      });
      await this.told(tx, jurisdictionId, id, null);
    });
  }

  private meets(actor: Actor, jurisdictionId: number, id: string, obstacle: string): Promise<void> {
    return this.work.read(actor, 'screening.plan-round', (tx) => this.told(tx, jurisdictionId, id, obstacle));
  }

  private async told(tx: Tx, jurisdictionId: number, id: string, obstacle: string | null): Promise<void> {
    if (await this.plans.meets(tx, jurisdictionId, id, obstacle)) tx.audit({ object: `yearly-plan:${id}`, jurisdictionId, detail: { obstacle } });
  }
}

const roundOf = ({ title, grades, battery, consentRule }: YearlyContent, schoolYear: number) => (
  { title: `${schoolYear}—${schoolYear + 1}学年${title}`, grades, battery, consentRule });
