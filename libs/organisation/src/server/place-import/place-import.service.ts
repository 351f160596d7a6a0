import { type Actor, chinaDayOf, mayDo, refuse } from '@heliotrope/kernel';
import { acceptFile, FieldCipher, type FieldPlace, type Tx, UnitOfWork, writeXlsx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { PlaceKind } from '../../rules/index.js';
import { FocusReader } from '../focus/focus-reader.service.js';
import { importPlace } from '../roster-import/roster-import.access.js';
import { rosterKey } from '../students/pupil-fields.js';
import { ClassJudge } from './class-judge.service.js';
import { FocusJudge } from './focus-judge.service.js';
import type { PlaceImportDto } from './place-import.dto.js';
import { PlaceImportRepository, type PlaceImportRow } from './place-import.repository.js';
import type { JudgedRow, PlaceJudge } from './place-judge.js';
import { cellsOf, placeFaultSheet, type PlaceTable, placeTemplate, readPlaceTable } from './place-sheet.js';
import { SchoolJudge } from './school-judge.service.js';

const FAULTS_SHOWN = 30;
/** Whoever may write a thing by hand may write it by sheet. */
const ACTIONS: Readonly<Record<PlaceKind, string>> = {
  schools: 'organisation.edit-schools', classes: 'organisation.edit-classes', focus: 'organisation.edit-focus',
};

/**
 * Sheets of schools, classes and focus marks: looked at first, written when confirmed. They are small (a bureau has
 * hundreds of schools), so no worker is needed; at the confirmation every row is judged again.
 */
@Injectable()
export class PlaceImportService {
  private readonly judges: Readonly<Record<PlaceKind, PlaceJudge>>;

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PlaceImportRepository) private readonly imports: PlaceImportRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(FocusReader) private readonly focus: FocusReader,
    @Inject(SchoolJudge) schools: SchoolJudge,
    @Inject(ClassJudge) classes: ClassJudge,
    @Inject(FocusJudge) marks: FocusJudge,
  ) {
    this.judges = { schools, classes, focus: marks };
  }

  template(actor: Actor, kind: PlaceKind): Promise<Readable> {
    return this.work.read(actor, ACTIONS[kind], async (tx) => {
      const bureaus = [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))];
      const lists = await this.focus.lists(tx, kind === 'focus' ? bureaus : []);
      const names = kind === 'focus' ? bureaus.flatMap((bureau) => lists.on(bureau, chinaDayOf(tx.now)).map((one) => one.name)) : [];
      return writeXlsx(placeTemplate(kind, [...new Set(names)]), []);
    });
  }

  /** @throws Refusal unless the actor may write this kind of thing at all; where, is asked when the rows are judged. */
  admit(actor: Actor, kind: PlaceKind): void {
    if (!mayDo(actor, ACTIONS[kind])) throw refuse('platform/not-allowed', { action: ACTIONS[kind] });
  }

  async upload(actor: Actor, kind: PlaceKind, file: { name: string; content: Buffer }, jurisdictionId?: number): Promise<{ id: string }> {
    this.admit(actor, kind);
    await acceptFile(file.content, ['xlsx', 'xls', 'csv']);
    const table = await readPlaceTable(kind, file.content);
    return this.work.run(actor, ACTIONS[kind], async (tx) => {
      const place = importPlace(tx.scopes, jurisdictionId);
      const one = { ...place, id: this.imports.newId(tx), kind, fileName: file.name.slice(-120) };
      const judged = await this.judged(tx, one, table);
      const sealed = await this.cipher.encrypt(tx, rosterKey(place.jurisdictionId), cellsPlace(one.id), JSON.stringify(table));
      const count = (verdict: JudgedRow['verdict']) => judged.filter((row) => row.verdict === verdict).length;
      await this.imports.add(tx, one, sealed, { new: count('new'), changed: count('changed'), unchanged: count('unchanged'), wrong: count('wrong') });
      tx.audit({ object: `place-import:${one.id}`, jurisdictionId: place.jurisdictionId, detail: { kind, rows: table.rows.length } });
      return { id: one.id };
    });
  }

  one(actor: Actor, kind: PlaceKind, id: string): Promise<PlaceImportDto> {
    return this.work.read(actor, ACTIONS[kind], async (tx) => {
      const row = await this.found(tx, kind, id);
      const table = await this.opened(tx, row);
      const faults = table ? (await this.judged(tx, row, table)).flatMap((one) => one.faults).slice(0, FAULTS_SHOWN) : [];
      return { ...shown(row), faults: faults.map((fault) => ({ row: fault.row ?? 0, field: fault.field, code: fault.code, message: fault.message })) };
    });
  }

  faultSheet(actor: Actor, kind: PlaceKind, id: string): Promise<Readable> {
    return this.work.run(actor, ACTIONS[kind], async (tx) => {
      const row = await this.found(tx, kind, id);
      const table = await this.opened(tx, row);
      if (!table || row.wrongCount === 0) throw refuse('organisation/import-nothing-wrong');
      const wrong = (await this.judged(tx, row, table)).filter((one) => one.verdict === 'wrong');
      const reasons = new Map(wrong.map((one) => [one.row, one.faults.map((fault) => `${fault.field}：${fault.message}`).join('；')]));
      const watermark = `${actor.kind === 'person' ? actor.name : ''} ${chinaDayOf(tx.now)}`;
      const { plan, rows } = placeFaultSheet(kind, table, reasons, watermark);
      tx.audit({ object: `place-import:${id}`, jurisdictionId: row.jurisdictionId, detail: { faultRows: rows.length } });
      return writeXlsx(plan, rows);
    });
  }

  async confirm(actor: Actor, kind: PlaceKind, id: string): Promise<void> {
    await this.work.run(actor, ACTIONS[kind], async (tx) => {
      const row = await this.found(tx, kind, id, 'for update');
      const table = await this.opened(tx, row);
      if (row.state !== 'checked' || !table) throw refuse('organisation/import-over');
      const judged = await this.judged(tx, row, table);
      const toWrite = judged.filter((one) => one.verdict === 'new' || one.verdict === 'changed');
      if (toWrite.length === 0) throw refuse('organisation/import-empty');
      for (const one of toWrite) await one.apply?.();
      const wrong = judged.filter((one) => one.verdict === 'wrong').length;
      await this.imports.finish(tx, row, 'applied', Math.max(0, wrong - row.wrongCount));
      tx.audit({ object: `place-import:${id}`, jurisdictionId: row.jurisdictionId, detail: { kind, written: toWrite.length } });
    });
  }

  async cancel(actor: Actor, kind: PlaceKind, id: string): Promise<void> {
    await this.work.run(actor, ACTIONS[kind], async (tx) => {
      const row = await this.found(tx, kind, id, 'for update');
      if (row.state !== 'checked') throw refuse('organisation/import-over');
      await this.imports.finish(tx, row, 'cancelled', 0);
      tx.audit({ object: `place-import:${id}`, jurisdictionId: row.jurisdictionId, detail: { cancelled: true } });
    });
  }

  private judged(tx: Tx, of: Pick<PlaceImportRow, 'jurisdictionId' | 'schoolId' | 'kind'>, table: PlaceTable): Promise<JudgedRow[]> {
    return this.judges[of.kind].judge(tx, of, table.rows.map(({ row, cells }) => ({ row, cells: cellsOf(of.kind, table, cells) })));
  }

  private async opened(tx: Tx, row: PlaceImportRow): Promise<PlaceTable | null> {
    if (!row.cellsEnc) return null;
    return JSON.parse(await this.cipher.decrypt(tx, rosterKey(row.jurisdictionId), cellsPlace(row.id), row.cellsEnc)) as PlaceTable;
  }

  private async found(tx: Tx, kind: PlaceKind, id: string, lock: 'for update' | '' = ''): Promise<PlaceImportRow> {
    const row = await this.imports.byId(tx, id, lock);
    if (!row || row.kind !== kind) throw refuse('organisation/import-absent');
    return row;
  }
}

const cellsPlace = (id: string): FieldPlace => ({ table: 'organisation.place_import', column: 'cells', row: id });

function shown(row: PlaceImportRow): Omit<PlaceImportDto, 'faults'> {
  const counts = { new: row.newCount, changed: row.changedCount, unchanged: row.unchangedCount, leaving: 0, wrong: row.wrongCount, overtaken: row.overtakenCount };
  return { id: row.id, kind: row.kind, fileName: row.fileName, state: row.state, failure: null, counts, jobRunId: null };
}
