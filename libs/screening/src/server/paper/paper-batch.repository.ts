import type { ConsentRule } from '@heliotrope/data-protection/rules';
import { actorRef, type SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { BatteryEntry } from '../../rules/battery.js';
import type { RoundState } from '../../rules/round.js';

/** A class as it takes part in a round. */
export interface ClassInRound {
  readonly jurisdictionId: number;
  readonly roundId: string;
  readonly roundTitle: string;
  readonly roundState: RoundState;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly battery: readonly BatteryEntry[];
  readonly consentRule: ConsentRule;
  readonly schoolId: string;
  readonly classId: string;
  readonly grade: number;
}

export interface PaperBatchRow extends ClassInRound {
  readonly id: string;
  readonly instrument: string;
  readonly instrumentVersion: string;
  readonly answeredOn: SchoolDay;
  readonly needsOther: boolean;
  readonly state: 'entering' | 'taken' | 'cancelled';
  readonly version: number;
  readonly createdAt: Date;
}

export interface PaperSeat {
  readonly assignmentId: string;
  readonly studentId: string;
  readonly seatNo: number;
  readonly seatCode: number;
  readonly isStopped: boolean;
  /** Stands already with a sheet of this instrument. */
  readonly isAnswered: boolean;
}

const CLASS = `k.jurisdiction_id as "jurisdictionId", k.round_id as "roundId", r.title as "roundTitle", r.state as "roundState", r.opens_at as "opensAt",
  r.closes_at as "closesAt", r.closed_at as "closedAt", r.battery, r.consent_rule as "consentRule", k.school_id as "schoolId", k.class_id as "classId", k.grade`;
const BATCH = `${CLASS}, b.id, b.instrument, b.instrument_version as "instrumentVersion", b.answered_on as "answeredOn", b.needs_other as "needsOther",
  b.state, b.version, b.created_at as "createdAt"`;
const ROUND = `join screening.round r on r.jurisdiction_id = k.jurisdiction_id and r.id = k.round_id`;
const FROM = `screening.paper_batch b
  join screening.round_class k on k.jurisdiction_id = b.jurisdiction_id and k.round_id = b.round_id and k.class_id = b.class_id ${ROUND}`;
const PLACE = { jurisdiction: 'k.jurisdiction_id', school: 'k.school_id', class: 'k.class_id' };

@Injectable()
export class PaperBatchRepository {
  async classInRound(tx: Tx, roundId: string, classId: string): Promise<ClassInRound | undefined> {
    const params: unknown[] = [roundId, classId];
    const [found] = await tx.query<ClassInRound>(
      `select ${CLASS} from screening.round_class k ${ROUND} where k.round_id = $1 and k.class_id = $2 and ${scopeWhere(tx.scopes, PLACE, params)}`,
      params,
    );
    return found;
  }

  /** The batch that is being typed for this class and form, if there is one. */
  async openOf(tx: Tx, of: ClassInRound, instrument: string): Promise<PaperBatchRow | undefined> {
    const params: unknown[] = [of.jurisdictionId, of.roundId, of.classId, instrument];
    return (await tx.query<PaperBatchRow>(
      `select ${BATCH} from ${FROM}
        where b.jurisdiction_id = $1 and b.round_id = $2 and b.class_id = $3 and b.instrument = $4 and b.state = 'entering' and ${scopeWhere(tx.scopes, PLACE, params)}`,
      params,
    ))[0];
  }

  /** Unless somebody has begun one in the same moment. */
  async add(tx: Tx, of: ClassInRound, with_: { instrument: string; version: string; answeredOn: SchoolDay; needsOther: boolean }): Promise<void> {
    await tx.query(
      `insert into screening.paper_batch
         (jurisdiction_id, id, round_id, school_id, class_id, instrument, instrument_version, answered_on, needs_other, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [
        of.jurisdictionId, newId(tx.now.getTime()), of.roundId, of.schoolId, of.classId, with_.instrument, with_.version, with_.answeredOn, with_.needsOther,
        actorRef(tx.actor), tx.now,
      ],
    );
  }

  async byId(tx: Tx, id: string, lock: 'for update of b' | '' = ''): Promise<PaperBatchRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<PaperBatchRow>(`select ${BATCH} from ${FROM} where b.id = $1 and ${scopeWhere(tx.scopes, PLACE, params)} ${lock}`, params))[0];
  }

  /** Newest first. */
  async page(tx: Tx, ask: { roundId: string; after: readonly unknown[] | null; limit: number }): Promise<PaperBatchRow[]> {
    const params: unknown[] = [ask.roundId, ask.limit];
    const after = ask.after ? `and (b.created_at, b.id) < ($${params.push(ask.after[0])}::timestamptz, $${params.push(ask.after[1])}::uuid)` : '';
    return tx.query<PaperBatchRow>(
      `select ${BATCH} from ${FROM} where b.round_id = $1 and ${scopeWhere(tx.scopes, PLACE, params)} ${after} order by b.created_at desc, b.id desc limit $2`,
      params,
    );
  }

  async touch(tx: Tx, batch: PaperBatchRow, state: PaperBatchRow['state'] = batch.state): Promise<void> {
    await tx.query(
      `update screening.paper_batch set version = version + 1, state = $3, finished_at = case when $3 = 'entering' then null else $4::timestamptz end
        where jurisdiction_id = $1 and id = $2`,
      [batch.jurisdictionId, batch.id, state, tx.now],
    );
  }

  /** The class's seats in their order. The batch has been found within the viewer's scope before. */
  async seats(tx: Tx, batch: Pick<PaperBatchRow, 'jurisdictionId' | 'roundId' | 'classId' | 'instrument'>): Promise<PaperSeat[]> {
    return tx.query<PaperSeat>(
      `select a.id as "assignmentId", a.student_id as "studentId", a.seat_no as "seatNo", a.seat_code as "seatCode", a.stopped_at is not null as "isStopped",
              exists (select from screening.answer_sheet s
                       where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and s.instrument = $4 and not s.late) as "isAnswered"
         from screening.assignment a where a.jurisdiction_id = $1 and a.round_id = $2 and a.class_id = $3 order by a.seat_no`,
      [batch.jurisdictionId, batch.roundId, batch.classId, batch.instrument],
    );
  }
}
