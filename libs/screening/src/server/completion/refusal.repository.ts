import type { ConsentRule } from '@heliotrope/data-protection/rules';
import type { SchoolDay } from '@heliotrope/kernel';
import { RELAY_POOL, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';

/** A seat whose pupil, or whose guardian, has said no. */
export interface SeatOfRefuser {
  readonly assignmentId: string;
  readonly roundId: string;
  readonly studentId: string;
  readonly consentRule: ConsentRule;
  readonly bornOn: SchoolDay | null;
}

const SEAT = `a.id as "assignmentId", a.round_id as "roundId", a.student_id as "studentId", r.consent_rule as "consentRule", s.born_on as "bornOn"`;
const SEATS = `screening.assignment a
  join screening.round r on r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id
  join organisation.student s on s.jurisdiction_id = a.jurisdiction_id and s.id = a.student_id`;

/** How many forms the battery of the round has for the grade of the class. */
const FORMS = `(select count(*) from jsonb_array_elements(r.battery) b
  where k.grade between (b #>> '{grades,from}')::int and (b #>> '{grades,to}')::int)`;

@Injectable()
export class RefusalRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  /** The pupil's seats in rounds that are not over and ask for consent. */
  seatsOf(tx: Tx, jurisdictionId: number, studentId: string): Promise<SeatOfRefuser[]> {
    return tx.query(
      `select ${SEAT} from ${SEATS}
        where a.jurisdiction_id = $1 and a.student_id = $2 and a.turn = 0 and r.consent_rule <> 'none-required-by-law-basis'
          and (r.state <> 'closed' or exists (
            select from screening.further_window w
             where w.jurisdiction_id = r.jurisdiction_id and w.round_id = r.id and coalesce(w.ended_at, w.closes_at) > $3))`,
      [jurisdictionId, studentId, tx.now],
    );
  }

  /** Seats of these classes whose pupil has a no in the register: from the few who said it to their seats. */
  seatsOfNo(tx: Tx, jurisdictionId: number, roundId: string, classes: readonly string[]): Promise<SeatOfRefuser[]> {
    return tx.query(
      `select ${SEAT} from (select distinct student_id from data_protection.v_said_no where jurisdiction_id = $1 and purpose = 'screening') n
        join ${SEATS} on a.student_id = n.student_id
        where a.jurisdiction_id = $1 and a.round_id = $2 and a.class_id = any($3::uuid[]) and a.turn = 0`,
      [jurisdictionId, roundId, [...classes]],
    );
  }

  /** The pupils of these seats say no: the seats are shut now, those of retests too, and counted when they have settled. */
  async refuse(tx: Tx, jurisdictionId: number, assignments: readonly string[]): Promise<void> {
    await tx.query(
      `insert into screening.refusal as f (jurisdiction_id, assignment_id, round_id, school_id, class_id, student_id, is_refused, said_at)
       select jurisdiction_id, id, round_id, school_id, class_id, student_id, true, $3 from screening.assignment
        where jurisdiction_id = $1 and id = any($2::uuid[])
       on conflict (jurisdiction_id, assignment_id) do update set is_refused = true, said_at = excluded.said_at, is_settled = false
         where not f.is_refused`,
      [jurisdictionId, [...assignments], tx.now],
    );
    await tx.query(
      `update screening.assignment a set stopped_at = $3 from screening.assignment first
        where first.jurisdiction_id = $1 and first.id = any($2::uuid[]) and a.stopped_at is null
          and a.jurisdiction_id = first.jurisdiction_id and a.student_id = first.student_id and a.round_id = first.round_id`,
      [jurisdictionId, [...assignments], tx.now],
    );
  }

  /** The pupils of these seats no longer say no. The seats open again with the count. */
  async relent(tx: Tx, jurisdictionId: number, assignments: readonly string[]): Promise<void> {
    await tx.query(
      `update screening.refusal set is_refused = false, said_at = $3, is_settled = false
        where jurisdiction_id = $1 and assignment_id = any($2::uuid[]) and is_refused`,
      [jurisdictionId, [...assignments], tx.now],
    );
  }

  /** Bureaus with refusals that are still to be counted. */
  async unsettled(): Promise<number[]> {
    const { rows } = await this.relay.query<{ id: number }>(`select distinct jurisdiction_id as id from screening.refusal where not is_settled order by 1`);
    return rows.map((row) => row.id);
  }

  /**
   * Counts what has been said: a no from `quietSince` or before, when nobody can still be handing in at its seat, and every
   * yes. Who has handed in everything is counted by the sheets. One statement: count and seat change together.
   */
  async settle(tx: Tx, jurisdictionId: number, quietSince: Date): Promise<number> {
    const rows = await tx.query<{ n: number }>(
      `with due as (
         select f.* from screening.refusal f
          where f.jurisdiction_id = $1 and not f.is_settled and (not f.is_refused or f.said_at <= $2)
          order by f.assignment_id for update),
       judged as (
         select d.jurisdiction_id, d.assignment_id, d.round_id, d.school_id, d.class_id, d.is_refused, d.counted, d.counted_begun,
                (d.is_refused and h.forms < ${FORMS})::int as want, (d.is_refused and h.forms < ${FORMS} and h.forms > 0)::int as want_begun
           from due d
           join screening.round r on r.jurisdiction_id = d.jurisdiction_id and r.id = d.round_id
           join screening.round_class k on k.jurisdiction_id = d.jurisdiction_id and k.round_id = d.round_id and k.class_id = d.class_id
          cross join lateral (
            select count(*) as forms from screening.answer_sheet s
             where s.jurisdiction_id = d.jurisdiction_id and s.assignment_id = d.assignment_id and not s.late) h),
       kept as (
         update screening.refusal f set is_settled = true, counted = j.want, counted_begun = j.want_begun
           from judged j where f.jurisdiction_id = j.jurisdiction_id and f.assignment_id = j.assignment_id),
       reopened as (
         update screening.assignment a set stopped_at = null
           from judged j join screening.assignment first on first.jurisdiction_id = j.jurisdiction_id and first.id = j.assignment_id
          where a.jurisdiction_id = first.jurisdiction_id and a.student_id = first.student_id and a.round_id = first.round_id and not j.is_refused),
       told as (
         insert into screening.completion_delta (jurisdiction_id, round_id, school_id, class_id, at, refused, started)
         select jurisdiction_id, round_id, school_id, class_id, $3, sum(want - counted), sum(counted_begun - want_begun)
           from judged where want <> counted or want_begun <> counted_begun group by 1, 2, 3, 4)
       select count(*)::int as n from judged`,
      [jurisdictionId, quietSince, tx.now],
    );
    return rows[0]!.n;
  }
}
