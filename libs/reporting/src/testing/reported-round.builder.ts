import type { OwnerSql } from '@heliotrope/organisation/testing';
import { newId } from '@heliotrope/platform';

export interface ReportedRound {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly title: string;
}

/**
 * A round that was answered: every pupil of the bureau's classes has a seat, nineteen in twenty a sheet of PHQ-9 and of
 * GAD-7, and whoever reached a cut a review, most of them decided. Written in one statement a table, because a county has
 * sixty thousand pupils. What a pupil scored follows from the pupil's place in the roster and `shift`.
 */
export async function aReportedRound(
  sql: OwnerSql,
  with_: { jurisdictionId: number; title: string; opensAt: string; versions: { 'phq-9': string; 'gad-7': string }; shift?: number; state?: 'open' | 'closed' },
): Promise<ReportedRound> {
  const { jurisdictionId, title, opensAt, versions, shift = 0, state = 'closed' } = with_;
  const id = newId();
  const battery = Object.entries(versions).map(([instrument, version]) => ({ instrument, version, grades: { from: 7, to: 9 } }));
  await sql.query(
    `insert into screening.round (jurisdiction_id, id, title, opens_at, closes_at, grades, battery, state, created_by, created_at, opened_at)
     values ($1, $2, $3, $4::timestamptz, $4::timestamptz + interval '14 days', '{7,8,9}', $5, $6, 'test', $4::timestamptz, $4::timestamptz)`,
    [jurisdictionId, id, title, opensAt, JSON.stringify(battery), state],
  );
  await sql.query(
    `insert into screening.round_class (jurisdiction_id, round_id, class_id, school_id, grade, code)
     select c.jurisdiction_id, $2, c.id, c.school_id, g.grade, 'none'
       from organisation.class c
      cross join lateral (select 7 + extract(year from $3::timestamptz)::int - c.entry_year as grade) g
      where c.jurisdiction_id = $1 and c.stage = 'junior' and g.grade between 7 and 9`,
    [jurisdictionId, id, opensAt],
  );
  await sql.query(
    `insert into screening.assignment (jurisdiction_id, id, round_id, school_id, class_id, student_id, seat_no, seat_code)
     select s.jurisdiction_id, uuidv7(), $2, s.school_id, s.class_id, s.id, n, n
       from (select *, row_number() over (partition by class_id order by id) as n from organisation.student where jurisdiction_id = $1) s
       join screening.round_class r on r.jurisdiction_id = s.jurisdiction_id and r.round_id = $2 and r.class_id = s.class_id`,
    [jurisdictionId, id],
  );
  // m: the pupil's number over the whole bureau. Every twentieth has not come.
  const pupils = `select a.*, (row_number() over (order by a.school_id, a.class_id, a.seat_no) + $3::int)::int as m from screening.assignment a where a.jurisdiction_id = $1 and a.round_id = $2`;
  for (const [instrument, version] of Object.entries(versions)) {
    await sql.query(
      `insert into screening.answer_sheet (jurisdiction_id, id, assignment_id, round_id, school_id, class_id, student_id, submitted_at, suggested_ordinal, acute, late,
                                           validity, instrument, instrument_version, scores, critical, fired_rules, answers_enc)
       select jurisdiction_id, uuidv7(), id, round_id, school_id, class_id, student_id, $6::timestamptz + interval '1 day', 0, false, false, 'valid', $4, $5,
              array[case m % 25 when 24 then 17 when 23 then 12 when 22 then 11 when 21 then 8 when 20 then 6 else m % 5 end]::real[], '{}', '{}', ''::bytea
         from (${pupils}) p where m % 20 <> 0`,
      [jurisdictionId, id, shift, instrument, version, opensAt],
    );
  }
  await sql.query(
    `insert into screening.review (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, state, suggested_ordinal, acute,
                                   confirmed_ordinal, decided_by, decided_at, opened_at)
     select jurisdiction_id, uuidv7(), round_id, school_id, class_id, student_id, id, case when waits then 'waiting' else 'confirmed' end, 1, false,
            case when waits then null when m % 150 = 24 then 4 when m % 75 = 24 then 3 when m % 25 = 23 then 2 else 1 end,
            case when waits then null else 'account:' || $5 end, case when waits then null else $4::timestamptz + interval '3 days' end, $4::timestamptz + interval '1 day'
       from (select p.*, m % 11 = 0 as waits from (${pupils}) p where m % 20 <> 0 and m % 25 >= 22) p`,
    [jurisdictionId, id, shift, opensAt, newId()],
  );
  await sql.query(
    `insert into screening.completion (jurisdiction_id, round_id, class_id, school_id, eligible, started, completed, void, folded_at)
     select a.jurisdiction_id, a.round_id, a.class_id, a.school_id, count(*), count(s.id), count(s.id), 0, now()
       from screening.assignment a
       left join screening.answer_sheet s on s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and s.instrument = 'phq-9'
      where a.jurisdiction_id = $1 and a.round_id = $2 group by 1, 2, 3, 4`,
    [jurisdictionId, id],
  );
  const sums = `sum(eligible), sum(started), sum(completed), sum(void), sum(refused), max(folded_at) from screening.completion where jurisdiction_id = $1 and round_id = $2`;
  await sql.query(`insert into screening.school_completion select jurisdiction_id, round_id, school_id, ${sums} group by 1, 2, 3`, [jurisdictionId, id]);
  await sql.query(`insert into screening.round_completion select jurisdiction_id, round_id, ${sums} group by 1, 2`, [jurisdictionId, id]);
  // As autovacuum does within the minute: without it the planner takes every table for empty.
  await sql.query(`analyze organisation.student, organisation.class, screening.round_class, screening.assignment, screening.answer_sheet, screening.review`);
  return { id, jurisdictionId, title };
}
