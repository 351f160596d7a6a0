import { type Actor, ORDINALS, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { FieldCipher, type Page, pageOf, readCursor, RecordAccess, type StatedPurpose, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { findingRule } from '../../rules/interview.js';
import { SHEET_NOTES } from '../../rules/sheet-notes.js';
import { instrumentOfRule, secondAnswerNotice } from '../../rules/second-answers.js';
import { suggestLevel } from '../../rules/suggested-level.js';
import { ruleReason } from '../../rules/rule-reason.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { InterviewRecord } from '../interview/interview-record.service.js';
import { InterviewRepository } from '../interview/interview.repository.js';
import { roundKeyScope } from '../round-key.js';
import type { InterviewDto } from '../interview/interview.dto.js';
import type { DecisionDto, EmergencyReviewDto, ReviewDetailDto, ReviewDto, ReviewQuery } from './review.dto.js';
import { type ReviewEvent, ReviewRepository, type ReviewRow } from './review.repository.js';
import { itemAnswersOf, scaleOf } from './review-view.js';
import { ReviewLines } from './review-lines.service.js';
import { Soundness } from './soundness.service.js';
import { SheetReadingService } from './sheet-reading.service.js';

const ACTION = 'screening.review';
const PAGE = 50;
const DECISIONS: readonly ReviewEvent['kind'][] = ['confirmed', 'lowering-proposed', 'lowered'];
/** What a person brought about; what the answers did stands under the rules. */
const isOfPeople = ({ kind, by }: ReviewEvent): boolean => DECISIONS.includes(kind) || (kind === 'raised' && by.startsWith('account:'));

/** What the psychology teacher sees: the queue, and everything behind one suggestion. Opening either is on record. */
@Injectable()
export class ReviewService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(ReviewLines) private readonly lines: ReviewLines,
    @Inject(SheetReadingService) private readonly reading: SheetReadingService,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(InterviewRepository) private readonly interviews: InterviewRepository,
    @Inject(InterviewRecord) private readonly interviewRecords: InterviewRecord,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(RecordAccess) private readonly records: RecordAccess,
    @Inject(Soundness) private readonly soundness: Soundness,
  ) {}

  queue(actor: Actor, query: ReviewQuery): Promise<Page<ReviewDto>> {
    return this.work.read(actor, ACTION, async (tx) => {
      const limit = query.limit ?? PAGE;
      const { state, schoolId } = query;
      const rows = await this.reviews.page(tx, { state, schoolId, after: readCursor(query.cursor, 'ordinal', 'id'), limit: limit + 1 });
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.suggested, row.id]);
      for (const row of items) tx.audit({ object: `student:${row.studentId}`, jurisdictionId: row.jurisdictionId, detail: { reviewId: row.id, listed: true } });
      return { items: await this.lines.shown(tx, items), nextCursor };
    });
  }

  open(actor: Actor, id: string, stated: StatedPurpose | null = null): Promise<ReviewDetailDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const review = await this.reviews.byId(tx, id);
      if (!review) throw refuse('screening/review-absent');
      const { jurisdictionId, roundId } = review;
      const purpose = await this.records.purpose(tx, { object: `review:${id}`, jurisdictionId }, stated);
      const sheets = await this.reviews.sheets(tx, jurisdictionId, review.assignmentId);
      const opened = await this.reading.open(tx, jurisdictionId, roundId, sheets);
      if (!(await this.soundness.isSound(tx, review, opened))) throw refuse('screening/review-tampered');
      const suggested = suggestLevel(opened.flatMap(({ outcome }) => outcome ?? []));
      const events = await this.reviews.events(tx, jurisdictionId, id);
      const definitionOf = (code: string) =>
        opened.find(({ sheet }) => sheet.instrument === code)?.compiled?.definition ?? this.library.find(code)?.definition;
      const second = events.filter((event) => event.kind === 'second-answers').flatMap((event) => event.rules)
        .flatMap((rule) => secondAnswerNotice(rule, definitionOf(instrumentOfRule(rule))?.critical ?? []) ?? []);
      const talked = events.filter((event) => event.kind === 'raised').flatMap((event) => event.rules.flatMap((rule) => findingRule(rule) ?? []));
      const unscored = opened.filter(({ outcome }) => outcome === null)
        .map(({ sheet }) => ({ rule: `unscorable:${sheet.instrument}`, ordinal: 0 as const, reason: SHEET_NOTES.unscorable(sheet.instrument.toUpperCase()) }));
      tx.audit({ object: `student:${review.studentId}`, jurisdictionId, ...(purpose ? { purpose } : {}), detail: { reviewId: id, sheets: sheets.map((sheet) => sheet.id) } });
      return {
        ...(await this.lines.shown(tx, [review]))[0]!,
        levels: ORDINALS.map((ordinal) => ({ ordinal, label: this.lines.label(tx, jurisdictionId, ordinal) })),
        rules: [...second, ...talked, ...suggested.fired, ...unscored],
        ruleSet: suggested.ruleSet,
        scales: opened.map(scaleOf),
        answers: opened.flatMap(itemAnswersOf),
        decisions: await this.decisions(tx, review, events),
        version: await this.reviews.version(tx, review),
        interviews: await this.talks(tx, review),
      };
    });
  }

  /** For those whose post does not reach it, under an access they took in an emergency: no answer, no score. */
  openInEmergency(actor: Actor, id: string): Promise<EmergencyReviewDto> {
    return this.work.read(actor, 'screening.read-in-emergency', async (tx) => {
      const review = await this.reviews.byId(tx, id);
      if (!review) throw refuse('screening/review-absent');
      const { jurisdictionId, roundId } = review;
      const access = await this.records.granted(tx, { object: `review:${id}`, jurisdictionId });
      const opened = await this.reading.open(tx, jurisdictionId, roundId, await this.reviews.sheets(tx, jurisdictionId, review.assignmentId));
      tx.audit({ object: `student:${review.studentId}`, jurisdictionId, purpose: access.kind, detail: { reviewId: id, accessId: access.id } });
      return { ...(await this.lines.shown(tx, [review]))[0]!, rules: [...suggestLevel(opened.flatMap(({ outcome }) => outcome ?? [])).fired] };
    });
  }

  private async decisions(tx: Tx, review: ReviewRow, all: readonly ReviewEvent[]): Promise<DecisionDto[]> {
    const events = all.filter(isOfPeople);
    const accountOf = (event: ReviewEvent) => event.by.replace(/^account:/, '');
    const people = await this.organisation.accountNames(tx, [...new Set(events.filter((event) => event.by.startsWith('account:')).map(accountOf))]);
    const scope = { jurisdictionId: review.jurisdictionId, scope: roundKeyScope(review.roundId) };
    return Promise.all(events.map(async (event) => ({
      id: event.id, kind: event.kind as DecisionDto['kind'], at: event.at, byName: people.get(accountOf(event)) ?? '',
      from: event.from ?? review.suggested, to: event.to,
      reason: event.words && (await this.cipher.decrypt(tx, scope, { table: 'screening.review_event', column: 'words_enc', row: event.id }, event.words)) || talkedOf(event),
    })));
  }

  private async talks(tx: Tx, review: ReviewRow): Promise<InterviewDto[]> {
    const rows = await this.interviews.ofReview(tx, review);
    const accountOf = ({ by }: { by: string }) => by.replace(/^account:/, '');
    const people = await this.organisation.accountNames(tx, [...new Set(rows.map(accountOf))]);
    return Promise.all(rows.map((row) => this.interviewRecords.open(tx, review, row, people.get(accountOf(row)) ?? '')));
  }
}

/** The words of what a talk showed, where it lifted the suggestion. */
const talkedOf = ({ kind, rules }: ReviewEvent): string | null => (kind === 'raised' ? rules.map((rule) => ruleReason(rule, () => undefined)).join('；') : null);
