import type { PupilKey } from '@heliotrope/data-protection';
import type { HeldBack } from '@heliotrope/data-protection/rules';
import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

/** A pupil's part in one round: what was handed in and decided. While somebody has still to look, or a talk over it is kept, it stays. */
const SEATS = `select a.id from screening.assignment a
    left join organisation.v_left_student s on s.jurisdiction_id = a.jurisdiction_id and s.student_id = a.student_id
   where a.jurisdiction_id = $1
     and (exists (select from screening.answer_sheet h where h.jurisdiction_id = a.jurisdiction_id and h.assignment_id = a.id)
       or exists (select from screening.review v where v.jurisdiction_id = a.jurisdiction_id and v.assignment_id = a.id))
     and not exists (select from screening.review v where v.jurisdiction_id = a.jurisdiction_id and v.assignment_id = a.id and v.state = 'waiting')
     and not exists (select from screening.review v join screening.review_interview i on i.jurisdiction_id = v.jurisdiction_id and i.review_id = v.id
       where v.jurisdiction_id = a.jurisdiction_id and v.assignment_id = a.id and i.record_enc is not null and i.record_destroyed_at is null)`;

/** Destroys sheets, scores and levels. The seat stays, and with it the count of who took part. */
@Injectable()
export class ScoreDestructionRepository {
  /** Of pupils who left on the day or earlier, whom no hold keeps. @returns the ids of sheets and reviews that are gone. */
  async ofLeavers(tx: Tx, ask: { jurisdictionId: number; from: SchoolDay; held: HeldBack; limit: number }): Promise<string[]> {
    const seats = await tx.query<{ id: string }>(
      `${SEATS} and s.left_on <= $2 and a.school_id <> all($3::uuid[]) and a.student_id <> all($4::uuid[]) order by a.id limit $5`,
      [ask.jurisdictionId, ask.from, ask.held.schools, ask.held.pupils, ask.limit],
    );
    return this.destroy(tx, ask.jurisdictionId, seats);
  }

  async ofPupil(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<string[]> {
    return this.destroy(tx, jurisdictionId, await tx.query<{ id: string }>(`${SEATS} and a.student_id = $2`, [jurisdictionId, studentId]));
  }

  private async destroy(tx: Tx, jurisdictionId: number, seats: readonly { id: string }[]): Promise<string[]> {
    const params = [jurisdictionId, seats.map(({ id }) => id)];
    for (const table of ['review_interview', 'review_event']) {
      await tx.query(
        `delete from screening.${table} where jurisdiction_id = $1 and review_id in (
           select id from screening.review where jurisdiction_id = $1 and assignment_id = any($2::uuid[]))`,
        params,
      );
    }
    const gone = await tx.query<{ id: string }>(
      `with sheets as (delete from screening.answer_sheet where jurisdiction_id = $1 and assignment_id = any($2::uuid[]) returning id),
            reviews as (delete from screening.review where jurisdiction_id = $1 and assignment_id = any($2::uuid[]) returning id)
       select id from sheets union all select id from reviews`,
      params,
    );
    return gone.map(({ id }) => id);
  }
}
