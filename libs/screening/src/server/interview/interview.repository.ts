import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { FROM, PLACE, REVIEW, type ReviewRow } from '../review/review.repository.js';

export type InterviewKind = 'held' | 'not-reached';

export interface InterviewRow {
  readonly id: string;
  readonly kind: InterviewKind;
  readonly at: Date;
  readonly by: string;
  readonly recordedAt: Date;
  /** Empty once its time was over. */
  readonly record: Buffer;
}

/** A review in the queue of talks. */
export interface QueuedReview extends ReviewRow {
  readonly held: number;
  readonly attempts: number;
  readonly lastAt: Date | null;
}

@Injectable()
export class InterviewRepository {
  async append(tx: Tx, review: ReviewRow, row: Omit<InterviewRow, 'recordedAt'>): Promise<void> {
    await tx.query(
      `insert into screening.review_interview (jurisdiction_id, id, review_id, school_id, kind, at, by, recorded_at, record_enc)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [review.jurisdictionId, row.id, review.id, review.schoolId, row.kind, row.at, row.by, tx.now, row.record],
    );
  }

  ofReview(tx: Tx, { jurisdictionId, id }: Pick<ReviewRow, 'jurisdictionId' | 'id'>): Promise<InterviewRow[]> {
    return tx.query<InterviewRow>(
      `select id, kind, at, by, recorded_at as "recordedAt", record_enc as record
         from screening.review_interview where jurisdiction_id = $1 and review_id = $2 order by at, id`,
      [jurisdictionId, id],
    );
  }

  async hasHeld(tx: Tx, { jurisdictionId, id }: Pick<ReviewRow, 'jurisdictionId' | 'id'>): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from screening.review_interview where jurisdiction_id = $1 and review_id = $2 and kind = 'held' limit 1`,
      [jurisdictionId, id],
    );
    return rows.length > 0;
  }

  /** Reviews nobody has decided on, with what was tried; the gravest first, so that a cut by `most` never drops a grave one. */
  waiting(tx: Tx, { schoolId, most }: { schoolId?: string | undefined; most: number }): Promise<QueuedReview[]> {
    const params: unknown[] = [most];
    const school = schoolId ? `and v.school_id = $${params.push(schoolId)}` : '';
    return tx.query<QueuedReview>(
      `select ${REVIEW}, i.held, i.attempts, i."lastAt"
         from ${FROM}
         cross join lateral (
           select count(*) filter (where kind = 'held')::int as held, count(*) filter (where kind = 'not-reached')::int as attempts, max(at) as "lastAt"
             from screening.review_interview where jurisdiction_id = v.jurisdiction_id and review_id = v.id) i
        where v.state = 'waiting' and ${scopeWhere(tx.scopes, PLACE, params)} ${school}
        order by v.suggested_ordinal desc, v.id desc limit $1`,
      params,
    );
  }
}
