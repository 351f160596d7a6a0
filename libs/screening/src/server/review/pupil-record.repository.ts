import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface PupilSeat {
  readonly assignmentId: string;
  readonly roundId: string;
  readonly title: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly reviewId: string | null;
}

@Injectable()
export class PupilRecordRepository {
  /** Every round in which the pupil had a seat at a school within the caller's scope, the newest first. */
  seats(tx: Tx, jurisdictionId: number, studentId: string): Promise<PupilSeat[]> {
    const params: unknown[] = [jurisdictionId, studentId];
    return tx.query<PupilSeat>(
      `select a.id as "assignmentId", a.round_id as "roundId", r.title, r.opens_at as "opensAt", r.closes_at as "closesAt", v.id as "reviewId"
         from screening.assignment a
         join screening.round r on r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id
         left join screening.review v on v.jurisdiction_id = a.jurisdiction_id and v.assignment_id = a.id
        where a.jurisdiction_id = $1 and a.student_id = $2
          and ${scopeWhere(tx.scopes, { jurisdiction: 'a.jurisdiction_id', school: 'a.school_id', class: 'a.class_id' }, params)}
        order by r.opens_at desc, r.id desc`,
      params,
    );
  }
}
