import { type Actor, actorRef, chinaDayOf, refuse, schoolDay } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { schoolYearOf } from '@heliotrope/organisation/rules';
import { newId, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { yearlyDates } from '../../rules/yearly-plan.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { planningBureau } from '../round/planning-bureau.js';
import { RoundPlanning } from '../round/round-planning.service.js';
import type { YearlyChangesDto, YearlyPlanBody, YearlyPlanDto } from './yearly-plan.dto.js';
import { type YearlyContent, type YearlyPlanRow, YearlyPlanRepository } from './yearly-plan.repository.js';

const ACTION = 'screening.plan-round';

/** The plan by which a bureau screens every year: written once, changed from a day on, each version kept. */
@Injectable()
export class YearlyPlanService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(YearlyPlanRepository) private readonly plans: YearlyPlanRepository,
    @Inject(RoundPlanning) private readonly planning: RoundPlanning,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
  ) {}

  list(actor: Actor): Promise<YearlyPlanDto[]> {
    return this.work.read(actor, ACTION, async (tx) => {
      const shown: YearlyPlanDto[] = [];
      for (const plan of await this.plans.list(tx)) shown.push(await this.shown(tx, plan));
      return shown;
    });
  }

  add(actor: Actor, body: YearlyPlanBody): Promise<{ id: string }> {
    return this.work.run(actor, ACTION, async (tx) => {
      const jurisdictionId = planningBureau(tx, body.bureauId);
      const at = { jurisdictionId, id: newId(tx.now.getTime()) };
      await this.plans.add(tx, { ...at, createdBy: actorRef(actor) });
      await this.save(tx, at, body);
      return { id: at.id };
    });
  }

  /** @param seen the version the editor had before him. */
  async edit(actor: Actor, id: string, body: YearlyPlanBody, seen: number): Promise<void> {
    await this.work.run(actor, ACTION, async (tx) => {
      const held = await this.plans.forUpdate(tx, id);
      if (!held) throw refuse('screening/yearly-plan-absent');
      sameVersion(seen, await this.shown(tx, held));
      await this.save(tx, held, body);
    });
  }

  changes(actor: Actor, id: string): Promise<YearlyChangesDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const held = await this.plans.forUpdate(tx, id);
      if (!held) throw refuse('screening/yearly-plan-absent');
      const versions = await this.plans.versions(tx, held.jurisdictionId, id);
      const accounts = await this.organisation.accountNames(tx, versions.flatMap(({ savedBy }) => (savedBy.startsWith('account:') ? [savedBy.slice(8)] : [])));
      return {
        items: versions.map(({ version, validFrom, savedAt, savedBy, content }, at) => ({
          version, validFrom, savedAt, savedBy: accounts.get(savedBy.replace('account:', '')) ?? null, changed: changedFields(versions[at + 1]?.content, content),
        })),
      };
    });
  }

  private async save(tx: Tx, at: { jurisdictionId: number; id: string }, body: YearlyPlanBody): Promise<void> {
    const { title, month, dayOfMonth, schoolDays, aheadDays, grades, consentRule, isActive = true } = body;
    const battery = body.battery.map(({ instrument, version, grades: { from, to } }) => ({ instrument, version, grades: { from, to } }));
    const content: YearlyContent = { title, month, dayOfMonth, schoolDays, aheadDays, grades, battery, consentRule };
    await this.planning.demandBattery(tx, { jurisdictionId: at.jurisdictionId, battery, grades, closesAt: tx.now });
    const today = chinaDayOf(tx.now);
    const validFrom = body.validFrom === undefined ? today : schoolDay(body.validFrom.slice(0, 10));
    if (validFrom < today) throw refuse('screening/change-in-the-past');
    await this.plans.save(tx, at, { content, validFrom, isActive, by: actorRef(tx.actor) });
    tx.audit({ object: `yearly-plan:${at.id}`, jurisdictionId: at.jurisdictionId, detail: { validFrom, isActive, ...content, battery: battery.map((one) => one.instrument) } });
  }

  private async shown(tx: Tx, plan: YearlyPlanRow): Promise<YearlyPlanDto> {
    const { jurisdictionId, obstacleAt: _, ...row } = plan;
    const schoolYear = schoolYearOf(chinaDayOf(tx.now));
    const calendar = await this.organisation.calendarOf(tx, jurisdictionId, null);
    const dates = yearlyDates(plan, calendar, schoolYear, tx.now);
    await Promise.all(plan.battery.map((entry) => this.library.fetch(entry.instrument, entry.version)));
    return {
      ...row,
      battery: plan.battery.map((entry) => ({ ...entry, title: this.library.find(entry.instrument, entry.version)?.definition.title ?? null })),
      bureauId: jurisdictionId,
      bureauName: (await this.organisation.bureau(tx, jurisdictionId))?.name ?? null,
      schoolYear, opensAt: dates?.opensAt ?? null, closesAt: dates?.closesAt ?? null,
      roundId: await this.plans.roundOf(tx, jurisdictionId, plan.id, schoolYear),
    };
  }
}

const FIELDS = ['title', 'month', 'dayOfMonth', 'schoolDays', 'aheadDays', 'grades', 'battery', 'consentRule'] as const;

function changedFields(before: YearlyContent | undefined, after: YearlyContent): string[] {
  return before ? FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])) : [...FIELDS];
}
