import { chinaDayOf, Refusal, refuse } from '@heliotrope/kernel';
import { type ByteSource, FileStore, type JobContext, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { FAULT_HEADING, type RosterDirectory, type RosterSchool } from '../../rules/index.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterImportRepository, type RosterImportRow } from './roster-import.repository.js';
import { RosterJudge } from './roster-judge.service.js';
import { type FoundHeader, rosterBatches } from './roster-reader.js';
import { RosterSealer } from './roster-sealer.service.js';
import { RosterStageRepository } from './roster-stage.repository.js';
import type { Flour, Grist } from './row-mill.js';
import { type Mills, openMills } from './row-mills.js';

const SLICE = 20_000; // rows saved at once, with the place in the sheet

interface Ground {
  readonly through: number;
  readonly rows: number;
  readonly flour: Flour;
}

/**
 * The dry run. The sheet is read here and its rows are judged and sealed in threads; each slice is saved with its place in
 * the sheet, so a killed run goes on where it was. When all rows are there, they are held against the roster at once.
 */
@Injectable()
export class RosterCheckService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(RosterStageRepository) private readonly stage: RosterStageRepository,
    @Inject(RosterApplyRepository) private readonly applying: RosterApplyRepository,
    @Inject(RosterJudge) private readonly judge: RosterJudge,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(RosterSealer) private readonly sealer: RosterSealer,
  ) {}

  async check(importId: string, context: JobContext): Promise<void> {
    try {
      const begun = await this.begin(importId, context);
      if (!begun) return;
      if (begun.file) {
        await this.readSheet(begun.row, begun.file, context);
        await this.finish(importId, context);
      }
      await this.files.delete(begun.row.fileKey);
    } catch (error) {
      if (error instanceof Refusal) await this.giveUp(importId, error, context);
      throw error;
    }
  }

  /** The import and its file; no file when it was judged already, or called off, by a run that did not live to tell. */
  private begin(importId: string, context: JobContext): Promise<{ row: RosterImportRow; file: ByteSource | null } | null> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row) return null;
      if (row.state !== 'received' && row.state !== 'checking') return { row, file: null };
      await this.imports.change(tx, row, { state: 'checking' });
      await this.stage.open(tx, row);
      return { row, file: await this.sealer.file(tx, row) };
    });
  }

  private async readSheet(row: RosterImportRow, file: ByteSource, context: JobContext): Promise<void> {
    let mills: Mills | undefined;
    const opened = async (found: FoundHeader) => void (mills = await this.openMills(row, found, context));
    let done = row.checkedThrough > 0 ? await this.doneBefore(row, context) : 0;
    const under: Promise<Ground>[] = [];
    let slice: Ground[] = [];
    let saving: Promise<void> = Promise.resolve();
    const save = async () => {
      const ready = slice;
      slice = [];
      await saving; // the slice before
      await context.throwIfCancelled();
      saving = this.save(row.id, ready, context);
      saving.catch(() => undefined); // met at the next await
      done += ready.reduce((sum, one) => sum + one.rows, 0);
      await context.progress(done, null, `已检查${done}行`);
    };
    const harvest = async () => {
      slice.push(await under.shift()!);
      if (slice.reduce((sum, one) => sum + one.rows, 0) >= SLICE) await save();
    };
    try {
      for await (const grist of rosterBatches(file, row.checkedThrough, opened)) {
        under.push(ground(mills!, grist));
        if (under.length >= mills!.width) await harvest();
      }
      while (under.length > 0) await harvest();
      if (slice.length > 0) await save();
      await saving;
    } finally {
      await Promise.allSettled([saving, mills?.close()]);
    }
  }

  /** Keeps the headings for the sheet of faults and looks up the schools this import may fill. */
  private openMills(row: RosterImportRow, { header, cells }: FoundHeader, context: JobContext): Promise<Mills> {
    if (header.missing.length > 0) throw refuse('organisation/columns-missing', { columns: header.missing.join('、') });
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      await this.imports.change(tx, row, { header: cells, partial: cells.includes(FAULT_HEADING) });
      const reachable = (await this.schools.schools(tx, [row.jurisdictionId])).filter((school) => !row.schoolId || school.id === row.schoolId);
      const day = chinaDayOf(row.createdAt); // one day for the whole sheet, however long it runs
      return openMills({ importId: row.id, columns: header.columns, directory: directoryOf(reachable), day, ...(await this.sealer.keys(tx, row.jurisdictionId)) });
    });
  }

  private doneBefore(row: RosterImportRow, context: JobContext): Promise<number> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => (await this.imports.byId(tx, row.id))?.totalRows ?? 0);
  }

  private save(importId: string, slice: readonly Ground[], context: JobContext): Promise<void> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'checking') throw refuse('platform/cancelled');
      const through = slice.at(-1)!.through;
      if (through <= row.checkedThrough) return; // another worker has been here
      await this.stage.fill(tx, row, slice.map((one) => one.flour.rows), slice.map((one) => one.flour.raw));
      await this.imports.addFaults(tx, row, slice.flatMap((one) => one.flour.wrong.map((wrong) => ({ ...wrong, studentId: null }))));
      await this.imports.change(tx, row, { checkedThrough: through, totalRows: row.totalRows + slice.reduce((sum, one) => sum + one.rows, 0) });
    });
  }

  private async finish(importId: string, context: JobContext): Promise<void> {
    await this.work.run(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'checking') throw refuse('platform/cancelled');
      if (row.totalRows === 0) throw refuse('organisation/import-empty');
      await context.progress(row.totalRows, row.totalRows, '正在与名册核对');
      await this.stage.close(tx, row);
      await this.judge.judge(tx, row);
      const counts = { ...(await this.stage.verdicts(tx, row)), wrongCount: await this.imports.countFaults(tx, row) };
      const leavingCount = row.partial ? 0 : await this.applying.countLeaving(tx, row);
      await this.imports.change(tx, row, { state: 'checked', ...counts, leavingCount });
      tx.audit({ object: `roster-import:${row.id}`, detail: { totalRows: row.totalRows, ...counts, leavingCount } });
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
      await this.imports.forgetFaults(tx, row);
      await this.stage.drop(tx, row);
      return row.fileKey;
    });
    if (fileKey) await this.files.delete(fileKey);
  }
}

async function ground(mills: Mills, grist: Grist): Promise<Ground> {
  return { through: grist.numbers.at(-1)!, rows: grist.numbers.length, flour: await mills.grind(grist) };
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
