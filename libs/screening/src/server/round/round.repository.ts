import type { ConsentRule } from '@heliotrope/data-protection/rules';
import { bureauWide } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { BatteryEntry } from '../../rules/battery.js';
import type { RoundState } from '../../rules/round.js';

export interface RoundRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly title: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  /** When it was closed: by the clock a little after its window, or by hand. */
  readonly closedAt: Date | null;
  readonly grades: readonly number[];
  readonly battery: readonly BatteryEntry[];
  readonly state: RoundState;
  /** What consent a seat demands. */
  readonly consentRule: ConsentRule;
  readonly jobRunId: string | null;
  /** The yearly plan that made it, and for which school year. */
  readonly planId: string | null;
  readonly schoolYear: number | null;
  /** Why it is launched although it cannot be followed up. */
  readonly capacityReason: string | null;
  /** Since when the clock has left its launch to a person. */
  readonly heldAt: Date | null;
}

export interface NewRound extends Pick<RoundRow, 'jurisdictionId' | 'id' | 'title' | 'opensAt' | 'closesAt' | 'grades' | 'battery' | 'consentRule' | 'planId' | 'schoolYear' | 'capacityReason'> {
  readonly createdBy: string;
}

const ROUND = `r.jurisdiction_id as "jurisdictionId", r.id, r.title, r.opens_at as "opensAt", r.closes_at as "closesAt", r.closed_at as "closedAt",
  r.grades, r.battery, r.state, r.consent_rule as "consentRule", r.job_run_id as "jobRunId",
  r.plan_id as "planId", r.school_year as "schoolYear", r.capacity_reason as "capacityReason", r.held_at as "heldAt"`;

@Injectable()
export class RoundRepository {
  /** False: the yearly plan has a round of this school year already. */
  async add(tx: Tx, round: NewRound): Promise<boolean> {
    const added = await tx.query(
      `insert into screening.round (jurisdiction_id, id, title, opens_at, closes_at, grades, battery, created_by, created_at, consent_rule,
         plan_id, school_year, capacity_reason, capacity_reason_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, case when $13::text is not null then $8 end)
       on conflict (jurisdiction_id, plan_id, school_year) do nothing returning id`,
      [
        round.jurisdictionId, round.id, round.title, round.opensAt, round.closesAt, round.grades, JSON.stringify(round.battery),
        round.createdBy, tx.now, round.consentRule, round.planId, round.schoolYear, round.capacityReason,
      ],
    );
    return added.length > 0;
  }

  /** Newest first. */
  async page(tx: Tx, ask: { state?: RoundState | undefined; after: readonly unknown[] | null; limit: number }): Promise<RoundRow[]> {
    const params: unknown[] = [ask.limit];
    const state = ask.state ? `and r.state = $${params.push(ask.state)}` : '';
    const after = ask.after ? `and (r.opens_at, r.id) < ($${params.push(ask.after[0])}::timestamptz, $${params.push(ask.after[1])}::uuid)` : '';
    return tx.query<RoundRow>(
      `select ${ROUND} from screening.round r where ${this.visible(tx, params)} ${state} ${after}
        order by r.opens_at desc, r.id desc limit $1`,
      params,
    );
  }

  async byId(tx: Tx, id: string): Promise<RoundRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<RoundRow>(`select ${ROUND} from screening.round r where r.id = $1 and ${this.visible(tx, params)}`, params))[0];
  }

  /** The same bureau's rounds that were opened before this one, the newest first: what a report compares it with. */
  async before(tx: Tx, round: Pick<RoundRow, 'jurisdictionId' | 'id' | 'opensAt'>, limit: number): Promise<RoundRow[]> {
    const params: unknown[] = [round.jurisdictionId, round.opensAt, round.id, limit];
    return tx.query<RoundRow>(
      `select ${ROUND} from screening.round r
        where r.jurisdiction_id = $1 and r.state in ('open', 'closed') and r.opened_at is not null and (r.opens_at, r.id) < ($2, $3)
          and ${this.visible(tx, params)}
        order by r.opens_at desc, r.id desc limit $4`,
      params,
    );
  }

  /** For moving it on: nobody else moves it meanwhile. */
  async forMoving(tx: Tx, id: string): Promise<RoundRow | undefined> {
    const params: unknown[] = [id];
    const [round] = await tx.query<RoundRow>(
      `select ${ROUND} from screening.round r where r.id = $1 and ${this.visible(tx, params)} for no key update`,
      params,
    );
    return round;
  }

  async startOpening(tx: Tx, round: RoundRow, jobRunId: string): Promise<void> {
    await tx.query(
      `update screening.round set job_run_id = $3, opens_at = least(opens_at, $4), state = case state when 'planned' then 'opening' else state end
        where jurisdiction_id = $1 and id = $2`,
      [round.jurisdictionId, round.id, jobRunId, tx.now],
    );
  }

  /** The clock found it due and leaves it to a person. @returns false when it did so before. */
  async hold(tx: Tx, round: Pick<RoundRow, 'jurisdictionId' | 'id'>): Promise<boolean> {
    const before = await tx.query<{ was: Date | null }>(
      `update screening.round set held_at = $3 where jurisdiction_id = $1 and id = $2 and state = 'planned' returning old.held_at as was`,
      [round.jurisdictionId, round.id, tx.now],
    );
    return before[0]?.was === null;
  }

  async giveReason(tx: Tx, round: RoundRow, reason: string, by: string): Promise<void> {
    await tx.query(
      `update screening.round set capacity_reason = $3, capacity_reason_by = $4 where jurisdiction_id = $1 and id = $2`,
      [round.jurisdictionId, round.id, reason, by],
    );
  }

  async markOpen(tx: Tx, round: RoundRow): Promise<void> {
    await tx.query(
      `update screening.round set state = 'open', opened_at = $3 where jurisdiction_id = $1 and id = $2`,
      [round.jurisdictionId, round.id, tx.now],
    );
  }

  async markClosed(tx: Tx, round: RoundRow): Promise<void> {
    await tx.query(
      `update screening.round set state = 'closed', closed_at = $3 where jurisdiction_id = $1 and id = $2`,
      [round.jurisdictionId, round.id, tx.now],
    );
  }

  private visible(tx: Tx, params: unknown[]): string {
    return scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'r.jurisdiction_id' }, params);
  }
}
