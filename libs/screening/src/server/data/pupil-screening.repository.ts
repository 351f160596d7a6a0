import type { PupilKey } from '@heliotrope/data-protection';
import type { HeldBack } from '@heliotrope/data-protection/rules';
import type { Ordinal, SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

const EMPTY = String.raw`'\x'::bytea`;

/** What data protection asks of screening: to destroy, to stop, to tell. */
@Injectable()
export class PupilScreeningRepository {
  /**
   * Empties the sealed answers of sheets graded on the day or earlier: decided by a person, or, where nobody had to look,
   * closed with their round. A sheet that still waits for somebody is not graded, however old.
   */
  async destroyAnswers(tx: Tx, ask: { jurisdictionId: number; from: SchoolDay; held: HeldBack; limit: number }): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update screening.answer_sheet set answers_enc = ${EMPTY}, answers_destroyed_at = $6
        where jurisdiction_id = $1 and id in (
          select s.id from screening.answer_sheet s
            join screening.round r on r.jurisdiction_id = s.jurisdiction_id and r.id = s.round_id and r.state = 'closed'
            left join screening.review v on v.jurisdiction_id = s.jurisdiction_id and v.assignment_id = s.assignment_id
           where s.jurisdiction_id = $1 and s.answers_destroyed_at is null
             and s.school_id <> all($3::uuid[]) and s.student_id <> all($4::uuid[])
             and (case when v.id is null then r.closed_at when v.state = 'waiting' then null else greatest(v.decided_at, r.closed_at) end
                  at time zone 'Asia/Shanghai')::date <= $2
           order by s.id limit $5)
       returning id`,
      [ask.jurisdictionId, ask.from, ask.held.schools, ask.held.pupils, ask.limit, tx.now],
    );
    return rows.map((row) => row.id);
  }

  /** Empties every sealed answer of one pupil. */
  async eraseAnswers(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<string[]> {
    await this.eraseDrafts(tx, { jurisdictionId, studentId });
    const rows = await tx.query<{ id: string }>(
      `update screening.answer_sheet set answers_enc = ${EMPTY}, answers_destroyed_at = $3
        where jurisdiction_id = $1 and student_id = $2 and answers_destroyed_at is null returning id`,
      [jurisdictionId, studentId, tx.now],
    );
    return rows.map((row) => row.id);
  }

  /** Empties the sealed talks of reviews decided on the day or earlier. One that still waits keeps them, however old. */
  async destroyInterviews(tx: Tx, ask: { jurisdictionId: number; from: SchoolDay; held: HeldBack; limit: number }): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update screening.review_interview set record_enc = ${EMPTY}, record_destroyed_at = $6
        where jurisdiction_id = $1 and id in (
          select i.id from screening.review_interview i
            join screening.review v on v.jurisdiction_id = i.jurisdiction_id and v.id = i.review_id and v.state <> 'waiting'
           where i.jurisdiction_id = $1 and i.record_destroyed_at is null
             and i.school_id <> all($3::uuid[]) and v.student_id <> all($4::uuid[])
             and (greatest(v.decided_at, i.recorded_at) at time zone 'Asia/Shanghai')::date <= $2
           order by i.id limit $5)
       returning id`,
      [ask.jurisdictionId, ask.from, ask.held.schools, ask.held.pupils, ask.limit, tx.now],
    );
    return rows.map((row) => row.id);
  }

  /** Empties every sealed talk with one pupil. */
  async eraseInterviews(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update screening.review_interview i set record_enc = ${EMPTY}, record_destroyed_at = $3 from screening.review v
        where i.jurisdiction_id = $1 and v.jurisdiction_id = i.jurisdiction_id and v.id = i.review_id and v.student_id = $2 and i.record_destroyed_at is null
       returning i.id`,
      [jurisdictionId, studentId, tx.now],
    );
    return rows.map((row) => row.id);
  }

  /** Talks and attempts by day and kind: what is told to the pupil's side without opening them. */
  interviewsOf(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<{ round: string; kind: 'held' | 'not-reached'; at: Date; isDestroyed: boolean }[]> {
    return tx.query(
      `select r.title as round, i.kind, i.at, i.record_destroyed_at is not null as "isDestroyed"
         from screening.review_interview i
         join screening.review v on v.jurisdiction_id = i.jurisdiction_id and v.id = i.review_id
         join screening.round r on r.jurisdiction_id = v.jurisdiction_id and r.id = v.round_id
        where i.jurisdiction_id = $1 and v.student_id = $2 order by i.at, i.id`,
      [jurisdictionId, studentId],
    );
  }

  /** Shuts the pupil's seats of rounds that are not over. @returns how many. */
  async stopSeats(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<number> {
    const rows = await tx.query(
      `update screening.assignment a set stopped_at = $3 from screening.round r
        where a.jurisdiction_id = $1 and a.student_id = $2 and a.stopped_at is null
          and r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id and r.consent_rule <> 'none-required-by-law-basis'
          and (r.state <> 'closed' or exists (
            select from screening.further_window w
             where w.jurisdiction_id = r.jurisdiction_id and w.round_id = r.id and coalesce(w.ended_at, w.closes_at) > $3))
       returning a.id`,
      [jurisdictionId, studentId, tx.now],
    );
    await this.eraseDrafts(tx, { jurisdictionId, studentId });
    return rows.length;
  }

  /** Unfinished answers of one pupil. */
  private async eraseDrafts(tx: Tx, { jurisdictionId, studentId }: Pick<PupilKey, 'jurisdictionId' | 'studentId'>): Promise<void> {
    await tx.query(`delete from screening.answer_draft where jurisdiction_id = $1 and student_id = $2`, [jurisdictionId, studentId]);
  }

  sheetsOf(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<{ round: string; instrument: string; version: string; submittedAt: Date; isDestroyed: boolean }[]> {
    return tx.query(
      `select r.title as round, s.instrument, s.instrument_version as version, s.submitted_at as "submittedAt", s.answers_destroyed_at is not null as "isDestroyed"
         from screening.answer_sheet s join screening.round r on r.jurisdiction_id = s.jurisdiction_id and r.id = s.round_id
        where s.jurisdiction_id = $1 and s.student_id = $2 order by s.submitted_at`,
      [jurisdictionId, studentId],
    );
  }

  /** Levels a person decided. What a rule suggested and nobody confirmed is not a level. */
  levelsOf(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<{ round: string; ordinal: Ordinal; decidedAt: Date }[]> {
    return tx.query(
      `select r.title as round, v.confirmed_ordinal as ordinal, v.decided_at as "decidedAt"
         from screening.review v join screening.round r on r.jurisdiction_id = v.jurisdiction_id and r.id = v.round_id
        where v.jurisdiction_id = $1 and v.student_id = $2 and v.confirmed_ordinal is not null order by v.decided_at`,
      [jurisdictionId, studentId],
    );
  }
}
