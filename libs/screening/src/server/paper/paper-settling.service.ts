import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { maskName } from '@heliotrope/organisation/rules';
import { sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { InstrumentDefinition } from '../../rules/instrument.js';
import { paperDifferences, paperStanding, settledAnswers } from '../../rules/paper-entries.js';
import type { PaperDifferenceDto, PaperDifferencesDto, SettlePaperBody } from './paper.dto.js';
import { PaperBatchRepository, type PaperBatchRow } from './paper-batch.repository.js';
import { PaperBatchService } from './paper-batch.service.js';
import { type HeldPaper, PaperSheetRepository } from './paper-sheet.repository.js';

export const SETTLE_PAPER = 'screening.settle-paper';

/** Where two typings part: shown cell by cell, and settled by a choice or by reading the paper a third time. */
@Injectable()
export class PaperSettlingService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PaperBatchService) private readonly batches: PaperBatchService,
    @Inject(PaperBatchRepository) private readonly held: PaperBatchRepository,
    @Inject(PaperSheetRepository) private readonly sheets: PaperSheetRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  differences(actor: Actor, id: string): Promise<PaperDifferencesDto> {
    return this.work.run(actor, SETTLE_PAPER, async (tx) => this.shown(tx, await this.batches.found(tx, id)));
  }

  settle(actor: Actor, id: string, seen: number, body: SettlePaperBody): Promise<PaperDifferencesDto> {
    return this.work.run(actor, SETTLE_PAPER, async (tx) => {
      const batch = await this.batches.forTyping(tx, id);
      const current = await this.shown(tx, batch);
      sameVersion(seen, current);
      const { definition } = await this.batches.instrument(batch);
      const held = new Map((await this.sheets.ofBatch(tx, batch)).map((one) => [one.assignmentId, one]));
      for (const { assignmentId, cells } of body.sheets) {
        const sheet = held.get(assignmentId);
        const read = new Map(cells.map(({ item, value }) => [item, value ?? null]));
        const answers = sheet && cells.every(({ item, value }) => isPrinted(definition, item, value ?? null)) ? settledAnswers(sheet, read) : null;
        if (!answers) throw refuse('screening/paper-settlement');
        await this.sheets.save(tx, batch, 3, sheet!, answers);
      }
      for (const assignmentId of body.dropped) {
        const sheet = held.get(assignmentId);
        if (!sheet || paperStanding(sheet) !== 'once') throw refuse('screening/paper-settlement');
        await this.sheets.drop(tx, batch, assignmentId);
      }
      await this.held.touch(tx, batch);
      tx.audit({ object: `paper-batch:${id}`, jurisdictionId: batch.jurisdictionId, detail: { settled: body.sheets.length, dropped: body.dropped.length } });
      return this.shown(tx, await this.batches.found(tx, id));
    });
  }

  /** Only the cells in dispute: whoever settles has no need of the others. Every look is on record. */
  private async shown(tx: Tx, batch: PaperBatchRow): Promise<PaperDifferencesDto> {
    const { definition } = await this.batches.instrument(batch);
    const open = (await this.sheets.ofBatch(tx, batch)).filter((one) => one.outcome === null && paperStanding(one) !== 'agreed');
    const seats = new Map((await this.held.seats(tx, batch)).map((seat) => [seat.assignmentId, seat.seatNo]));
    const names = await this.organisation.pupilNames(tx, batch.jurisdictionId, open.map((one) => one.studentId), chinaDayOf(tx.now));
    tx.audit({ object: `paper-batch:${batch.id}`, jurisdictionId: batch.jurisdictionId, detail: { differences: open.map((one) => one.assignmentId) } });
    const items = open.map((one): PaperDifferenceDto => ({
      assignmentId: one.assignmentId, seatNo: seats.get(one.assignmentId) ?? 0, maskedName: maskName(names.get(one.studentId)?.name ?? ''),
      standing: paperStanding(one) as PaperDifferenceDto['standing'], onlyTurn: one.first && one.second ? null : one.first ? 1 : 2,
      cells: cellsOf(definition, one),
    }));
    return { version: batch.version, items: items.sort((a, b) => a.seatNo - b.seatNo) };
  }
}

function cellsOf({ items, optionSets }: InstrumentDefinition, paper: HeldPaper): PaperDifferenceDto['cells'] {
  return paperDifferences(paper).map(({ item, first, second }) => {
    const { text, options } = items[item - 1]!;
    return {
      item, text, first, second, settled: paper.settled?.[item - 1] ?? null,
      options: optionSets[options]!.map(({ value, label }) => ({ value, label })),
    };
  });
}

const isPrinted = ({ items, optionSets }: InstrumentDefinition, item: number, value: number | null): boolean =>
  value === null || Boolean(items[item - 1] && optionSets[items[item - 1]!.options]!.some((option) => option.value === value));
