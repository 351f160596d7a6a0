import type { Ordinal } from '@heliotrope/kernel';
import { type MarkedRow, newId, RowMarks, scopeWhere, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Validity } from '../../rules/validity.js';

export type ReviewState = 'waiting' | 'confirmed' | 'lowered';

export interface ReviewRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly roundId: string;
  readonly roundTitle: string | null;
  readonly schoolId: string;
  readonly classId: string;
  readonly studentId: string;
  readonly assignmentId: string;
  readonly state: ReviewState;
  readonly suggested: Ordinal;
  readonly acute: boolean;
  readonly confirmed: Ordinal | null;
  readonly loweringTo: Ordinal | null;
  readonly loweringBy: string | null;
  readonly openedAt: Date;
}

export interface SheetOfReview {
  readonly id: string;
  readonly instrument: string;
  readonly version: string;
  readonly validity: Validity | 'unscorable';
  readonly scores: readonly (number | null)[] | null;
  readonly critical: readonly number[];
  readonly late: boolean;
  readonly submittedAt: Date;
  readonly answers: Buffer;
}

export type ReviewEventKind = 'opened' | 'raised' | 'second-answers' | 'confirmed' | 'lowering-proposed' | 'lowered';

export interface ReviewEvent {
  readonly id: string;
  readonly kind: ReviewEventKind;
  readonly from: Ordinal | null;
  readonly to: Ordinal;
  readonly acute: boolean;
  readonly by: string;
  readonly at: Date;
  readonly rules: readonly string[];
  readonly words: Buffer | null;
  /** Left out by the hot path, whose events follow from the sheet beside them. */
  readonly mark?: Buffer | null;
}

export const REVIEW = `v.jurisdiction_id as "jurisdictionId", v.id, v.round_id as "roundId", r.title as "roundTitle", v.school_id as "schoolId",
  v.class_id as "classId", v.student_id as "studentId", v.assignment_id as "assignmentId", v.state, v.suggested_ordinal as suggested,
  v.acute, v.confirmed_ordinal as confirmed, v.lowering_to as "loweringTo", v.lowering_by as "loweringBy", v.opened_at as "openedAt"`;
export const FROM = `screening.review v left join screening.round r on r.jurisdiction_id = v.jurisdiction_id and r.id = v.round_id`;
export const PLACE = { jurisdiction: 'v.jurisdiction_id', school: 'v.school_id', class: 'v.class_id' };

@Injectable()
export class ReviewRepository {
  constructor(@Inject(RowMarks) private readonly marks: RowMarks) {}

  /** The gravest first, and of those the newest. */
  async page(
    tx: Tx,
    ask: { state?: ReviewState | undefined; schoolId?: string | undefined; after: readonly unknown[] | null; limit: number },
  ): Promise<ReviewRow[]> {
    const params: unknown[] = [ask.limit];
    const state = ask.state ? `and v.state = $${params.push(ask.state)}` : '';
    const school = ask.schoolId ? `and v.school_id = $${params.push(ask.schoolId)}` : '';
    const after = ask.after ? `and (v.suggested_ordinal, v.id) < ($${params.push(ask.after[0])}::smallint, $${params.push(ask.after[1])}::uuid)` : '';
    return tx.query<ReviewRow>(
      `select ${REVIEW} from ${FROM} where ${scopeWhere(tx.scopes, PLACE, params)} ${state} ${school} ${after}
        order by v.suggested_ordinal desc, v.id desc limit $1`,
      params,
    );
  }

  async byId(tx: Tx, id: string): Promise<ReviewRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<ReviewRow>(`select ${REVIEW} from ${FROM} where v.id = $1 and ${scopeWhere(tx.scopes, PLACE, params)}`, params))[0];
  }

  /** Every review of one pupil that the caller may see, the newest first. Found through his assignments, of which he has one a round. */
  async ofPupil(tx: Tx, jurisdictionId: number, studentId: string): Promise<ReviewRow[]> {
    const params: unknown[] = [jurisdictionId, studentId];
    return tx.query<ReviewRow>(
      `select ${REVIEW} from ${FROM} where v.jurisdiction_id = $1 and ${scopeWhere(tx.scopes, PLACE, params)}
          and v.assignment_id in (select a.id from screening.assignment a where a.jurisdiction_id = $1 and a.student_id = $2)
        order by v.opened_at desc, v.id desc`,
      params,
    );
  }

  async forDeciding(tx: Tx, id: string): Promise<ReviewRow | undefined> {
    const params: unknown[] = [id];
    const [found] = await tx.query<ReviewRow>(
      `select ${REVIEW} from ${FROM} where v.id = $1 and ${scopeWhere(tx.scopes, PLACE, params)} for no key update of v`,
      params,
    );
    return found;
  }

  async ofAssignment(tx: Tx, jurisdictionId: number, assignmentId: string): Promise<ReviewRow | undefined> {
    const [found] = await tx.query<ReviewRow>(
      `select ${REVIEW} from ${FROM} where v.jurisdiction_id = $1 and v.assignment_id = $2 for no key update of v`,
      [jurisdictionId, assignmentId],
    );
    return found;
  }

  /** The pupil's review, held until the commit; one that is opened for this has no suggestion yet. */
  async opened(tx: Tx, at: Pick<ReviewRow, 'jurisdictionId' | 'roundId' | 'schoolId' | 'classId' | 'studentId' | 'assignmentId'>): Promise<ReviewRow> {
    await tx.query(
      `insert into screening.review
         (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, 0, false, $8) on conflict (jurisdiction_id, assignment_id) do nothing`,
      [at.jurisdictionId, newId(tx.now.getTime()), at.roundId, at.schoolId, at.classId, at.studentId, at.assignmentId, tx.now],
    );
    return (await this.ofAssignment(tx, at.jurisdictionId, at.assignmentId))!;
  }

  async sheets(tx: Tx, jurisdictionId: number, assignmentId: string): Promise<SheetOfReview[]> {
    return tx.query<SheetOfReview>(
      `select id, instrument, instrument_version as version, validity, scores, critical, late, submitted_at as "submittedAt", answers_enc as answers
         from screening.answer_sheet where jurisdiction_id = $1 and assignment_id = $2 order by submitted_at, id`,
      [jurisdictionId, assignmentId],
    );
  }

  async events(tx: Tx, jurisdictionId: number, reviewId: string): Promise<ReviewEvent[]> {
    return tx.query<ReviewEvent>(
      `select id, kind, from_ordinal as "from", to_ordinal as "to", acute, by, at, rules, words_enc as words, mark
         from screening.review_event where jurisdiction_id = $1 and review_id = $2 order by at, id`,
      [jurisdictionId, reviewId],
    );
  }

  /** How often has anything been added to this review? Grows with every event and every talk: what `If-Match` is held against. */
  async version(tx: Tx, { jurisdictionId, id }: Pick<ReviewRow, 'jurisdictionId' | 'id'>): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `select ((select count(*) from screening.review_event where jurisdiction_id = $1 and review_id = $2)
             + (select count(*) from screening.review_interview where jurisdiction_id = $1 and review_id = $2))::int as version`,
      [jurisdictionId, id],
    );
    return row!.version;
  }

  async decide(tx: Tx, review: ReviewRow, to: Ordinal, state: 'confirmed' | 'lowered', acute: boolean, by: string): Promise<void> {
    await tx.query(
      `update screening.review
          set state = $3, confirmed_ordinal = $4, acute = $5, decided_by = $6, decided_at = $7,
              lowering_to = null, lowering_by = null, lowering_at = null
        where jurisdiction_id = $1 and id = $2`,
      [review.jurisdictionId, review.id, state, to, acute, by, tx.now],
    );
  }

  async proposeLowering(tx: Tx, review: ReviewRow, to: Ordinal, by: string): Promise<void> {
    await tx.query(
      `update screening.review set lowering_to = $3, lowering_by = $4, lowering_at = $5 where jurisdiction_id = $1 and id = $2`,
      [review.jurisdictionId, review.id, to, by, tx.now],
    );
  }

  /** A decided review waits again for something graver than what was decided. */
  async raiseSuggestion(tx: Tx, review: ReviewRow, to: Ordinal, acute = review.acute): Promise<void> {
    await tx.query(
      `update screening.review
          set suggested_ordinal = $3::smallint, acute = $4::boolean,
              state = case when $3::smallint > coalesce(confirmed_ordinal, -1) or ($4::boolean and not acute) then 'waiting' else state end
        where jurisdiction_id = $1 and id = $2`,
      [review.jurisdictionId, review.id, to, acute],
    );
  }

  async append(tx: Tx, review: ReviewRow, event: Omit<ReviewEvent, 'at'>): Promise<void> {
    await tx.query(
      `insert into screening.review_event
         (jurisdiction_id, id, review_id, school_id, kind, from_ordinal, to_ordinal, acute, by, at, rules, words_enc, mark)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        review.jurisdictionId, event.id, review.id, review.schoolId, event.kind, event.from, event.to, event.acute, event.by, tx.now,
        event.rules, event.words, await this.marks.mark(tx, markedOf(review, event)),
      ],
    );
  }

  /**
   * Is every decision what the one who made it wrote, and does the review stand where the last of them left it? What the
   * hot path wrote has no mark: it follows from the sheets, whose answers are sealed and judged anew.
   */
  async isSound(tx: Tx, review: Pick<ReviewRow, 'jurisdictionId' | 'id' | 'confirmed'>, events: readonly ReviewEvent[]): Promise<boolean> {
    for (const event of events) {
      if (!event.by.startsWith('student:') && !(await this.marks.fits(tx, markedOf(review, event), event.mark ?? null))) return false;
    }
    const last = events.filter(({ kind }) => kind === 'confirmed' || kind === 'lowered').at(-1);
    return (last?.to ?? null) === review.confirmed;
  }

  /** Every review within the scopes of a sweep, page by page. */
  after(tx: Tx, id: string | null, limit: number): Promise<ReviewRow[]> {
    const params: unknown[] = [id, limit];
    return tx.query<ReviewRow>(`select ${REVIEW} from ${FROM} where ($1::uuid is null or v.id > $1) and ${scopeWhere(tx.scopes, PLACE, params)} order by v.id limit $2`, params);
  }
}

const markedOf = (review: { jurisdictionId: number; id: string }, { id, kind, from, to, acute, by }: Omit<ReviewEvent, 'at'>): MarkedRow => ({
  jurisdictionId: review.jurisdictionId, table: 'screening.review_event', id, values: [review.id, kind, from, to, acute, by],
});
