import type { Ordinal } from '@heliotrope/kernel';
import { newId, scopeCondition, scopeWhere, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { CaseState, StandingCase, StepKind } from '../rules/index.js';
import { CaseMarks } from './case-marks.service.js';
import { CaseStep } from './case-step.entity.js';
import { CrisisCase } from './case.entity.js';

export type NewCase = Omit<CrisisCase, 'id' | 'state' | 'acknowledgedAt' | 'acknowledgedBy'>;

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
  readonly studentId?: string;
  readonly after: readonly unknown[] | null;
  readonly limit: number;
}

/** A case is assigned to whoever owns it and to whoever has taken it up. */
const PLACE = {
  jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.class_id',
  assigned: `c.owner_account_id, case when c.acknowledged_by like 'account:%' then cast(substr(c.acknowledged_by, 9) as uuid) end`,
};
const RANK = `(case when c.state = 'open' then 0 else 1 end)`;

/** Where a case stands in the list: what nobody has taken up comes first. */
export const rankOf = (found: Pick<CrisisCase, 'state'>): number => (found.state === 'open' ? 0 : 1);

@Injectable()
export class CaseRepository {
  constructor(@Inject(CaseMarks) private readonly marks: CaseMarks) {}

  /** The pupil's case that is not closed, held against a second opener until this act commits. */
  standingForUpdate(tx: Tx, jurisdictionId: number, studentId: string): Promise<StandingCase | null> {
    return tx.manager.findOne(CrisisCase, { where: { jurisdictionId, studentId }, lock: { mode: 'pessimistic_write' } });
  }

  /** Null when another opener was first: the caller then looks again and finds that case. */
  async insert(tx: Tx, row: NewCase): Promise<string | null> {
    const id = newId(tx.now.getTime());
    const made = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(CrisisCase)
      .values({ ...row, id, state: 'open' })
      .orIgnore()
      .returning('id')
      .execute();
    return (made.raw as unknown[]).length > 0 ? id : null;
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
  async addStep(tx: Tx, place: Pick<CrisisCase, 'jurisdictionId' | 'schoolId'> & { caseId: string }, step: NewStep): Promise<string> {
    const { jurisdictionId, caseId, schoolId } = place;
    const { kind, author, detail = {}, id = newId(tx.now.getTime()), noteEnc = null } = step;
    const [{ n }] = (await tx.query<{ n: number }>(
      `select coalesce(max(n), 0) + 1 as n from crisis_escalation.case_step where jurisdiction_id = $1 and case_id = $2`,
      [jurisdictionId, caseId],
    )) as [{ n: number }];
    const mark = await this.marks.of(tx, { jurisdictionId, id, caseId, n, kind, author, at: tx.now, detail });
    await tx.query(
      `insert into crisis_escalation.case_step (jurisdiction_id, id, case_id, n, school_id, kind, author, at, detail, note_enc, mark)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [jurisdictionId, id, caseId, n, schoolId, kind, author, tx.now, JSON.stringify(detail), noteEnc, mark],
    );
    return id;
  }

  visible(tx: Tx, id: string): Promise<CrisisCase | null> {
    return this.within(tx).andWhere('c.id = :id', { id }).getOne();
  }

  /** Crisis reports within the viewer's reach: cases at ordinal 4, the newest first. */
  reports(tx: Tx): Promise<CrisisCase[]> {
    return this.within(tx).andWhere('c.ordinal = 4').orderBy('c.id', 'DESC').limit(100).getMany();
  }

  visibleForUpdate(tx: Tx, id: string): Promise<CrisisCase | null> {
    return this.within(tx).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();
  }

  async acknowledge(tx: Tx, { jurisdictionId, id }: CrisisCase, author: string): Promise<void> {
    await tx.manager.update(CrisisCase, { jurisdictionId, id }, { state: 'acknowledged', acknowledgedAt: tx.now, acknowledgedBy: author });
  }

  /** The most urgent first: what nobody has taken up before what somebody has, and by due time. */
  list(tx: Tx, { state, schoolId, ownerAccountId, studentId, after, limit }: CaseFilter): Promise<CrisisCase[]> {
    const query = this.within(tx).orderBy(RANK).addOrderBy('c.dueAt').addOrderBy('c.id').limit(limit);
    if (state) query.andWhere('c.state = :state', { state });
    if (schoolId) query.andWhere('c.school_id = :schoolId', { schoolId });
    if (ownerAccountId) query.andWhere('c.owner_account_id = :ownerAccountId', { ownerAccountId });
    if (studentId) query.andWhere('c.student_id = :studentId', { studentId });
    if (after) {
      const [rank, dueAt, id] = after;
      query.andWhere(`(${RANK}, c.due_at, c.id) > (cast(:rank as int), cast(:dueAt as timestamptz), cast(:after as uuid))`, { rank, dueAt, after: id });
    }
    return query.getMany();
  }

  timeline(tx: Tx, { jurisdictionId, id }: CrisisCase): Promise<CaseStep[]> {
    return tx.manager.find(CaseStep, { where: { jurisdictionId, caseId: id }, order: { n: 'ASC' } });
  }

  /** Every case within the scopes of a sweep, page by page. */
  after(tx: Tx, id: string | null, limit: number): Promise<CrisisCase[]> {
    const query = this.within(tx).orderBy('c.id').limit(limit);
    return (id === null ? query : query.andWhere('c.id > :id', { id })).getMany();
  }

  /** Counts by level and state for the bureau's board: no pupil, no school. */
  countsByOrdinal(tx: Tx): Promise<{ ordinal: Ordinal; open: number; overdue: number; total: number }[]> {
    const params: unknown[] = [tx.now];
    return tx.query(
      `select c.ordinal, count(*) filter (where c.state = 'open') as open,
              count(*) filter (where c.state = 'open' and c.due_at < $1) as overdue, count(*) as total
         from crisis_escalation.crisis_case c
        where ${scopeWhere(tx.scopes, PLACE, params)} group by c.ordinal order by c.ordinal desc`,
      params,
    );
  }

  /** Every question about cases begins here, inside the viewer's scopes. */
  private within(tx: Tx): SelectQueryBuilder<CrisisCase> {
    return tx.manager.createQueryBuilder(CrisisCase, 'c').where(...scopeCondition(tx.scopes, PLACE));
  }
}
