import { type Actor, chinaDayOf, mayDo, refuse } from '@heliotrope/kernel';
import { acceptFile, type Tx, UnitOfWork, writeXlsx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { PaperTurn } from '../../rules/paper-entries.js';
import { SecondAnswersService } from '../answering/second-answers.service.js';
import type { PaperEntryDto } from './paper.dto.js';
import { PaperBatchRepository, type PaperBatchRow } from './paper-batch.repository.js';
import { ENTER_PAPER, PaperBatchService } from './paper-batch.service.js';
import { PaperEntryRepository, type PaperEntryRow } from './paper-entry.repository.js';
import { type JudgedPaper, PaperJudge } from './paper-judge.service.js';
import { paperSheetId, seatOf } from './paper-seat.js';
import { PaperSheetRepository } from './paper-sheet.repository.js';
import { type PaperTable, paperFaultSheet, readPaperTable } from './paper-workbook.js';

const FAULTS_SHOWN = 30;

/**
 * A table typed from paper: looked at, and written when confirmed. Whoever is in danger is told of when the table arrives,
 * also by a row with faults, also when it is never confirmed.
 */
@Injectable()
export class PaperEntryService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PaperBatchService) private readonly batches: PaperBatchService,
    @Inject(PaperBatchRepository) private readonly held: PaperBatchRepository,
    @Inject(PaperEntryRepository) private readonly entries: PaperEntryRepository,
    @Inject(PaperSheetRepository) private readonly sheets: PaperSheetRepository,
    @Inject(PaperJudge) private readonly judge: PaperJudge,
    @Inject(SecondAnswersService) private readonly alarms: SecondAnswersService,
  ) {}

  /** @throws Refusal unless the actor may type paper at all; before a byte of the file is read. */
  allowed(actor: Actor): void {
    if (!mayDo(actor, ENTER_PAPER)) throw refuse('platform/not-allowed', { action: ENTER_PAPER });
  }

  async upload(actor: Actor, batchId: string, file: { turn: PaperTurn; name: string; content: Buffer }): Promise<{ id: string }> {
    this.allowed(actor);
    await acceptFile(file.content, ['xlsx', 'xls', 'csv']);
    const { batch, table, judged } = await this.work.read(actor, ENTER_PAPER, async (tx) => {
      const batch = await this.batches.forTyping(tx, batchId);
      await this.batches.admit(tx, batch, file.turn);
      const shelved = await this.batches.instrument(batch);
      const table = await readPaperTable(shelved.definition, file.content);
      return { batch, table, judged: await this.judge.judge(tx, batch, shelved, file.turn, table) };
    });
    await this.tell(batch, judged);
    const count = (verdict: JudgedPaper['verdict']) => judged.filter((one) => one.verdict === verdict).length;
    return this.work.run(actor, ENTER_PAPER, async (tx) => {
      await this.batches.forTyping(tx, batchId);
      const counts = { new: count('new'), changed: count('changed'), unchanged: count('unchanged'), wrong: count('wrong') };
      const id = await this.entries.add(tx, batch, { turn: file.turn, name: file.name, table }, counts);
      tx.audit({ object: `paper-batch:${batchId}`, jurisdictionId: batch.jurisdictionId, detail: { entryId: id, turn: file.turn, rows: judged.length } });
      return { id };
    });
  }

  one(actor: Actor, batchId: string, id: string): Promise<PaperEntryDto> {
    return this.work.read(actor, ENTER_PAPER, async (tx) => {
      const { batch, entry } = await this.found(tx, await this.batches.found(tx, batchId), id);
      const faults = (await this.judged(tx, batch, entry)).flatMap((one) => one.faults).slice(0, FAULTS_SHOWN);
      return { ...shown(entry), faults: faults.map(({ row, field, code, message }) => ({ row: row ?? 0, field, code, message })) };
    });
  }

  faultSheet(actor: Actor, batchId: string, id: string): Promise<Readable> {
    return this.work.run(actor, ENTER_PAPER, async (tx) => {
      const { batch, entry } = await this.found(tx, await this.batches.found(tx, batchId), id);
      const table = await this.entries.opened(tx, batch, entry);
      const wrong = (await this.judged(tx, batch, entry)).filter((one) => one.verdict === 'wrong');
      if (!table || wrong.length === 0) throw refuse('screening/paper-nothing-wrong');
      const reasons = new Map(wrong.map((one) => [one.row, one.faults.map((fault) => `${fault.field}：${fault.message}`).join('；')]));
      const { definition } = await this.batches.instrument(batch);
      const { plan, rows } = paperFaultSheet(definition, table, reasons, `${actor.kind === 'person' ? actor.name : ''} ${chinaDayOf(tx.now)}`);
      tx.audit({ object: `paper-batch:${batchId}`, jurisdictionId: batch.jurisdictionId, detail: { entryId: id, faultRows: rows.length } });
      return writeXlsx(plan, rows);
    });
  }

  async confirm(actor: Actor, batchId: string, id: string): Promise<void> {
    await this.work.run(actor, ENTER_PAPER, async (tx) => {
      const { batch, entry } = await this.found(tx, await this.batches.forTyping(tx, batchId), id, 'for update');
      if (entry.state !== 'checked') throw refuse('screening/paper-entry-over');
      await this.batches.admit(tx, batch, entry.turn);
      const judged = await this.judged(tx, batch, entry);
      const good = judged.filter((one) => one.verdict === 'new' || one.verdict === 'changed');
      if (good.length === 0) throw refuse('screening/paper-empty');
      for (const { seat, answers } of good) await this.sheets.save(tx, batch, entry.turn, seat!, answers);
      const wrong = judged.filter((one) => one.verdict === 'wrong').length;
      await this.entries.finish(tx, batch, id, 'applied', Math.max(0, wrong - entry.wrongCount));
      await this.held.touch(tx, batch);
      tx.audit({ object: `paper-batch:${batchId}`, jurisdictionId: batch.jurisdictionId, detail: { entryId: id, turn: entry.turn, typed: good.length } });
    });
  }

  async cancel(actor: Actor, batchId: string, id: string): Promise<void> {
    await this.work.run(actor, ENTER_PAPER, async (tx) => {
      const { batch, entry } = await this.found(tx, await this.batches.found(tx, batchId), id, 'for update');
      if (entry.state !== 'checked') throw refuse('screening/paper-entry-over');
      await this.entries.finish(tx, batch, id, 'cancelled', 0);
      tx.audit({ object: `paper-batch:${batchId}`, jurisdictionId: batch.jurisdictionId, detail: { entryId: id, cancelled: true } });
    });
  }

  private async tell(batch: PaperBatchRow, judged: readonly JudgedPaper[]): Promise<void> {
    for (const { seat, hits, answers } of judged) {
      if (!seat || hits.length === 0) continue;
      const sheet = { sheetId: paperSheetId(batch.id, seat.assignmentId), instrument: batch.instrument, version: batch.instrumentVersion, answers: [...answers] };
      await this.alarms.tellOfPaper({ seat: seatOf(batch, seat), sheet, hits });
    }
  }

  private async judged(tx: Tx, batch: PaperBatchRow, entry: PaperEntryRow): Promise<JudgedPaper[]> {
    const table: PaperTable | null = await this.entries.opened(tx, batch, entry);
    return table ? this.judge.judge(tx, batch, await this.batches.instrument(batch), entry.turn, table) : [];
  }

  private async found(tx: Tx, batch: PaperBatchRow, id: string, lock: 'for update' | '' = ''): Promise<{ batch: PaperBatchRow; entry: PaperEntryRow }> {
    const entry = await this.entries.byId(tx, batch, id, lock);
    if (!entry) throw refuse('screening/paper-entry-absent');
    return { batch, entry };
  }
}

function shown({ id, turn, fileName, state, newCount, changedCount, unchangedCount, wrongCount, overtakenCount }: PaperEntryRow): Omit<PaperEntryDto, 'faults'> {
  const counts = { new: newCount, changed: changedCount, unchanged: unchangedCount, leaving: 0, wrong: wrongCount, overtaken: overtakenCount };
  return { id, turn, fileName, state, failure: null, counts, jobRunId: null };
}
