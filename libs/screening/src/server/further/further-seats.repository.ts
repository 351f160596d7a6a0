import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { SEATS_A_CLASS } from '../../rules/seat-code.js';
import { SEAT_DRAW } from '../round/opening.repository.js';

/** Which window gets seats, in which schools, and how many forms a pupil of each grade has. */
export interface SeatsDue {
  readonly jurisdictionId: number;
  readonly roundId: string;
  readonly windowId: string;
  readonly schools: readonly string[];
  readonly forms: readonly { readonly grade: number; readonly count: number }[];
}

/** Whose seat is free: nobody said no there, no other window of it still runs, and the pupil is still at school. */
const FREE = `a.stopped_at is null and a.window_id is distinct from $3
  and not exists (select from screening.further_window w
                   where w.jurisdiction_id = a.jurisdiction_id and w.id = a.window_id and coalesce(w.ended_at, w.closes_at) > $7)
  and exists (select from organisation.v_class_roster v where v.jurisdiction_id = a.jurisdiction_id and v.student_id = a.student_id)`;

/** Every seat of these schools, how many forms its pupil has, how many are in, and which of those are void. */
const SEATED = `from screening.round_class k
  join unnest($5::smallint[], $6::smallint[]) as f (grade, forms) on f.grade = k.grade
  join screening.assignment a on a.jurisdiction_id = k.jurisdiction_id and a.class_id = k.class_id and a.round_id = k.round_id
 cross join lateral (
   select count(*) as forms, array_agg(s.instrument order by s.instrument) filter (where s.validity = 'void') as spoilt from screening.answer_sheet s
    where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late) h
 where k.jurisdiction_id = $1 and k.round_id = $2 and k.school_id = any($4::uuid[])`;

@Injectable()
export class FurtherSeatsRepository {
  /** Everybody with something missing goes on at his own seat, in this window. A second run finds nobody left. */
  async extendAbsent(tx: Tx, due: SeatsDue): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `with due as (select a.id ${SEATED} and a.turn = 0 and h.forms < f.forms and ${FREE}),
       given as (update screening.assignment a set window_id = $3 from due where a.jurisdiction_id = $1 and a.id = due.id returning a.id)
       select count(*)::int as n from given`,
      params(tx, due),
    );
    return row!.n;
  }

  /**
   * Who has handed in everything of his latest seat, some of it void, gets a further seat for those forms; who missed an
   * earlier retest goes on at that one's seat. The number of the turn keeps a second run, or worker, from making it twice.
   * @param pads random bytes for the codes, by class.
   */
  async seatVoid(tx: Tx, due: SeatsDue, pads: ReadonlyMap<string, Buffer>): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `with due as (
         select a.school_id, a.class_id, a.student_id, a.turn, h.spoilt ${SEATED}
            and h.forms >= coalesce(cardinality(a.only_forms), f.forms) and h.spoilt is not null and ${FREE}
            and not exists (select from screening.assignment later
                             where later.jurisdiction_id = a.jurisdiction_id and later.round_id = a.round_id and later.student_id = a.student_id and later.turn > a.turn)),
       p as (
         select d.*, c.pad, (row_number() over (partition by d.class_id order by d.student_id)
                + (select max(o.seat_no) from screening.assignment o where o.jurisdiction_id = $1 and o.class_id = d.class_id and o.round_id = $2))::int as seat_no
           from due d join unnest($8::uuid[], $9::bytea[]) as c (class_id, pad) on c.class_id = d.class_id),
       made as (
         insert into screening.assignment (jurisdiction_id, id, round_id, school_id, class_id, student_id, seat_no, seat_code, turn, only_forms, window_id)
         select $1, uuidv7(), $2, p.school_id, p.class_id, p.student_id, p.seat_no, (${SEAT_DRAW}) * ${SEATS_A_CLASS} + p.seat_no % ${SEATS_A_CLASS}, p.turn + 1, p.spoilt, $3
           from p
         on conflict (jurisdiction_id, student_id, round_id, turn) do nothing returning id),
       missed as (select a.id ${SEATED} and a.turn > 0 and h.forms < cardinality(a.only_forms) and ${FREE}),
       moved as (update screening.assignment a set window_id = $3 from missed where a.jurisdiction_id = $1 and a.id = missed.id returning a.id)
       select ((select count(*) from made) + (select count(*) from moved))::int as n`,
      [...params(tx, due), [...pads.keys()], [...pads.values()]],
    );
    return row!.n;
  }

  /** Classes of these schools in the round. */
  async classes(tx: Tx, due: SeatsDue): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select class_id as id from screening.round_class where jurisdiction_id = $1 and round_id = $2 and school_id = any($3::uuid[]) order by 1`,
      [due.jurisdictionId, due.roundId, [...due.schools]],
    );
    return rows.map((row) => row.id);
  }

  async schools(tx: Tx, jurisdictionId: number, roundId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select distinct school_id as id from screening.round_class where jurisdiction_id = $1 and round_id = $2 order by 1`,
      [jurisdictionId, roundId],
    );
    return rows.map((row) => row.id);
  }
}

function params(tx: Tx, due: SeatsDue): unknown[] {
  return [due.jurisdictionId, due.roundId, due.windowId, [...due.schools], due.forms.map((one) => one.grade), due.forms.map((one) => one.count), tx.now];
}
