import { type Fact, refuse } from '@heliotrope/kernel';
import { INTAKE_POOL } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Validity } from '../../rules/validity.js';

/** A sheet as it goes into the database. Round, school, class and pupil are taken from the assignment there. */
export interface SheetRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly assignmentId: string;
  readonly instrument: string;
  readonly version: string;
  readonly answers: Buffer;
  /** In the definition's order; NaN stands for null. Null: could not be scored. */
  readonly scores: Float64Array | null;
  readonly validity: Validity | 'unscorable';
  readonly critical: readonly number[];
  readonly ordinal: number;
  readonly acute: boolean;
  readonly rules: readonly string[];
  readonly receivedAt: number;
  /** This instrument's bit among those of the pupil's battery, and all of them. */
  readonly bit: number;
  readonly allBits: number;
  readonly needsReview: boolean;
  readonly fact: Fact | null;
}

/**
 * What became of a sheet. `late`: the round was over. `again`: one with this number stands for this form already, maybe
 * this very one, sent twice; `late-again`: one that came after the round and met another.
 */
export type SheetFate = 'saved' | 'again' | 'late' | 'late-again' | 'not-open' | 'no-assignment' | 'id-taken' | 'answered-before';

/** A sheet that was finished in time may come so much later: it was on its way, or waited for a slow network. */
export const SHEET_GRACE_MS = 2 * 60_000;

/*
 * One statement, one commit, up to sixty-four sheets:
 *
 *   $1…$15 → input → placed ─→ saved ─→ counted (completion_delta)        how far the class has come
 *                   │           └→ kept ─→ sat (sitting) ─→ moved ─┘      which forms of a battery are in
 *                   │                └→ told (outbox)                     the fact others wait for
 *                   │                └→ due → reviewed → noted            what a person has to look at, and why
 *                   └ the assignment's place, and the round's word on the time: saved, late or not open
 *
 * With the sheet its draft goes (`cleared`). `saved` passes over a number or a form that is taken; what became of those is asked afterwards, by FATES.
 * Quiet sheets run the top line alone, batteries the first two, and only sheets that wake somebody run it all.
 */
const INPUT = `input as (
  select i.*, to_timestamp(i.received_ms / 1000.0) as received_at from unnest(
    $1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::text[], $9::text[], $10::smallint[], $11::boolean[],
    $12::text[], $13::float8[], $14::smallint[], $15::smallint[]) as i
   (jurisdiction_id, id, assignment_id, instrument, version, answers, scores, validity, critical, ordinal, acute,
    rules, received_ms, bit, all_bits))`;

/** The SQL twin of `mayAcceptSheet`, with the grace; a test holds the two together. Paper answered before a round was closed is in time however late it is typed. */
export const STANDING = `case
              when w.id is not null and i.received_at >= coalesce(w.ended_at, w.closes_at) + interval '${SHEET_GRACE_MS} ms' then 'late'
              when w.id is not null then case when i.received_at < w.opens_at then 'not-open' else 'saved' end
              when (r.state = 'closed' and i.received_at >= coalesce(r.closed_at, '-infinity')) or i.received_at >= r.closes_at + interval '${SHEET_GRACE_MS} ms' then 'late'
              when r.state = 'planned' or i.received_at < r.opens_at then 'not-open'
              else 'saved' end`;

/** A seat that was given a further window keeps to that one, whatever has become of the round. */
export const WINDOW = `left join screening.further_window w on w.jurisdiction_id = a.jurisdiction_id and w.id = a.window_id`;

/** again: the seat of a retest, whose pupil has begun and finished before and is counted as void until it is valid. */
const PLACED = `placed as (
  select i.*, a.round_id, a.school_id, a.class_id, a.student_id, a.turn > 0 as again, ${STANDING} as standing
    from input i
    join screening.assignment a on a.jurisdiction_id = i.jurisdiction_id and a.id = i.assignment_id and a.stopped_at is null
    join screening.round r on r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id
    ${WINDOW})`;

/** A late sheet is kept when an answer on it is critical: a window that has closed must not silence a child. */
const SAVED = `saved as (
  insert into screening.answer_sheet
    (jurisdiction_id, id, assignment_id, round_id, school_id, class_id, student_id, submitted_at, suggested_ordinal, acute, late,
     validity, instrument, instrument_version, scores, critical, fired_rules, answers_enc)
  select jurisdiction_id, id, assignment_id, round_id, school_id, class_id, student_id, received_at, ordinal, acute, standing = 'late',
         validity, instrument, version, scores::real[], critical::smallint[], rules::text[], answers
    from placed where standing = 'saved' or (standing = 'late' and critical <> '{}')
  on conflict do nothing
  returning jurisdiction_id, id, assignment_id, instrument, round_id, school_id, class_id, validity, late),
cleared as (
  delete from screening.answer_draft d using saved s
   where d.jurisdiction_id = s.jurisdiction_id and d.assignment_id = s.assignment_id and d.instrument = s.instrument)`;

/** A pupil with one form to answer has begun and finished with it. */
const COUNTED_AT_ONCE = `counted as (
  insert into screening.completion_delta (jurisdiction_id, round_id, school_id, class_id, at, started, completed, void)
  select s.jurisdiction_id, s.round_id, s.school_id, s.class_id, now(), count(*) filter (where not p.again), count(*) filter (where s.validity <> 'void'),
         count(*) filter (where s.validity = 'void' and not p.again) - count(*) filter (where s.validity <> 'void' and p.again)
    from saved s join placed p on p.id = s.id and p.jurisdiction_id = s.jurisdiction_id
   where not s.late group by s.jurisdiction_id, s.round_id, s.school_id, s.class_id)`;

const KEPT = `kept as (
  select p.* from saved s join placed p on p.jurisdiction_id = s.jurisdiction_id and p.id = s.id)`;

/** Who began, who finished: one sheet of one tells by itself; a battery of several is remembered in `sitting`. */
const COUNTED = `sat as (
  insert into screening.sitting as t (jurisdiction_id, assignment_id, school_id, handed_in, has_void)
  select jurisdiction_id, assignment_id, school_id, bit_or(bit), bool_or(validity = 'void')
    from kept where all_bits > 1 and standing = 'saved' group by jurisdiction_id, assignment_id, school_id
  on conflict (jurisdiction_id, assignment_id) do update
    set handed_in = t.handed_in | excluded.handed_in, has_void = t.has_void or excluded.has_void
  returning t.jurisdiction_id, t.assignment_id, coalesce(old.handed_in, 0) as before, new.handed_in as after, new.has_void),
moved as (
  select jurisdiction_id, round_id, school_id, class_id, again, 1 as started, true as finished, validity = 'void' as spoilt
    from kept where all_bits = 1 and standing = 'saved'
  union all
  select k.jurisdiction_id, k.round_id, k.school_id, k.class_id, k.again, (s.before = 0)::int, s.after = k.all_bits and s.before <> k.all_bits, s.has_void
    from sat s
    join (select distinct jurisdiction_id, assignment_id, round_id, school_id, class_id, all_bits, again from kept) k
      on k.jurisdiction_id = s.jurisdiction_id and k.assignment_id = s.assignment_id),
counted as (
  insert into screening.completion_delta (jurisdiction_id, round_id, school_id, class_id, at, started, completed, void)
  select jurisdiction_id, round_id, school_id, class_id, now(), coalesce(sum(started) filter (where not again), 0),
         count(*) filter (where finished and not spoilt),
         count(*) filter (where finished and spoilt and not again) - count(*) filter (where finished and not spoilt and again)
    from moved group by jurisdiction_id, round_id, school_id, class_id)`;

/** Which of them were taken is only told when it was not all: the usual answer is one number. */
const ANSWER = `select n.taken, case when n.taken < cardinality($2::uuid[]) then (select array_agg(id) from saved) end as fresh
  from (select count(*)::int as taken from saved where not late) n`;

/** Sheets nobody has to look at, of pupils with one form: the most of them, and they wake nobody. */
const SAVE_SINGLE = `with ${INPUT}, ${PLACED}, ${SAVED}, ${COUNTED_AT_ONCE} ${ANSWER}`;

/** The same for batteries of several forms. */
const SAVE_OF_SEVERAL = `with ${INPUT}, ${PLACED}, ${SAVED}, ${KEPT}, ${COUNTED} ${ANSWER}`;

/** The same, and in the same commit the review somebody has to do and the fact that others wait for. */
const SAVE_TELLING = `with ${INPUT}, ${PLACED}, ${SAVED}, ${KEPT}, ${COUNTED},
extra as (
  select * from unnest($2::uuid[], $16::boolean[], $17::text[], $18::text[]) as e (id, needs_review, fact_type, fact)),
told as (
  insert into platform.outbox (jurisdiction_id, id, type, payload, author, at)
  select k.jurisdiction_id, uuidv7(), e.fact_type, e.fact::jsonb, 'student:' || k.student_id, k.received_at
    from kept k join extra e on e.id = k.id where e.fact_type is not null),
due as (
  select k.jurisdiction_id, k.assignment_id, k.round_id, k.school_id, k.class_id, k.student_id, max(k.ordinal) as ordinal,
         bool_or(k.acute) as acute, min(k.received_at) as received_at, string_agg(k.rules, '|') as rules
    from kept k join extra e on e.id = k.id where e.needs_review group by 1, 2, 3, 4, 5, 6),
reviewed as (
  insert into screening.review as v
    (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
  select jurisdiction_id, uuidv7(), round_id, school_id, class_id, student_id, assignment_id, ordinal, acute, received_at from due
  on conflict (jurisdiction_id, assignment_id) do update
    set suggested_ordinal = greatest(v.suggested_ordinal, excluded.suggested_ordinal), acute = v.acute or excluded.acute,
        state = case when excluded.suggested_ordinal > coalesce(v.confirmed_ordinal, -1) or (excluded.acute and not v.acute)
                     then 'waiting' else v.state end
  returning v.jurisdiction_id, v.assignment_id, new.id, old.suggested_ordinal as before, new.suggested_ordinal as after,
            old.acute as acute_before, new.acute),
noted as (
  insert into screening.review_event (jurisdiction_id, id, review_id, school_id, kind, from_ordinal, to_ordinal, acute, by, at, rules)
  select r.jurisdiction_id, uuidv7(), r.id, d.school_id, case when r.before is null then 'opened' else 'raised' end, r.before, r.after,
         r.acute, 'student:' || d.student_id, d.received_at,
         array(select rule from unnest(string_to_array(d.rules, '|')) part, unnest(part::text[]) rule)
    from reviewed r join due d on d.jurisdiction_id = r.jurisdiction_id and d.assignment_id = r.assignment_id
   where r.before is null or r.after > r.before or (r.acute and not r.acute_before))
${ANSWER}`;

/** Why was not every sheet of a batch taken? Asked after its commit, when whoever came first can be seen. */
const FATES = `with input as (
  select *, to_timestamp(received_ms / 1000.0) as received_at
    from unnest($1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::float8[]) as i (jurisdiction_id, id, assignment_id, instrument, received_ms))
select i.id, ${STANDING} as standing, a.id is null as "hasNoAssignment",
       mine.id is not null as "isIdKnown", mine.assignment_id = i.assignment_id and mine.instrument = i.instrument as "isSame", mine.late as "isLate",
       other.id is not null as "isAnswered"
  from input i
  left join screening.assignment a on a.jurisdiction_id = i.jurisdiction_id and a.id = i.assignment_id and a.stopped_at is null
  left join screening.round r on r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id
  ${WINDOW}
  left join screening.answer_sheet mine on mine.jurisdiction_id = i.jurisdiction_id and mine.id = i.id
  left join screening.answer_sheet other
    on other.jurisdiction_id = i.jurisdiction_id and other.assignment_id = i.assignment_id and other.instrument = i.instrument and not other.late`;

/** The statements by name, as they are prepared: the bench runs the first of them. */
export const SHEET_STATEMENTS = {
  'screening.save-sheets': SAVE_SINGLE,
  'screening.save-sheets-of-several': SAVE_OF_SEVERAL,
  'screening.save-telling-sheets': SAVE_TELLING,
};

/** A sheet as it stands in the database after the batch that brought it. */
interface Found {
  readonly id: string;
  readonly standing: 'saved' | 'late' | 'not-open';
  readonly hasNoAssignment: boolean;
  readonly isIdKnown: boolean;
  readonly isSame: boolean | null;
  readonly isLate: boolean | null;
  readonly isAnswered: boolean;
}

@Injectable()
export class SheetRepository {
  constructor(@Inject(INTAKE_POOL) private readonly pool: pg.Pool) {
    // The best plan is the same for one sheet and for sixty-four; left alone, PostgreSQL plans small batches anew each time.
    pool.on('connect', (client) => void client.query(`set plan_cache_mode = force_generic_plan`).catch(() => undefined));
  }

  /**
   * Saves the sheets in one statement and one commit, each with all that follows from it. No two of them may be the same
   * sheet or answer the same instrument of the same assignment.
   * @returns each sheet's fate, in the order given.
   */
  async save(rows: readonly SheetRow[]): Promise<SheetFate[]> {
    const name = statementFor(rows);
    const values = valuesOf(rows);
    if (name === 'screening.save-telling-sheets') {
      values.push(rows.map((row) => row.needsReview), rows.map((row) => row.fact?.type ?? null), rows.map(factText));
    }
    const { rows: [answer] } = await this.pool.query<{ taken: number; fresh: string[] | null }>({ name, text: SHEET_STATEMENTS[name], values });
    return answer!.taken === rows.length ? rows.map(() => 'saved') : this.fates(rows, new Set(answer!.fresh));
  }

  private async fates(rows: readonly SheetRow[], fresh: ReadonlySet<string>): Promise<SheetFate[]> {
    const { rows: found } = await this.pool.query<Found>({
      name: 'screening.fates-of-sheets',
      text: FATES,
      values: [
        rows.map((row) => row.jurisdictionId), rows.map((row) => row.id), rows.map((row) => row.assignmentId),
        rows.map((row) => row.instrument), rows.map((row) => row.receivedAt),
      ],
    });
    const byId = new Map(found.map((one) => [one.id, one]));
    return rows.map(({ id }) => fateOf(byId.get(id)!, fresh.has(id)));
  }
}

function statementFor(rows: readonly SheetRow[]): keyof typeof SHEET_STATEMENTS {
  if (rows.some((row) => row.needsReview || row.fact !== null)) return 'screening.save-telling-sheets';
  return rows.every((row) => row.allBits === 1) ? 'screening.save-sheets' : 'screening.save-sheets-of-several';
}

function fateOf(found: Found, isFresh: boolean): SheetFate {
  if (found.hasNoAssignment) return 'no-assignment';
  if (isFresh) return found.isLate ? 'late' : 'saved';
  if (found.isSame) return found.isLate ? 'late-again' : 'again';
  if (found.standing === 'late' && (found.isIdKnown || found.isAnswered)) return 'late-again';
  if (found.standing !== 'saved') return found.standing;
  if (found.isIdKnown) return 'id-taken';
  if (found.isAnswered) return 'answered-before';
  throw refuse('platform/unavailable'); // a round that moved between the two statements: the next try will tell
}

function valuesOf(rows: readonly SheetRow[]): unknown[] {
  return [
    rows.map((row) => row.jurisdictionId), rows.map((row) => row.id), rows.map((row) => row.assignmentId), rows.map((row) => row.instrument),
    rows.map((row) => row.version), byteaArray(rows.map((row) => row.answers)), rows.map(scoresText), rows.map((row) => row.validity),
    rows.map((row) => `{${row.critical.join(',')}}`), rows.map((row) => row.ordinal), rows.map((row) => row.acute), rows.map(rulesText),
    rows.map((row) => row.receivedAt), rows.map((row) => row.bit), rows.map((row) => row.allBits),
  ];
}

const BYTEA = 17;

/** `bytea[]` in PostgreSQL's binary form: as text each byte would be two signs, written here and read there again. */
function byteaArray(fields: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafe(fields.reduce((sum, field) => sum + 4 + field.length, 20));
  let at = 0;
  const int = (value: number) => (at = bytes.writeInt32BE(value, at));
  [1, 0, BYTEA, fields.length, 1].forEach(int); // dimensions, nulls, element type, how many, counted from 1
  for (const field of fields) {
    int(field.length);
    at += field.copy(bytes, at);
  }
  return bytes;
}

function scoresText({ scores }: SheetRow): string | null {
  if (scores === null) return null;
  let text = '{';
  for (let at = 0; at < scores.length; at++) text += (at > 0 ? ',' : '') + (Number.isNaN(scores[at]!) ? 'null' : scores[at]!);
  return `${text}}`;
}

const rulesText = ({ rules }: SheetRow): string =>
  rules.length === 0 ? '{}' : `{${rules.map((rule) => `"${rule.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

const factText = ({ fact }: SheetRow): string | null => (fact === null ? null : JSON.stringify(fact.payload));
