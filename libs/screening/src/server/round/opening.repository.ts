import { schoolYearOf } from '@heliotrope/organisation/rules';
import type { ClassYears } from '@heliotrope/organisation/rules';
import { chinaDayOf } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { SEAT_DRAWS, SEATS_A_CLASS } from '../../rules/seat-code.js';

export interface ClassToOpen extends ClassYears {
  readonly id: string;
  readonly schoolId: string;
  readonly registered: boolean;
}

export interface ClassToRegister {
  readonly id: string;
  readonly schoolId: string;
  readonly grade: number;
  readonly code: string;
}

/** Which classes get assignments, and the random bytes their seats draw from. */
export interface SeatsToGive {
  readonly jurisdictionId: number;
  readonly roundId: string;
  readonly classes: readonly string[];
  readonly pads: readonly Buffer[];
}

/** Two bytes a seat; a class with more seats than the pad has pairs begins it again. */
export const PAD_BYTES = 256;

/** A draw out of the pad `p.pad` for the seat `p.seat_no`. */
export const SEAT_DRAW = `(get_byte(p.pad, p.seat_no * 2 % ${PAD_BYTES}) * 256 + get_byte(p.pad, (p.seat_no * 2 + 1) % ${PAD_BYTES})) % ${SEAT_DRAWS}`;

/** What a set of pupils is told from another by, whatever their order. */
const MARK = `uuid_hash_extended(v.student_id, 7260)`;

@Injectable()
export class OpeningRepository {
  /** Classes of these schools that are at school this year, and whether the round has them already. */
  async classes(tx: Tx, jurisdictionId: number, roundId: string, schools: readonly string[]): Promise<ClassToOpen[]> {
    return tx.query<ClassToOpen>(
      `select c.id, c.school_id as "schoolId", c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength",
              exists (select from screening.round_class r
                       where r.jurisdiction_id = c.jurisdiction_id and r.round_id = $2 and r.class_id = c.id) as registered
         from organisation.class c
        where c.jurisdiction_id = $1 and c.school_id = any($3::uuid[]) and $4 between c.entry_year and c.entry_year + c.schooling_length - 1
        order by c.school_id, c.id`,
      [jurisdictionId, roundId, [...schools], schoolYearOf(chinaDayOf(tx.now))],
    );
  }

  /** @throws Error when a code was drawn that some class already has: the batch is tried again with other codes. */
  async register(tx: Tx, jurisdictionId: number, roundId: string, classes: readonly ClassToRegister[]): Promise<void> {
    const columns = [classes.map((one) => one.id), classes.map((one) => one.schoolId), classes.map((one) => one.grade), classes.map((one) => one.code)];
    await tx.query(
      `insert into screening.class_code (code, jurisdiction_id, round_id, class_id)
       select c.code, $1, $2, c.id from unnest($3::uuid[], $4::text[]) as c (id, code)`,
      [jurisdictionId, roundId, columns[0], columns[3]],
    );
    await tx.query(
      `insert into screening.round_class (jurisdiction_id, round_id, class_id, school_id, grade, code)
       select $1, $2, c.* from unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::text[]) as c`,
      [jurisdictionId, roundId, ...columns],
    );
  }

  /**
   * Of classes the round has, those whose roster is no longer the one that was seated. Told by number and mark, a fold of
   * the pupils' ids kept with the class: the assignments themselves are not read, and opening again costs one look at the
   * roster.
   */
  async changed(tx: Tx, jurisdictionId: number, roundId: string, classes: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `select r.class_id as id from screening.round_class r
        cross join lateral (
          select count(*) as pupils, bit_xor(${MARK}) as mark from organisation.v_class_roster v
           where v.jurisdiction_id = $1 and v.class_id = r.class_id) now
        where r.jurisdiction_id = $1 and r.round_id = $2 and r.class_id = any($3::uuid[])
          and (now.pupils <> r.seated or coalesce(now.mark, 0) <> r.seated_mark)`,
      [jurisdictionId, roundId, [...classes]],
    );
    return new Set(rows.map((row) => row.id));
  }

  /**
   * Assignments for every enrolled pupil of classes the round did not have yet. No look-up of what is there already:
   * a pupil who changed class while the round was being opened is met as a unique violation, and the batch then goes
   * the careful way.
   */
  async assignAll(tx: Tx, seats: SeatsToGive): Promise<void> {
    await this.assign(tx, seats, { present: '', taken: '0', missing: '', settle: '' });
  }

  /**
   * Assignments for the pupils that have none yet. The pupils who do are hashed once instead of being looked up one by
   * one: that stays linear even before PostgreSQL has statistics of a table that is being filled.
   */
  async assignMissing(tx: Tx, seats: SeatsToGive): Promise<void> {
    await this.assign(tx, seats, {
      present: `present as materialized (
        select a.student_id, a.class_id, a.seat_no from screening.assignment a
         where a.jurisdiction_id = $1 and a.round_id = $2 and a.class_id = any($3::uuid[])),`,
      taken: `coalesce((select max(seat_no) from present where present.class_id = c.class_id), 0)`,
      missing: `and v.student_id not in (select student_id from present)`,
      settle: `on conflict (jurisdiction_id, student_id, round_id, turn) do nothing`,
    });
  }

  private async assign(tx: Tx, seats: SeatsToGive, how: { present: string; taken: string; missing: string; settle: string }): Promise<void> {
    await tx.query(
      `with ${how.present} made as (
         insert into screening.assignment (jurisdiction_id, id, round_id, school_id, class_id, student_id, seat_no, seat_code)
         select $1, uuidv7(), $2, p.school_id, p.class_id, p.student_id, p.seat_no,
                (${SEAT_DRAW}) * ${SEATS_A_CLASS} + p.seat_no % ${SEATS_A_CLASS}
           from (select c.class_id, c.pad, n.school_id, n.student_id, (n.turn + ${how.taken})::int as seat_no
                   from unnest($3::uuid[], $4::bytea[]) as c (class_id, pad)
                  cross join lateral (
                    select v.school_id, v.student_id, row_number() over () as turn from organisation.v_class_roster v
                     where v.jurisdiction_id = $1 and v.class_id = c.class_id ${how.missing}) n) p
         ${how.settle}
         returning school_id, class_id, student_id),
       counted as (
         select school_id, class_id, count(*) as seated, bit_xor(${MARK}) as mark from made v group by school_id, class_id),
       remembered as (
         update screening.round_class r set seated = r.seated + c.seated, seated_mark = r.seated_mark # c.mark
           from counted c where r.jurisdiction_id = $1 and r.round_id = $2 and r.class_id = c.class_id)
       insert into screening.completion_delta (jurisdiction_id, round_id, school_id, class_id, at, eligible)
       select $1, $2, school_id, class_id, $5, seated from counted`,
      [seats.jurisdictionId, seats.roundId, [...seats.classes], [...seats.pads], tx.now],
    );
  }
}
