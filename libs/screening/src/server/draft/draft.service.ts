import { refuse } from '@heliotrope/kernel';
import { Clock, DataKeys, decryptWith, encryptWith, INTAKE_POOL, keyVersionOf, type SqlSession, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { savedMs } from '../../rules/answer-draft.js';
import { readSheet } from '../../rules/answer-sheet.js';
import { criticalItems } from '../../rules/critical-items.js';
import { packAnswers, unpackAnswers } from '../answering/answer-bytes.js';
import type { Seat } from '../answering/seat-token.service.js';
import { type BatchItem, SheetBatcher } from '../answering/sheet-batcher.js';
import { isGone } from '../answering/sheet.service.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { roundKeyScope } from '../round-key.js';
import type { DraftSavedDto, KeptDraftDto, SavedDraft } from './draft-body.js';
import { DraftRepository, type DraftRow, type DraftSaved } from './draft.repository.js';

const REFUSED: Record<Exclude<DraftSaved, 'saved' | 'behind'>, string> = {
  elsewhere: 'screening/draft-elsewhere',
  'handed-in': 'screening/already-answered',
  late: 'screening/round-closed',
  'not-open': 'screening/round-not-open',
  'no-assignment': 'screening/assignment-absent',
};

const placeOf = (row: string) => ({ table: 'screening.answer_draft', column: 'draft_enc', row });

/** Keeps answers so far: sealed like a sheet, saved many in one commit, and given back to whoever sits down at the same seat. */
@Injectable()
export class DraftService {
  private readonly batcher: SheetBatcher<DraftRow & BatchItem, DraftSaved>;
  private readonly intake: SqlSession;

  constructor(
    @Inject(DraftRepository) private readonly drafts: DraftRepository,
    @Inject(INTAKE_POOL) pool: { query(sql: string, params?: unknown[]): Promise<{ rows: unknown[] }> },
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(DataKeys) private readonly keys: DataKeys,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.intake = { query: async <T>(sql: string, params?: unknown[]) => (await pool.query(sql, params)).rows as T[] };
    this.batcher = new SheetBatcher((rows) => drafts.save(rows), { size: 64, lanes: 1, beside: 64, mostWaiting: 4_000, patienceMs: 8_000, isGone });
  }

  /** The same save sent again is the same save; one that comes after a later one changes nothing and is told so as saved. */
  async save({ seat, draft }: SavedDraft): Promise<DraftSavedDto> {
    const known = seat.b.find(([code]) => code === draft.instrument);
    if (!known) throw refuse('screening/instrument-not-assigned');
    if (known[1] !== draft.version) throw refuse('screening/instrument-version');
    const now = this.clock.now();
    const at = savedMs(draft.savedMs, now);
    const key = await this.keys.currentFor(this.intake, seat.j, roundKeyScope(seat.r));
    const packed = packAnswers({ answers: draft.answers, seconds: fitting(draft.seconds, draft.answers.length) });
    const fate = await this.batcher.submit({
      jurisdictionId: seat.j, assignmentId: seat.a, instrument: draft.instrument, version: draft.version, sheetId: draft.sheetId, savedMs: at,
      atItem: draft.atItem, critical: await this.critical(draft), draft: encryptWith(key, placeOf(draft.sheetId), packed), receivedAt: now.getTime(),
      keys: [seat.a], lane: 'quiet',
    });
    if (fate !== 'saved' && fate !== 'behind') throw refuse(REFUSED[fate]);
    return { savedMs: at };
  }

  /** What was kept for this seat, by instrument. Of a version the round no longer has, nothing. */
  async kept(tx: Tx, seat: Seat): Promise<Map<string, KeptDraftDto>> {
    const found = new Map<string, KeptDraftDto>();
    for (const one of await this.drafts.ofAssignment(tx, seat.j, seat.a)) {
      if (!seat.b.some(([code, version]) => code === one.instrument && version === one.version)) continue;
      const key = await this.keys.versionOf(tx, seat.j, roundKeyScope(seat.r), keyVersionOf(one.draft));
      const { answers, seconds } = unpackAnswers(decryptWith(key, placeOf(one.sheetId), one.draft));
      found.set(one.instrument, { sheetId: one.sheetId, savedMs: one.savedMs, atItem: one.atItem, answers, seconds });
    }
    return found;
  }

  /** @throws Refusal when the answers are none of this form: kept as they are, they could never be handed in. */
  private async critical({ instrument, version, answers }: SavedDraft['draft']): Promise<number[]> {
    const compiled = (this.library.find(instrument, version) ?? (await this.library.fetch(instrument, version)))?.compiled;
    if (!compiled) return [];
    const sheet = new Int8Array(compiled.length);
    const fault = readSheet(compiled, answers, sheet);
    if (fault) {
      const { code, ...details } = fault;
      throw refuse(`screening/${code}`, details);
    }
    return criticalItems(compiled, sheet, []);
  }
}

const fitting = (seconds: readonly (number | null)[] | null | undefined, length: number) => (seconds?.length === length ? seconds : null);
