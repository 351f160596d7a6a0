import type { ConsentRule } from '@heliotrope/data-protection/rules';
import { bureausReached, type SchoolDay } from '@heliotrope/kernel';
import { RELAY_POOL, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { BatteryEntry } from '../../rules/battery.js';
import type { YearlyWindow } from '../../rules/yearly-plan.js';

/** What a yearly plan says. A change is a new one, in force from a day on. */
export interface YearlyContent extends YearlyWindow {
  readonly title: string;
  readonly grades: readonly number[];
  readonly battery: readonly BatteryEntry[];
  readonly consentRule: ConsentRule;
}

export interface YearlyPlanRow extends YearlyContent {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly isActive: boolean;
  readonly version: number;
  readonly validFrom: SchoolDay;
  /** Why the round of the year could not be made when it was last tried. */
  readonly obstacle: string | null;
  readonly obstacleAt: Date | null;
}

export interface YearlyVersionRow {
  readonly version: number;
  readonly validFrom: SchoolDay;
  readonly content: YearlyContent;
  readonly savedBy: string;
  readonly savedAt: Date;
}

interface Raw extends Omit<YearlyPlanRow, keyof YearlyContent> {
  readonly content: YearlyContent;
}

const PLAN = `p.jurisdiction_id as "jurisdictionId", p.id, p.is_active as "isActive", p.version, p.obstacle, p.obstacle_at as "obstacleAt",
  v.valid_from as "validFrom", v.content`;
const whole = ({ content, ...head }: Raw): YearlyPlanRow => ({ ...head, ...content });

@Injectable()
export class YearlyPlanRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  async add(tx: Tx, plan: { jurisdictionId: number; id: string; createdBy: string }): Promise<void> {
    await tx.query(
      `insert into screening.yearly_plan (jurisdiction_id, id, version, created_by, created_at) values ($1, $2, 0, $3, $4)`,
      [plan.jurisdictionId, plan.id, plan.createdBy, tx.now],
    );
  }

  /** The next version, and the plan's head with it. What stood in the way is tried again. */
  async save(tx: Tx, at: { jurisdictionId: number; id: string }, change: { content: YearlyContent; validFrom: SchoolDay; isActive: boolean; by: string }): Promise<void> {
    await tx.query(
      `with head as (
         update screening.yearly_plan set version = version + 1, is_active = $3, obstacle = null, obstacle_at = null
          where jurisdiction_id = $1 and id = $2 returning version)
       insert into screening.yearly_plan_version (jurisdiction_id, plan_id, version, valid_from, content, saved_by, saved_at)
       select $1, $2, head.version, $4, $5, $6, $7 from head`,
      [at.jurisdictionId, at.id, change.isActive, change.validFrom, JSON.stringify(change.content), change.by, tx.now],
    );
  }

  /** As last saved. */
  async list(tx: Tx): Promise<YearlyPlanRow[]> {
    const rows = await tx.query<Raw>(
      `select ${PLAN} from screening.yearly_plan p
         join screening.yearly_plan_version v on v.jurisdiction_id = p.jurisdiction_id and v.plan_id = p.id and v.version = p.version
        where p.jurisdiction_id = any($1::int[]) order by p.jurisdiction_id, p.id`,
      [bureausReached(tx.scopes)],
    );
    return rows.map(whole);
  }

  async forUpdate(tx: Tx, id: string): Promise<YearlyPlanRow | undefined> {
    const [found] = await tx.query<Raw>(
      `select ${PLAN} from screening.yearly_plan p
         join screening.yearly_plan_version v on v.jurisdiction_id = p.jurisdiction_id and v.plan_id = p.id and v.version = p.version
        where p.id = $1 and p.jurisdiction_id = any($2::int[]) for no key update of p`,
      [id, bureausReached(tx.scopes)],
    );
    return found && whole(found);
  }

  /** What is in force on this day: the newest version that says so. */
  async inForce(tx: Tx, jurisdictionId: number, id: string, day: SchoolDay): Promise<YearlyContent | undefined> {
    const [found] = await tx.query<{ content: YearlyContent }>(
      `select content from screening.yearly_plan_version where jurisdiction_id = $1 and plan_id = $2 and valid_from <= $3 order by version desc limit 1`,
      [jurisdictionId, id, day],
    );
    return found?.content;
  }

  versions(tx: Tx, jurisdictionId: number, id: string): Promise<YearlyVersionRow[]> {
    return tx.query(
      `select version, valid_from as "validFrom", content, saved_by as "savedBy", saved_at as "savedAt" from screening.yearly_plan_version
        where jurisdiction_id = $1 and plan_id = $2 order by version desc`,
      [jurisdictionId, id],
    );
  }

  async roundOf(tx: Tx, jurisdictionId: number, id: string, schoolYear: number): Promise<string | null> {
    const [found] = await tx.query<{ id: string }>(
      `select id from screening.round where jurisdiction_id = $1 and plan_id = $2 and school_year = $3`,
      [jurisdictionId, id, schoolYear],
    );
    return found?.id ?? null;
  }

  /** @returns whether that is news. */
  async meets(tx: Tx, jurisdictionId: number, id: string, obstacle: string | null): Promise<boolean> {
    const rows = await tx.query(
      `update screening.yearly_plan set obstacle = $3, obstacle_at = $4 where jurisdiction_id = $1 and id = $2 and obstacle is distinct from $3 returning id`,
      [jurisdictionId, id, obstacle, tx.now],
    );
    return rows.length > 0;
  }

  /** The clock's view over all bureaus. */
  async active(): Promise<{ jurisdictionId: number; id: string }[]> {
    const { rows } = await this.relay.query<{ jurisdictionId: number; id: string }>(
      `select jurisdiction_id as "jurisdictionId", id from screening.yearly_plan where is_active order by jurisdiction_id, id`,
    );
    return rows;
  }
}
