import type { ConsentRule } from '@heliotrope/data-protection/rules';
import { INTAKE_POOL, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { BatteryEntry } from '../../rules/battery.js';
import type { RoundForSheet } from '../../rules/round.js';

export interface SeatedClass extends RoundForSheet {
  readonly jurisdictionId: number;
  readonly roundId: string;
  readonly classId: string;
  readonly schoolId: string;
  readonly grade: number;
  readonly title: string;
  readonly consentRule: ConsentRule;
  readonly battery: readonly BatteryEntry[];
}

export interface SeatTaken {
  readonly id: string;
  readonly studentId: string;
  readonly isStopped: boolean;
  /** Of a retest: the forms it asks again. */
  readonly onlyForms: readonly string[] | null;
  /** Of a seat that was given a make-up or retest window. */
  readonly furtherOpensAt: Date | null;
  readonly furtherClosesAt: Date | null;
  readonly done: readonly string[];
}

@Injectable()
export class SeatRepository {
  constructor(@Inject(INTAKE_POOL) private readonly intake: pg.Pool) {}

  /** Asked before any bureau is known, hence as the intake role. */
  async classOf(code: string): Promise<SeatedClass | undefined> {
    const { rows } = await this.intake.query<SeatedClass>({
      name: 'screening.class-of-code',
      text: `select r.jurisdiction_id as "jurisdictionId", r.id as "roundId", c.class_id as "classId", c.school_id as "schoolId", c.grade,
                    r.title, r.battery, r.consent_rule as "consentRule", r.state, r.opens_at as "opensAt", r.closes_at as "closesAt"
               from screening.class_code k
               join screening.round_class c
                 on c.jurisdiction_id = k.jurisdiction_id and c.round_id = k.round_id and c.class_id = k.class_id
               join screening.round r on r.jurisdiction_id = k.jurisdiction_id and r.id = k.round_id
              where k.code = $1`,
      values: [code],
    });
    return rows[0];
  }

  async assignmentAt(tx: Tx, of: SeatedClass, seatCode: number): Promise<SeatTaken | undefined> {
    const [found] = await tx.query<SeatTaken>(
      `select a.id, a.student_id as "studentId", a.stopped_at is not null as "isStopped", a.only_forms as "onlyForms",
              w.opens_at as "furtherOpensAt", coalesce(w.ended_at, w.closes_at) as "furtherClosesAt",
              array(select s.instrument from screening.answer_sheet s
                     where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late) as done
         from screening.assignment a
         left join screening.further_window w on w.jurisdiction_id = a.jurisdiction_id and w.id = a.window_id
        where a.jurisdiction_id = $1 and a.class_id = $2 and a.round_id = $3 and a.seat_code = $4`,
      [of.jurisdictionId, of.classId, of.roundId, seatCode],
    );
    return found;
  }
}
