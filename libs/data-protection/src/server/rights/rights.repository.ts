import { type SchoolDay } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Audience, RightsKind, RightsState } from '../../rules/index.js';

export interface RightsRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly classId: string | null;
  readonly studentId: string;
  readonly kind: RightsKind;
  readonly askedBy: Audience;
  readonly wishEnc: Buffer;
  readonly receivedOn: SchoolDay;
  readonly dueOn: SchoolDay;
  readonly state: RightsState;
  readonly answerEnc: Buffer | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly exportId: string | null;
  readonly enteredBy: string;
  readonly correctionEnc: Buffer | null;
}

const ROW = `q.jurisdiction_id as "jurisdictionId", q.id, q.school_id as "schoolId", q.class_id as "classId", q.student_id as "studentId", q.kind,
  q.asked_by as "askedBy", q.wish_enc as "wishEnc", q.received_on as "receivedOn", q.due_on as "dueOn", q.state, q.answer_enc as "answerEnc",
  q.decided_by as "decidedBy", q.decided_at as "decidedAt", q.export_id as "exportId", q.entered_by as "enteredBy", q.correction_enc as "correctionEnc"`;
const PLACE = { jurisdiction: 'q.jurisdiction_id', school: 'q.school_id', class: 'q.class_id' };

@Injectable()
export class RightsRepository {
  /** Unanswered ones first, the most pressing before the others. */
  list(tx: Tx, ask: { state?: RightsState | undefined; after: readonly unknown[] | null; limit: number }): Promise<RightsRow[]> {
    const params: unknown[] = [ask.limit];
    const state = ask.state ? `and q.state = $${params.push(ask.state)}` : '';
    const rank = `(case when q.state = 'received' then 0 else 1 end)`;
    const after = ask.after
      ? `and (${rank}, q.due_on, q.id) > ($${params.push(ask.after[0])}::int, ($${params.push(ask.after[1])}::timestamptz at time zone 'UTC')::date, $${params.push(ask.after[2])}::uuid)`
      : '';
    return tx.query<RightsRow>(
      `select ${ROW} from data_protection.rights_request q where ${scopeWhere(tx.scopes, PLACE, params)} ${state} ${after}
        order by ${rank}, q.due_on, q.id limit $1`,
      params,
    );
  }

  async byId(tx: Tx, id: string, isForChange = false): Promise<RightsRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<RightsRow>(
      `select ${ROW} from data_protection.rights_request q where q.id = $1 and ${scopeWhere(tx.scopes, PLACE, params)}${isForChange ? ' for update' : ''}`,
      params,
    ))[0];
  }

  /** False when the same thing is being dealt with already. */
  async add(tx: Tx, row: Pick<RightsRow, 'jurisdictionId' | 'id' | 'schoolId' | 'classId' | 'studentId' | 'kind' | 'askedBy' | 'wishEnc' | 'receivedOn' | 'dueOn' | 'correctionEnc'>, author: string): Promise<boolean> {
    const made = await tx.query(
      `insert into data_protection.rights_request
         (jurisdiction_id, id, school_id, class_id, student_id, kind, asked_by, wish_enc, received_on, due_on, entered_by, entered_at, correction_enc)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (jurisdiction_id, student_id, kind) where state = 'received' do nothing returning id`,
      [
        row.jurisdictionId, row.id, row.schoolId, row.classId, row.studentId, row.kind, row.askedBy, row.wishEnc, row.receivedOn, row.dueOn,
        author, tx.now, row.correctionEnc,
      ],
    );
    return made.length > 0;
  }

  async decide(tx: Tx, { jurisdictionId, id }: RightsRow, state: 'granted' | 'refused', answerEnc: Buffer, by: string): Promise<void> {
    await tx.query(
      `update data_protection.rights_request set state = $3, answer_enc = $4, decided_by = $5, decided_at = $6 where jurisdiction_id = $1 and id = $2`,
      [jurisdictionId, id, state, answerEnc, by, tx.now],
    );
  }

  async keepCorrection(tx: Tx, { jurisdictionId, id }: Pick<RightsRow, 'jurisdictionId' | 'id'>, correctionEnc: Buffer): Promise<void> {
    await tx.query(`update data_protection.rights_request set correction_enc = $3 where jurisdiction_id = $1 and id = $2`, [jurisdictionId, id, correctionEnc]);
  }

  async attachPack(tx: Tx, { jurisdictionId, id }: RightsRow, exportId: string): Promise<void> {
    await tx.query(`update data_protection.rights_request set export_id = $3 where jurisdiction_id = $1 and id = $2`, [jurisdictionId, id, exportId]);
  }

  /** Who opened what about this pupil, newest first. The chain holds ids and codes only. */
  opened(tx: Tx, jurisdictionId: number, studentId: string): Promise<{ at: Date; actor: string; action: string }[]> {
    return tx.query(
      `select e.at, e.actor, e.action from audit.entry e where e.jurisdiction_id = $1 and e.object = $2 order by e.seq desc limit 500`,
      [jurisdictionId, `student:${studentId}`],
    );
  }
}
