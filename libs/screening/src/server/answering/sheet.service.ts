import { refuse } from '@heliotrope/kernel';
import { Clock, DataKeys, encryptWith, INTAKE_POOL, type SqlSession } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { CriticalHit } from '../../rules/critical-items.js';
import { sheetAlerted, sheetsToWeigh } from '../../rules/facts.js';
import { judgeSheet, type SheetOutcome } from '../../rules/sheet-outcome.js';
import { suggestLevel, type SuggestedLevel } from '../../rules/suggested-level.js';
import { InstrumentLibrary, type ShelvedInstrument } from '../instrument-library.js';
import { roundKeyScope } from '../round-key.js';
import { packAnswers } from './answer-bytes.js';
import { receiptOf } from './receipt.js';
import type { Seat } from './seat-token.service.js';
import { type BatchItem, SheetBatcher } from './sheet-batcher.js';
import { SecondAnswersService } from './second-answers.service.js';
import type { HandedIn, SheetBody, SheetTakenDto } from './sheet-body.js';
import { type SheetFate, SheetRepository, type SheetRow } from './sheet.repository.js';

/** Another sheet stands where this one was to go. */
const MET_ANOTHER: ReadonlySet<SheetFate> = new Set(['again', 'late-again', 'id-taken', 'answered-before']);

type Queued = SheetRow & BatchItem;

/** A late sheet, kept or not, is answered alike: the pupil's answers must not show in what he hears. */
const REFUSED: Record<Exclude<SheetFate, 'saved'>, string> = {
  again: 'screening/sheet-id-taken',
  late: 'screening/round-closed',
  'late-again': 'screening/round-closed',
  'not-open': 'screening/round-not-open',
  'no-assignment': 'screening/assignment-absent',
  'id-taken': 'screening/sheet-id-taken',
  'answered-before': 'screening/already-answered',
};

/** A sheet that was answered on paper on that day, and whose danger has been told while it was typed. */
export interface FromPaper {
  readonly answeredAt: Date;
}

/** Takes one sheet: reads and judges it in memory, seals the answers, saves it with what follows from it, answers. */
@Injectable()
export class SheetService {
  private readonly batcher: SheetBatcher<Queued, SheetFate>;
  private readonly intake: SqlSession;

  constructor(
    @Inject(SheetRepository) sheets: SheetRepository,
    @Inject(INTAKE_POOL) pool: { query(sql: string, params?: unknown[]): Promise<{ rows: unknown[] }> },
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(DataKeys) private readonly keys: DataKeys,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SecondAnswersService) private readonly second: SecondAnswersService,
  ) {
    this.intake = { query: async <T>(sql: string, params?: unknown[]) => (await pool.query(sql, params)).rows as T[] };
    this.batcher = new SheetBatcher((rows) => sheets.save(rows), { size: 64, lanes: 2, beside: 24, mostWaiting: 4_000, patienceMs: 8_000, isGone });
  }

  async submit({ seat, sheet }: HandedIn, paper?: FromPaper): Promise<SheetTakenDto> {
    const place = seat.b.findIndex(([code]) => code === sheet.instrument);
    if (place < 0) throw refuse('screening/instrument-not-assigned');
    if (seat.b[place]![1] !== sheet.version) throw refuse('screening/instrument-version');
    const { seconds } = sheet;
    if (seconds && seconds.length !== sheet.answers.length) {
      throw refuse('screening/wrong-length', { expected: sheet.answers.length, found: seconds.length });
    }
    const { hits, ...judged } = judge(this.library.find(sheet.instrument, sheet.version) ?? (await this.library.fetch(sheet.instrument, sheet.version)), sheet);
    const key = await this.keys.currentFor(this.intake, seat.j, roundKeyScope(seat.r));
    const packed = packAnswers({ answers: sheet.answers, seconds: seconds ?? null });
    const answers = encryptWith(key, { table: 'screening.answer_sheet', column: 'answers_enc', row: sheet.sheetId }, packed);
    const fact = factOf(seat, sheet, judged, paper !== undefined);
    const fate = await this.batcher.submit({
      ...judged,
      jurisdictionId: seat.j, id: sheet.sheetId, assignmentId: seat.a, instrument: sheet.instrument, version: sheet.version, answers,
      receivedAt: (paper?.answeredAt ?? this.clock.now()).getTime(), bit: 1 << place, allBits: (1 << seat.b.length) - 1,
      fact,
      keys: [sheet.sheetId, `${seat.a} ${sheet.instrument}`],
      lane: judged.needsReview || fact !== null ? 'telling' : 'quiet',
    });
    const isStanding = MET_ANOTHER.has(fate) && (await this.second.isStanding({ seat, sheet, packed, hits }));
    if (fate !== 'saved' && !(fate === 'again' && isStanding)) throw refuse(REFUSED[fate]);
    return { receipt: receiptOf(sheet.sheetId), sheetId: sheet.sheetId };
  }
}

type Judged = Pick<SheetRow, 'scores' | 'validity' | 'critical' | 'ordinal' | 'acute' | 'rules' | 'needsReview'> & { readonly hits: readonly CriticalHit[] };

/** A sheet that cannot be scored, because its definition is not on the shelf, is kept as such and told to a person. */
function judge(shelved: ShelvedInstrument | undefined, sheet: SheetBody): Judged {
  if (!shelved) return unscorable(sheet.instrument);
  const judgement = judgeSheet(shelved.compiled, sheet.answers, sheet.seconds ?? null);
  if (!judgement.ok) {
    const { code, ...details } = judgement.fault;
    throw refuse(`screening/${code}`, details);
  }
  return judgedAs(shelved, judgement.outcome, suggestLevel([judgement.outcome]));
}

function judgedAs({ definition }: ShelvedInstrument, outcome: SheetOutcome, suggested: SuggestedLevel): Judged {
  const { validity } = outcome;
  return {
    scores: Float64Array.from(definition.scores, (score) => outcome.scores[score.id] ?? NaN),
    validity,
    hits: outcome.critical,
    critical: [...new Set(outcome.critical.map((hit) => hit.item))],
    ordinal: suggested.ordinal,
    acute: suggested.acute,
    rules: suggested.fired.map((fired) => fired.rule),
    needsReview: suggested.ordinal > 0 || validity === 'void' || validity === 'incomplete',
  };
}

const unscorable = (instrument: string): Judged => ({
  scores: null, validity: 'unscorable', hits: [], critical: [], ordinal: 0, acute: false, rules: [`unscorable:${instrument}`], needsReview: true,
});

/** Danger goes to the rooms ahead; a cut reached on one sheet of several asks for all of them to be weighed together. */
function factOf(seat: Seat, sheet: SheetBody, judged: Omit<Judged, 'hits'>, isTold: boolean): SheetRow['fact'] {
  if (judged.critical.length > 0 && !isTold) {
    return sheetAlerted.of(seat.j, {
      sheetId: sheet.sheetId, assignmentId: seat.a, roundId: seat.r, schoolId: seat.s, classId: seat.c, studentId: seat.p,
      instrument: sheet.instrument, version: sheet.version, ordinal: judged.ordinal as 3 | 4, acute: judged.acute, rules: judged.rules,
    });
  }
  return judged.ordinal > 0 && seat.b.length > 1 ? sheetsToWeigh.of(seat.j, { assignmentId: seat.a }) : null;
}

/** Shutdowns, connection failures and lack of room: the next try of the device may find the server well again. */
export function isGone(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return /^(57|08|53)/.test(code ?? '') || /^E[A-Z]+$/.test(code ?? '') || /Connection terminated|connection error|timeout/i.test(message ?? '');
}
