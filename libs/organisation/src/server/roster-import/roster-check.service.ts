import { buffer } from 'node:stream/consumers';
import { chinaDayOf, type FieldFault, Refusal, refuse, type SchoolDay } from '@heliotrope/kernel';
import { FileStore, type JobContext, readRows, type SheetRow, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  checkRosterRow, FAULT_HEADING, headingOf, readRosterHeader, ROSTER_FIELDS, type RosterCells, type RosterDirectory, type RosterHeader, type RosterSchool,
} from '../../rules/index.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterImportRepository, type RosterImportRow } from './roster-import.repository.js';
import { RosterJudge, type ReadRow } from './roster-judge.js';
import { RosterSealer, type RosterKeys } from './roster-sealer.service.js';
import { type StagedRow, StagedRowRepository } from './staged-row.repository.js';

const CHUNK = 1_000;
const HEADER_WITHIN = 10; // titles and notes above the headings
const MAX_ROWS = 500_000;

interface Sheet {
  readonly header: RosterHeader;
  readonly directory: RosterDirectory;
  readonly day: SchoolDay;
}

/** The dry run. Each chunk of rows is one transaction with its place in the sheet, so a killed run goes on where it was. */
@Injectable()
export class RosterCheckService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(StagedRowRepository) private readonly staged: StagedRowRepository,
    @Inject(RosterApplyRepository) private readonly applying: RosterApplyRepository,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(RosterSealer) private readonly sealer: RosterSealer,
  ) {}

  async check(importId: string, context: JobContext): Promise<void> {
    try {
      const begun = await this.begin(importId, context);
      if (!begun) return;
      if (begun.content) {
        await this.readSheet(begun.row, begun.content, context);
        await this.finish(importId, context);
      }
      await this.files.delete(begun.row.fileKey);
    } catch (error) {
      if (error instanceof Refusal) await this.giveUp(importId, error, context);
      throw error;
    }
  }

  /** The import and its file; no file when it was judged already, or called off, by a run that did not live to tell. */
  private begin(importId: string, context: JobContext): Promise<{ row: RosterImportRow; content: Buffer | null } | null> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row) return null;
      if (row.state !== 'received' && row.state !== 'checking') return { row, content: null };
      await this.imports.change(tx, row, { state: 'checking' });
      const sealed = await buffer(await this.files.get(row.fileKey));
      return { row, content: await this.sealer.openFile(tx, row.jurisdictionId, row.id, sealed) };
    });
  }

  private async readSheet(row: RosterImportRow, content: Buffer, context: JobContext): Promise<void> {
    const sheet: { header?: RosterHeader; directory?: RosterDirectory; day?: SchoolDay } = {};
    let seen = 0;
    let done = 0;
    let chunk: SheetRow[] = [];
    const flush = async () => {
      await this.stage(row.id, sheet as Sheet, chunk, context);
      done += chunk.length;
      chunk = [];
      await context.progress(done, null, `已检查${done}行`);
      await context.throwIfCancelled();
    };
    for await (const line of readRows(content, { maxRows: MAX_ROWS })) {
      if (!sheet.header) {
        seen += 1;
        const header = readRosterHeader(line.cells);
        if (header) Object.assign(sheet, { header }, await this.open(row, header, line.cells, context));
        else if (seen >= HEADER_WITHIN) throw refuse('organisation/header-missing');
        continue;
      }
      if (line.number <= row.checkedThrough) {
        done += 1;
        continue;
      }
      chunk.push(line);
      if (chunk.length === CHUNK) await flush();
    }
    if (!sheet.header) throw refuse('organisation/header-missing');
    if (chunk.length > 0) await flush();
  }

  /** Keeps the headings for the sheet of faults and looks up the schools this import may fill. */
  private open(row: RosterImportRow, header: RosterHeader, cells: readonly string[], context: JobContext) {
    if (header.missing.length > 0) throw refuse('organisation/columns-missing', { columns: header.missing.join('、') });
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      await this.imports.change(tx, row, { header: cells, partial: cells.includes(FAULT_HEADING) });
      const reachable = (await this.schools.schools(tx, [row.jurisdictionId])).filter((school) => !row.schoolId || school.id === row.schoolId);
      return { directory: directoryOf(reachable), day: chinaDayOf(row.createdAt) }; // one day for the whole sheet, however long it runs
    });
  }

  private stage(importId: string, sheet: Sheet, lines: readonly SheetRow[], context: JobContext): Promise<void> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'checking') throw refuse('platform/cancelled');
      if (lines[0]!.number <= row.checkedThrough) return; // another worker has been here
      const keys = await this.sealer.keys(tx, row.jurisdictionId);
      await this.staged.add(tx, row, await this.judge(tx, row, sheet, lines, keys));
      await this.imports.change(tx, row, { checkedThrough: lines.at(-1)!.number });
    });
  }

  private async judge(tx: Tx, row: RosterImportRow, sheet: Sheet, lines: readonly SheetRow[], keys: RosterKeys): Promise<StagedRow[]> {
    const checked = lines.map((line) => ({ line, ...readLine(line, sheet) }));
    const good: ReadRow[] = checked.flatMap(({ line, verdict }) =>
      'pupil' in verdict ? [{ rowNo: line.number, pupil: verdict.pupil, indexes: this.sealer.indexesOf(keys, verdict.pupil) }] : [],
    );
    const studentNumbers = good.flatMap((one) => one.indexes.studentNumber ?? []);
    const citizenNumbers = good.flatMap((one) => one.indexes.citizenNumber ?? []);
    const judge = new RosterJudge(
      await this.staged.held(tx, row.jurisdictionId, studentNumbers, citizenNumbers),
      await this.staged.stagedNumbers(tx, row, studentNumbers, citizenNumbers),
      row.schoolId,
    );
    const byRow = new Map(good.map((one) => [one.rowNo, one]));
    return checked.map(({ line, cells, verdict }) => {
      const one = byRow.get(line.number);
      const wrong = (faults: readonly FieldFault[], studentId: string | null) =>
        wrongRow(line.number, faults, this.sealer.sealRaw(keys, row.id, line.number, line.cells), cells.name ?? null, studentId);
      if (!one) return wrong('faults' in verdict ? verdict.faults : [], null);
      const judged = judge.judge(one);
      if (judged.verdict === 'wrong') return wrong(judged.faults, judged.held?.id ?? null);
      return this.sealer.staged(keys, line.number, judged.verdict, one.pupil, one.indexes, judged.held);
    });
  }

  private async finish(importId: string, context: JobContext): Promise<void> {
    await this.work.run(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'checking') throw refuse('platform/cancelled');
      const counts = await this.imports.counts(tx, row);
      if (counts.totalRows === 0) throw refuse('organisation/import-empty');
      await this.staged.refreshStatistics(tx);
      const leavingCount = row.partial ? 0 : await this.applying.countLeaving(tx, row);
      await this.imports.change(tx, row, { state: 'checked', ...counts, leavingCount });
      tx.audit({ object: `roster-import:${row.id}`, detail: { ...counts, leavingCount } });
    });
  }

  /** A foreseen no ends the import as well as the run: the importer reads why and begins anew with a better file. */
  private async giveUp(importId: string, refusal: Refusal, context: JobContext): Promise<void> {
    const fileKey = await this.work.run(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      tx.audit({ object: `roster-import:${importId}`, detail: { ended: refusal.code } });
      if (!row) return null;
      if (row.state === 'received' || row.state === 'checking') {
        const called = refusal.code === 'platform/cancelled';
        await this.imports.change(tx, row, { state: called ? 'cancelled' : 'failed', failure: called ? null : refusal.zh, finishedAt: tx.now });
      }
      await this.imports.forgetRows(tx, row, 'all');
      return row.fileKey;
    });
    if (fileKey) await this.files.delete(fileKey);
  }
}

function readLine(line: SheetRow, { header, directory, day }: Sheet) {
  const cells: RosterCells = Object.fromEntries(ROSTER_FIELDS.map((field) => [field, line.cells[header.columns.get(field) ?? -1] ?? '']));
  const verdict = checkRosterRow(cells, directory, line.number, day);
  // Digits the spreadsheet program has lost: the number may by chance still pass its check, but it is not the pupil's.
  const spoilt = ROSTER_FIELDS.filter((field) => line.imprecise.includes(header.columns.get(field) ?? -1));
  if (spoilt.length === 0) return { cells, verdict };
  const faults = spoilt.map((field) => ({
    field: headingOf(field), row: line.number, code: 'organisation/roster-number-spoilt',
    message: '该列不是文本格式，号码的后几位已丢失；请把该列设为文本后重新填写',
  }));
  const others = 'faults' in verdict ? verdict.faults.filter((fault) => !faults.some((own) => own.field === fault.field)) : [];
  return { cells, verdict: { faults: [...faults, ...others] } };
}

function directoryOf(schools: readonly RosterSchool[]): RosterDirectory {
  const byName = new Map<string, RosterSchool | 'ambiguous'>();
  for (const school of schools) byName.set(school.name, byName.has(school.name) ? 'ambiguous' : school);
  return {
    byCode: new Map(schools.map((school) => [school.identifierCode, school])),
    byName,
    ...(schools.length === 1 ? { only: schools[0]! } : {}),
  };
}

function wrongRow(rowNo: number, faults: readonly FieldFault[], rawEnc: Buffer, name: string | null, studentId: string | null): StagedRow {
  return {
    rowNo, verdict: 'wrong', faults, rawEnc, name, studentId, targetSchoolId: null, stage: null, entryYear: null, schoolingLength: null,
    classNumber: null, pinyin: null, initials: null, sex: null, bornOn: null, boarding: null, studentNumberEnc: null,
    studentNumberIndex: null, citizenNumberEnc: null, citizenNumberIndex: null, guardianId: null, guardianName: null,
    guardianRelation: null, guardianPhoneEnc: null, guardianPhoneIndex: null,
  };
}
