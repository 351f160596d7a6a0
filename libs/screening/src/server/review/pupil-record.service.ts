import { type Ordinal, refuse } from '@heliotrope/kernel';
import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { InstrumentDefinition, ScoreDefinition } from '../../rules/instrument.js';
import { ruleReason } from '../../rules/rule-reason.js';
import { suggestLevel } from '../../rules/suggested-level.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { roundKeyScope } from '../round-key.js';
import { PupilRecordRepository, type PupilSeat } from './pupil-record.repository.js';
import { type ReviewEvent, type ReviewEventKind, ReviewRepository, type ReviewRow, type SheetOfReview } from './review.repository.js';
import { type OpenedSheet, SheetReadingService } from './sheet-reading.service.js';
import { Soundness } from './soundness.service.js';

export interface ScoreRecord extends Pick<ScoreDefinition, 'id' | 'name' | 'range' | 'worse'> {
  readonly value: number | null;
  readonly band: string | null;
  /** What the publication says of reaching a cut. */
  readonly cuts: readonly string[];
}

export interface SheetRecord {
  readonly instrument: string;
  readonly version: string;
  readonly title: string;
  readonly informant: InstrumentDefinition['informant'];
  readonly submittedAt: Date;
  readonly late: boolean;
  readonly validity: SheetOfReview['validity'];
  /** Why it is not simply believed, in words. */
  readonly validityReasons: readonly string[];
  readonly scores: readonly ScoreRecord[];
}

export interface DecisionRecord {
  readonly kind: ReviewEventKind;
  readonly at: Date;
  readonly by: string;
  readonly from: Ordinal | null;
  readonly to: Ordinal;
  readonly reason: string;
}

/** One round of one pupil: scores and decisions, no answer to a single question. */
export interface PupilRoundRecord {
  readonly roundId: string;
  readonly title: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly sheets: readonly SheetRecord[];
  /** Why a person had to look, in words. */
  readonly rules: readonly string[];
  /** Null: nobody had to look. */
  readonly review: { readonly id: string; readonly confirmed: Ordinal | null; readonly decisions: readonly DecisionRecord[] } | null;
}

const OPENINGS: readonly ReviewEventKind[] = ['opened', 'raised', 'second-answers'];

/** What somebody did, as against what a sheet or a rule brought about. After a talk a person raises as well. */
const isOfPeople = ({ kind, by }: ReviewEvent): boolean => !OPENINGS.includes(kind) || (kind === 'raised' && by.startsWith('account:'));

/** The rounds of one pupil for whoever may read the pupil's results. Whoever calls asks for the purpose and writes it down. */
@Injectable()
export class PupilRecordService {
  constructor(
    @Inject(PupilRecordRepository) private readonly seats: PupilRecordRepository,
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(SheetReadingService) private readonly reading: SheetReadingService,
    @Inject(Soundness) private readonly soundness: Soundness,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /** @throws Refusal screening/review-tampered: a score or level that was changed by hand is not shown as if it had been measured. */
  async of(tx: Tx, jurisdictionId: number, studentId: string): Promise<PupilRoundRecord[]> {
    const records: PupilRoundRecord[] = [];
    for (const seat of await this.seats.seats(tx, jurisdictionId, studentId)) records.push(await this.round(tx, jurisdictionId, seat));
    return records;
  }

  private async round(tx: Tx, jurisdictionId: number, seat: PupilSeat): Promise<PupilRoundRecord> {
    const { roundId, assignmentId, title, opensAt, closesAt } = seat;
    const opened = await this.reading.open(tx, jurisdictionId, roundId, await this.reviews.sheets(tx, jurisdictionId, assignmentId));
    const review = seat.reviewId === null ? undefined : await this.reviews.byId(tx, seat.reviewId);
    if (!(review ? await this.soundness.isSound(tx, review, opened) : this.soundness.fit(opened))) throw refuse('screening/review-tampered');
    const events = review ? await this.reviews.events(tx, jurisdictionId, review.id) : [];
    return {
      roundId, title, opensAt, closesAt, sheets: opened.map(sheetOf), rules: this.rules(opened, events),
      review: review ? { id: review.id, confirmed: review.confirmed, decisions: await this.decisions(tx, review, events) } : null,
    };
  }

  /** What the sheets say now, and what was named at the time and can no longer be read from them. */
  private rules(opened: readonly OpenedSheet[], events: readonly ReviewEvent[]): string[] {
    const said = suggestLevel(opened.flatMap(({ outcome }) => outcome ?? [])).fired.map(({ reason }) => reason);
    const definition = (code: string) => opened.find(({ sheet }) => sheet.instrument === code)?.compiled?.definition ?? this.library.find(code)?.definition;
    const named = events.filter(({ kind }) => OPENINGS.includes(kind)).flatMap(({ rules }) => rules).map((rule) => ruleReason(rule, definition));
    return [...new Set(said.length > 0 ? [...said, ...named.filter((one) => !said.some((other) => one.includes(other)))] : named)];
  }

  private decisions(tx: Tx, review: ReviewRow, events: readonly ReviewEvent[]): Promise<DecisionRecord[]> {
    const scope = { jurisdictionId: review.jurisdictionId, scope: roundKeyScope(review.roundId) };
    return Promise.all(events.filter(isOfPeople).map(async (event) => ({
      kind: event.kind, at: event.at, by: event.by, from: event.from, to: event.to,
      reason: event.words ? await this.cipher.decrypt(tx, scope, { table: 'screening.review_event', column: 'words_enc', row: event.id }, event.words) : '',
    })));
  }
}

function sheetOf({ sheet, compiled, outcome, quality }: OpenedSheet): SheetRecord {
  const definition = compiled?.definition;
  return {
    instrument: sheet.instrument, version: sheet.version, title: definition?.title ?? sheet.instrument, informant: definition?.informant ?? 'self',
    submittedAt: sheet.submittedAt, late: sheet.late, validity: sheet.validity,
    validityReasons: quality.map(({ words }) => words),
    scores: (definition?.scores ?? []).filter(({ internal }) => !internal).map(({ id, name, range, worse }) => ({
      id, name, range, worse, value: outcome?.scores[id] ?? null, band: outcome?.bands[id] ?? null,
      cuts: definition!.positive.filter(({ score }) => score === id).map(({ why }) => why),
    })),
  };
}
