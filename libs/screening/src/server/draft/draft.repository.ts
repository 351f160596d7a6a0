import { INTAKE_POOL, RELAY_POOL, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { DraftAtRest } from '../../rules/answer-draft.js';
import { STANDING, WINDOW } from '../answering/sheet.repository.js';

export interface DraftRow {
  readonly jurisdictionId: number;
  readonly assignmentId: string;
  readonly instrument: string;
  readonly version: string;
  readonly sheetId: string;
  readonly savedMs: number;
  readonly atItem: number;
  readonly critical: readonly number[];
  readonly draft: Buffer;
  readonly receivedAt: number;
}

/** `behind`: a later save of this sheet stands already. `elsewhere`: this form is being answered under another number. */
export type DraftSaved = 'saved' | 'behind' | 'elsewhere' | 'handed-in' | 'late' | 'not-open' | 'no-assignment';

export interface DraftOfSeat {
  readonly instrument: string;
  readonly version: string;
  readonly sheetId: string;
  readonly savedMs: number;
  readonly atItem: number;
  readonly draft: Buffer;
}

/** A draft that is looked at because nobody has handed it in. */
export interface LeftDraft extends DraftAtRest {
  readonly jurisdictionId: number;
  readonly assignmentId: string;
  readonly instrument: string;
  readonly version: string;
  readonly sheetId: string;
  readonly roundId: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly studentId: string;
}

/* Up to sixty-four drafts in one statement and one commit. A save that is older than what stands changes nothing, whatever came first. */
const SAVE = `with i as (
  select i.*, to_timestamp(i.received_ms / 1000.0) as received_at from unnest(
    $1::int[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::smallint[], $8::text[], $9::text[], $10::float8[]) as i
   (jurisdiction_id, assignment_id, instrument, version, sheet_id, saved_ms, at_item, critical, draft, received_ms)),
placed as (
  select i.*, a.round_id, a.school_id, a.class_id, a.student_id, ${STANDING} as standing,
         exists (select from screening.answer_sheet s where s.jurisdiction_id = i.jurisdiction_id and s.assignment_id = i.assignment_id
                                                        and s.instrument = i.instrument and not s.late) as is_in
    from i
    join screening.assignment a on a.jurisdiction_id = i.jurisdiction_id and a.id = i.assignment_id and a.stopped_at is null
    join screening.round r on r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id
    ${WINDOW}),
saved as (
  insert into screening.answer_draft as d
    (jurisdiction_id, assignment_id, instrument, sheet_id, instrument_version, round_id, school_id, class_id, student_id, saved_ms, saved_at,
     at_item, critical, draft_enc)
  select jurisdiction_id, assignment_id, instrument, sheet_id, version, round_id, school_id, class_id, student_id, saved_ms, received_at,
         at_item, critical::smallint[], decode(draft, 'hex')
    from placed where standing = 'saved' and not is_in
  on conflict (jurisdiction_id, assignment_id, instrument) do update
    set saved_ms = excluded.saved_ms, saved_at = excluded.saved_at, at_item = excluded.at_item, critical = excluded.critical, draft_enc = excluded.draft_enc,
        told_at = case when excluded.critical <@ d.critical then d.told_at end
    where d.sheet_id = excluded.sheet_id and d.saved_ms < excluded.saved_ms
  returning jurisdiction_id, assignment_id, instrument)
select case when p.assignment_id is null then 'no-assignment'
            when p.standing <> 'saved' then p.standing
            when p.is_in then 'handed-in'
            when s.assignment_id is not null then 'saved'
            when d.sheet_id is null or d.sheet_id = i.sheet_id then 'behind'
            else 'elsewhere' end as fate
  from i
  left join placed p using (jurisdiction_id, assignment_id, instrument)
  left join saved s using (jurisdiction_id, assignment_id, instrument)
  left join screening.answer_draft d using (jurisdiction_id, assignment_id, instrument)
 order by array_position($2::uuid[], i.assignment_id), i.instrument`;

/** For a seat with a make-up or retest window the round is over with that window. */
const ROUND_OF_SEAT = `case when w.id is null then r.state when coalesce(w.ended_at, w.closes_at) > $4 then 'open' else 'closed' end`;

@Injectable()
export class DraftRepository {
  constructor(
    @Inject(INTAKE_POOL) private readonly intake: pg.Pool,
    @Inject(RELAY_POOL) private readonly relay: pg.Pool,
  ) {}

  /** No two of them may be of one assignment. @returns each draft's fate, in the order given. */
  async save(rows: readonly DraftRow[]): Promise<DraftSaved[]> {
    const { rows: found } = await this.intake.query<{ fate: DraftSaved }>({
      name: 'screening.save-drafts',
      text: SAVE,
      values: [
        rows.map((row) => row.jurisdictionId), rows.map((row) => row.assignmentId), rows.map((row) => row.instrument), rows.map((row) => row.version),
        rows.map((row) => row.sheetId), rows.map((row) => row.savedMs), rows.map((row) => row.atItem), rows.map((row) => `{${row.critical.join(',')}}`),
        rows.map((row) => row.draft.toString('hex')), rows.map((row) => row.receivedAt),
      ],
    });
    return found.map(({ fate }) => fate);
  }

  ofAssignment(tx: Tx, jurisdictionId: number, assignmentId: string): Promise<DraftOfSeat[]> {
    return tx.query<DraftOfSeat>(
      `select instrument, instrument_version as version, sheet_id as "sheetId", saved_ms::float8 as "savedMs", at_item as "atItem", draft_enc as draft
         from screening.answer_draft where jurisdiction_id = $1 and assignment_id = $2`,
      [jurisdictionId, assignmentId],
    );
  }

  /** The bureaus that have drafts at all. */
  async bureaus(): Promise<number[]> {
    return (await this.relay.query<{ id: number }>(`select distinct jurisdiction_id as id from screening.answer_draft order by 1`)).rows.map(({ id }) => id);
  }

  /** Drafts of one bureau about which something may have to be done, locked so that two sweeps tell once. */
  left(tx: Tx, jurisdictionId: number, before: Date, limit: number): Promise<LeftDraft[]> {
    return tx.query<LeftDraft>(
      `select d.jurisdiction_id as "jurisdictionId", d.assignment_id as "assignmentId", d.instrument, d.instrument_version as version, d.sheet_id as "sheetId",
              d.round_id as "roundId", d.school_id as "schoolId", d.class_id as "classId", d.student_id as "studentId",
              d.critical, d.saved_at as "savedAt", d.told_at as "toldAt", ${ROUND_OF_SEAT} as round, s.id is not null as "isHandedIn"
         from screening.answer_draft d
         join screening.round r on r.jurisdiction_id = d.jurisdiction_id and r.id = d.round_id
         join screening.assignment a on a.jurisdiction_id = d.jurisdiction_id and a.id = d.assignment_id
         ${WINDOW}
         left join screening.answer_sheet s on s.jurisdiction_id = d.jurisdiction_id and s.assignment_id = d.assignment_id and s.instrument = d.instrument and not s.late
        where d.jurisdiction_id = $1
          and (s.id is not null or ${ROUND_OF_SEAT} = 'closed' or (d.critical <> '{}' and d.told_at is null and d.saved_at <= $2))
        order by d.saved_at limit $3 for no key update of d skip locked`,
      [jurisdictionId, before, limit, tx.now],
    );
  }

  async told(tx: Tx, { jurisdictionId, assignmentId, instrument }: LeftDraft): Promise<void> {
    await tx.query(`update screening.answer_draft set told_at = $4 where jurisdiction_id = $1 and assignment_id = $2 and instrument = $3`, [jurisdictionId, assignmentId, instrument, tx.now]);
  }

  async discard(tx: Tx, { jurisdictionId, assignmentId, instrument }: LeftDraft): Promise<void> {
    await tx.query(`delete from screening.answer_draft where jurisdiction_id = $1 and assignment_id = $2 and instrument = $3`, [jurisdictionId, assignmentId, instrument]);
  }
}
