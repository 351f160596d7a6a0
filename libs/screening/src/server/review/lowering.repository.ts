import type { Ordinal } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { ReviewRow, ReviewState } from './review.repository.js';

/** A lowering that somebody proposed and nobody has agreed to yet, with the event that holds its reason. */
export interface ProposedLowering {
  readonly jurisdictionId: number;
  readonly reviewId: string;
  readonly roundId: string;
  readonly classId: string;
  readonly studentId: string;
  readonly state: ReviewState;
  readonly suggested: Ordinal;
  readonly confirmed: Ordinal | null;
  readonly to: Ordinal;
  /** Who proposed it, as `account:<id>`. */
  readonly by: string;
  readonly at: Date;
  readonly eventId: string;
  readonly words: Buffer | null;
}

const COLUMNS = `v.jurisdiction_id as "jurisdictionId", v.id as "reviewId", v.round_id as "roundId", v.class_id as "classId",
  v.student_id as "studentId", v.state, v.suggested_ordinal as suggested, v.confirmed_ordinal as confirmed, v.lowering_to as "to",
  v.lowering_by as by, e.at, e.id as "eventId", e.words_enc as words`;
/** The last proposal is the one the review names: each new one takes the place of the one before. */
const FROM = `screening.review v
  cross join lateral (
    select id, at, words_enc from screening.review_event
     where jurisdiction_id = v.jurisdiction_id and review_id = v.id and kind = 'lowering-proposed'
       and to_ordinal = v.lowering_to and by = v.lowering_by order by at desc, id desc limit 1) e`;
const PLACE = { jurisdiction: 'v.jurisdiction_id', school: 'v.school_id', class: 'v.class_id' };

@Injectable()
export class LoweringRepository {
  /** The newest first. `notBy` leaves out what this person proposed and therefore cannot agree to. */
  async waiting(tx: Tx, ask: { notBy?: string; after: readonly unknown[] | null; limit: number }): Promise<ProposedLowering[]> {
    const params: unknown[] = [ask.limit];
    const others = ask.notBy ? `and v.lowering_by <> $${params.push(ask.notBy)}` : '';
    const after = ask.after ? `and v.id < $${params.push(ask.after[0])}::uuid` : '';
    return tx.query<ProposedLowering>(
      `select ${COLUMNS} from ${FROM} where v.lowering_to is not null and ${scopeWhere(tx.scopes, PLACE, params)} ${others} ${after}
        order by v.id desc limit $1`,
      params,
    );
  }

  async proposalOf(tx: Tx, review: ReviewRow): Promise<ProposedLowering | undefined> {
    const [found] = await tx.query<ProposedLowering>(
      `select ${COLUMNS} from ${FROM} where v.jurisdiction_id = $1 and v.id = $2 and v.lowering_to is not null`,
      [review.jurisdictionId, review.id],
    );
    return found;
  }
}
