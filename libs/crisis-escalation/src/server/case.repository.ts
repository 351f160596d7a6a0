import type { Ordinal } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { CaseState, StandingCase, StepKind } from '../rules/index.js';

export interface CaseRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly classId: string | null;
  readonly studentId: string;
  readonly state: CaseState;
  readonly ordinal: Ordinal;
  readonly acute: boolean;
  readonly ownerAccountId: string | null;
  readonly dueAt: Date;
  readonly openedAt: Date;
  readonly acknowledgedAt: Date | null;
}

export interface StepRow {
  readonly id: string;
  readonly kind: StepKind;
  readonly author: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly noteEnc: Buffer | null;
}

export interface NewStep {
  readonly kind: StepKind;
  readonly author: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly id?: string;
  readonly noteEnc?: Buffer;
}

export interface CaseFilter {
  readonly state?: CaseState;
  readonly schoolId?: string;
  readonly ownerAccountId?: string;
  readonly after: readonly unknown[] | null;
  readonly limit: number;
}

const COLUMNS = `c.jurisdiction_id as "jurisdictionId", c.id, c.school_id as "schoolId", c.class_id as "classId",
  c.student_id as "studentId", c.state, c.ordinal, c.acute, c.owner_account_id as "ownerAccountId", c.due_at as "dueAt",
  c.opened_at as "openedAt", c.acknowledged_at as "acknowledgedAt"`;
const PLACE = { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.class_id' };

@Injectable()
export class CaseRepository {
  /** The pupil's case that is not closed, held against a second opener until this act commits. */
  async standingForUpdate(tx: Tx, jurisdictionId: number, studentId: string): Promise<StandingCase | null> {
    const [found] = await tx.query<StandingCase>(
      `select id, ordinal, acute from crisis_escalation.crisis_case
        where jurisdiction_id = $1 and student_id = $2 for update`,
      [jurisdictionId, studentId],
    );
    return found ?? null;
  }

  /** Null when another opener was first: the caller then looks again and finds that case. */
  async insert(tx: Tx, row: Omit<CaseRow, 'id' | 'state' | 'acknowledgedAt'>): Promise<string | null> {
    const [made] = await tx.query<{ id: string }>(
      `insert into crisis_escalation.crisis_case
         (jurisdiction_id, id, school_id, class_id, student_id, state, ordinal, acute, owner_account_id, due_at, opened_at)
       values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10)
       on conflict (jurisdiction_id, student_id) do nothing returning id`,
      [
        row.jurisdictionId, newId(tx.now.getTime()), row.schoolId, row.classId, row.studentId, row.ordinal, row.acute,
        row.ownerAccountId, row.dueAt, row.openedAt,
      ],
    );
    return made?.id ?? null;
  }

  /** A graver level asks for a new acknowledgement and a new, never a later, due time. */
  async raise(tx: Tx, jurisdictionId: number, id: string, level: { ordinal: Ordinal; acute: boolean; dueAt: Date }): Promise<void> {
    await tx.query(
      `update crisis_escalation.crisis_case
          set ordinal = $3, acute = $4, due_at = case when state = 'open' then least(due_at, $5) else $5 end,
              state = 'open', acknowledged_at = null, acknowledged_by = null
        where jurisdiction_id = $1 and id = $2`,
      [jurisdictionId, id, level.ordinal, level.acute, level.dueAt],
    );
  }

  /** Adds to the timeline. The caller holds the lock of the case. */
  async addStep(tx: Tx, place: Pick<CaseRow, 'jurisdictionId' | 'schoolId'> & { caseId: string }, step: NewStep): Promise<string> {
    const id = step.id ?? newId(tx.now.getTime());
    await tx.query(
      `insert into crisis_escalation.case_step (jurisdiction_id, id, case_id, school_id, kind, author, at, detail, note_enc, n)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce(max(n), 0) + 1
         from crisis_escalation.case_step where jurisdiction_id = $1 and case_id = $3`,
      [place.jurisdictionId, id, place.caseId, place.schoolId, step.kind, step.author, tx.now, JSON.stringify(step.detail ?? {}), step.noteEnc ?? null],
    );
    return id;
  }

  async visible(tx: Tx, id: string, lock = false): Promise<CaseRow | undefined> {
    const params: unknown[] = [id];
    const [found] = await tx.query<CaseRow>(
      `select ${COLUMNS} from crisis_escalation.crisis_case c
        where c.id = $1 and ${scopeWhere(tx.scopes, PLACE, params)} ${lock ? 'for update' : ''}`,
      params,
    );
    return found;
  }

  async acknowledge(tx: Tx, found: CaseRow, author: string): Promise<void> {
    await tx.query(
      `update crisis_escalation.crisis_case set state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4
        where jurisdiction_id = $1 and id = $2`,
      [found.jurisdictionId, found.id, tx.now, author],
    );
  }

  /** The most urgent first: what nobody has taken up before what somebody has, and by due time. */
  async list(tx: Tx, filter: CaseFilter): Promise<CaseRow[]> {
    const params: unknown[] = [];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const conditions = [scopeWhere(tx.scopes, PLACE, params)];
    if (filter.state) conditions.push(`c.state = ${bind(filter.state)}`);
    if (filter.schoolId) conditions.push(`c.school_id = ${bind(filter.schoolId)}`);
    if (filter.ownerAccountId) conditions.push(`c.owner_account_id = ${bind(filter.ownerAccountId)}`);
    if (filter.after) {
      const [rank, dueAt, id] = filter.after;
      conditions.push(`(${RANK}, c.due_at, c.id) > (${bind(rank)}::int, ${bind(dueAt)}::timestamptz, ${bind(id)}::uuid)`);
    }
    return tx.query<CaseRow>(
      `select ${COLUMNS} from crisis_escalation.crisis_case c
        where ${conditions.join(' and ')} order by ${RANK}, c.due_at, c.id limit ${bind(filter.limit)}`,
      params,
    );
  }

  async timeline(tx: Tx, found: CaseRow): Promise<StepRow[]> {
    return tx.query<StepRow>(
      `select id, kind, author, at, detail, note_enc as "noteEnc" from crisis_escalation.case_step
        where jurisdiction_id = $1 and case_id = $2 order by n`,
      [found.jurisdictionId, found.id],
    );
  }

  /** Counts by level and state for the bureau's board: no pupil, no school smaller than policy allows to be shown. */
  async countsByOrdinal(tx: Tx): Promise<{ ordinal: Ordinal; open: number; overdue: number; total: number }[]> {
    const params: unknown[] = [tx.now];
    return tx.query(
      `select c.ordinal, count(*) filter (where c.state = 'open') as open,
              count(*) filter (where c.state = 'open' and c.due_at < $1) as overdue, count(*) as total
         from crisis_escalation.crisis_case c
        where ${scopeWhere(tx.scopes, PLACE, params)} group by c.ordinal order by c.ordinal desc`,
      params,
    );
  }
}

export const rankOf = (row: Pick<CaseRow, 'state'>): number => (row.state === 'open' ? 0 : 1);
const RANK = `(case when c.state = 'open' then 0 else 1 end)`;
