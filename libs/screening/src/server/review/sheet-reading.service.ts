import { decryptWith, DataKeys, keyVersionOf, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { positiveCuts } from '../../rules/positive-cuts.js';
import type { Bands, CompiledInstrument, Scores } from '../../rules/scoring.js';
import { criticalHits, softHits } from '../../rules/critical-items.js';
import { bandIndex } from '../../rules/scoring.js';
import type { SheetOutcome } from '../../rules/sheet-outcome.js';
import { type Answered, unpackAnswers } from '../answering/answer-bytes.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { qualityNotes, type QualityNote } from '../../rules/quality-notes.js';
import { roundKeyScope } from '../round-key.js';
import { readSheet } from '../../rules/answer-sheet.js';
import type { SheetOfReview } from './review.repository.js';

export interface OpenedSheet {
  readonly sheet: SheetOfReview;
  readonly compiled: CompiledInstrument | undefined;
  readonly answered: Answered;
  /** Null when the sheet could not be scored. */
  readonly outcome: SheetOutcome | null;
  /** Why the sheet is not simply believed; empty once its answers are gone. */
  readonly quality: readonly QualityNote[];
}

/** Opens sealed sheets. What was scored when it was handed in stands; only words and reasons are looked up anew. */
@Injectable()
export class SheetReadingService {
  constructor(
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(DataKeys) private readonly keys: DataKeys,
  ) {}

  async open(tx: Tx, jurisdictionId: number, roundId: string, sheets: readonly SheetOfReview[]): Promise<OpenedSheet[]> {
    const opened: OpenedSheet[] = [];
    for (const sheet of sheets) {
      const compiled = (await this.library.fetch(sheet.instrument, sheet.version))?.compiled;
      if (sheet.answers.length === 0) { // their time was over: what was scored still stands
        opened.push({ sheet, compiled, answered: { answers: [], seconds: null }, outcome: compiled ? outcomeOf(compiled, sheet, null) : null, quality: [] });
        continue;
      }
      const key = await this.keys.versionOf(tx, jurisdictionId, roundKeyScope(roundId), keyVersionOf(sheet.answers));
      const place = { table: 'screening.answer_sheet', column: 'answers_enc', row: sheet.id };
      const answered = unpackAnswers(decryptWith(key, place, sheet.answers));
      opened.push({ sheet, compiled, answered, outcome: compiled ? outcomeOf(compiled, sheet, answered) : null, quality: compiled ? notesOf(compiled, answered) : [] });
    }
    return opened;
  }
}

function notesOf(compiled: CompiledInstrument, { answers, seconds }: Answered): QualityNote[] {
  const values = new Int8Array(compiled.length);
  return readSheet(compiled, answers, values) ? [] : qualityNotes(compiled, values, seconds ?? undefined);
}

function outcomeOf(compiled: CompiledInstrument, sheet: SheetOfReview, answered: Answered | null): SheetOutcome | null {
  const values = new Int8Array(compiled.length);
  if (sheet.validity === 'unscorable' || sheet.scores === null || (answered && readSheet(compiled, answered.answers, values))) return null;
  const { definition } = compiled;
  const scores: Record<string, number | null> = {};
  const bands: Record<string, string | null> = {};
  definition.scores.forEach(({ id, bands: cuts }, at) => {
    const value = sheet.scores![at] ?? null;
    scores[id] = value;
    if (cuts.length > 0) bands[id] = value === null ? null : (cuts[bandIndex(compiled, at, value)]?.label ?? null);
  });
  return {
    instrument: definition.code, version: definition.version, family: definition.family,
    scores: scores satisfies Scores, bands: bands satisfies Bands,
    validity: sheet.validity,
    // Reasons that lie in the answers are gone with them; the decisions keep the rules that were named at the time.
    critical: answered ? criticalHits(compiled, values) : [],
    validityReasons: answered ? notesOf(compiled, answered).map(({ rule }) => rule) : [],
    positives: answered ? positiveCuts(compiled, values, scores) : [],
    notices: answered ? softHits(compiled, values).map((rule) => rule.reason) : [],
  };
}
