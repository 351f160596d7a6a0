import { chinaDayOf, type Refusal, refuse } from '@heliotrope/kernel';
import { type ByteSource, FileStore, type JobContext, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { FAULT_HEADING, type RosterDirectory, type RosterSchool } from '../../rules/index.js';
import { FocusReader } from '../focus/focus-reader.service.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { filled } from './fill-run.js';
import type { FilledSlice, FillOrder } from './fill-slices.js';
import { inSets } from './in-sets.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterImportRepository, type RosterImportRow, type RosterImportState, saysWhoLeft } from './roster-import.repository.js';
import { RosterJudge } from './roster-judge.service.js';
import { RosterSealer } from './roster-sealer.service.js';
import { RosterStageRepository } from './roster-stage.repository.js';

const GAVE_UP = '预检多次失败，已停止，名册没有改动；请重新上传，仍不成功请联系管理员。';

const UNJUDGED: ReadonlySet<RosterImportState> = new Set(['received', 'checking', 'cancelled', 'failed']);

interface Begun {
  readonly row: RosterImportRow;
  readonly file: ByteSource;
  readonly order: FillOrder;
}

/**
 * The dry run. The sheet is read, judged and sealed in a process apart; each slice is saved with its place in
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
    @Inject(FocusReader) private readonly focus: FocusReader,
  ) {}

  async check(importId: string, context: JobContext): Promise<void> {
    for (let isWhole = false; !isWhole; ) {
      const begun = await this.begin(importId, context);
      if (!begun) return;
      await this.readSheet(begun, context);
      isWhole = await this.finish(importId, context);
    }
  }

  /** Nothing when the sheet was judged already, or called off, by a run that did not live to tell. */
  private begin(importId: string, context: JobContext): Promise<Begun | null> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || (row.state !== 'received' && row.state !== 'checking')) return null;
      // One day for the whole sheet, however long it runs, and the schools this import may fill.
      const reachable = (await this.schools.schools(tx, [row.jurisdictionId])).filter((school) => !row.schoolId || school.id === row.schoolId);
      const day = chinaDayOf(row.createdAt);
      const categories = row.mayFocus ? await this.focus.categories(tx, row.jurisdictionId, day) : null;
      const order = {
        importId: row.id, after: row.checkedThrough, directory: directoryOf(reachable, categories), day, ...(await this.sealer.keys(tx, row.jurisdictionId)),
      };
      await this.imports.change(tx, row, { state: 'checking' });
      await this.stage.open(tx, row);
      return { row, order, file: await this.sealer.file(tx, row) };
    });
  }

  private async readSheet({ row, file, order }: Begun, context: JobContext): Promise<void> {
    let done = row.totalRows;
    let saving: Promise<void> = Promise.resolve();
    try {
      for await (const piece of filled(file, order)) {
        await saving; // the slice before, which was saved while this one was made
        if ('headings' in piece) {
          await this.keepHeadings(row.id, piece.headings, context);
          continue;
        }
        await context.throwIfCancelled();
        saving = this.save(row.id, piece, context);
        saving.catch(() => undefined); // met at the next await
        done += piece.count;
        await context.progress(done, null, `已检查${done}行`);
      }
      await saving;
    } finally {
      await saving.catch(() => undefined);
    }
  }

  /** For the sheet of faults, which is the clerk's own again. */
  private keepHeadings(importId: string, headings: readonly string[], context: JobContext): Promise<void> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (row) await this.imports.change(tx, row, { header: headings, partial: headings.includes(FAULT_HEADING) });
    });
  }

  private save(importId: string, slice: FilledSlice, context: JobContext): Promise<void> {
    return this.work.read(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'checking') throw refuse('platform/cancelled');
      if (slice.through <= row.checkedThrough) return; // another worker has been here
      await this.stage.fill(tx, row, slice.rows, slice.raw);
      await this.imports.addFaults(tx, row, slice.wrong.map((wrong) => ({ ...wrong, studentId: null })));
      await this.imports.change(tx, row, { checkedThrough: slice.through, totalRows: row.totalRows + slice.count });
    });
  }

  /**
   * Holds the rows against the roster. An import that was confirmed before the database fell goes on by itself where the
   * sheet still means what was confirmed.
   * @returns false when the database has fallen meanwhile and lost rows: then all is read again.
   */
  private finish(importId: string, context: JobContext): Promise<boolean> {
    return this.work.run(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'checking') throw refuse('platform/cancelled');
      if (row.totalRows === 0 && row.packageKind === null) throw refuse('organisation/import-empty');
      await context.progress(row.totalRows, row.totalRows, '正在与名册核对');
      await this.stage.close(tx, row);
      if ((await this.stage.count(tx, row)) + (await this.imports.countFaults(tx, row)) < row.totalRows) {
        await this.startOver(tx, row);
        return false;
      }
      await this.judge.judge(tx, row);
      const counts = { ...(await this.stage.verdicts(tx, row)), wrongCount: await this.imports.countFaults(tx, row) };
      const leavingCount = !saysWhoLeft(row) ? 0 : await inSets(tx, () => this.applying.countLeaving(tx, row));
      if (row.totalRows + leavingCount === 0) throw refuse('organisation/import-empty'); // a package may bring leavers alone
      const isConfirmed = row.applyRunId !== null && isAsConfirmed(row, { ...counts, leavingCount });
      await this.imports.change(tx, row, { ...counts, leavingCount, ...(isConfirmed ? { state: 'applying' } : { state: 'checked', applyRunId: null }) });
      tx.audit({ object: `roster-import:${row.id}`, detail: { totalRows: row.totalRows, ...counts, leavingCount } });
      return true;
    });
  }

  /** The database has fallen, and with it the rows that waited on the stage: the sheet is read from its beginning. */
  async startOver(tx: Tx, row: RosterImportRow): Promise<void> {
    await this.imports.forgetFaults(tx, row);
    await this.stage.drop(tx, row);
    await this.imports.change(tx, row, { state: 'received', checkedThrough: 0, totalRows: 0 });
    tx.audit({ object: `roster-import:${row.id}`, detail: { stageLost: true } });
  }

  /** What ends the run undone ends the import: the importer reads why and begins anew with a better file. */
  async giveUp(importId: string, context: JobContext, why: Refusal | null): Promise<void> {
    const fileKey = await this.work.run(context.actor, 'organisation.check-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      tx.audit({ object: `roster-import:${importId}`, detail: { ended: why?.code ?? 'platform/bug' } });
      if (!row) return null;
      if (!UNJUDGED.has(row.state)) return null; // judged by a run that did not live to tell
      if (row.state === 'received' || row.state === 'checking') {
        const called = why?.code === 'platform/cancelled';
        await this.imports.change(tx, row, { state: called ? 'cancelled' : 'failed', failure: called ? null : why?.zh ?? GAVE_UP, finishedAt: tx.now });
      }
      await this.imports.forgetFaults(tx, row);
      await this.stage.drop(tx, row);
      return row.fileKey;
    });
    if (fileKey) await this.files.delete(fileKey);
  }
}

/** What leaves counts only where it is to be written. */
function isAsConfirmed(confirmed: RosterImportRow, found: Pick<RosterImportRow, 'newCount' | 'changedCount' | 'unchangedCount' | 'wrongCount' | 'leavingCount'>): boolean {
  return confirmed.newCount === found.newCount && confirmed.changedCount === found.changedCount && confirmed.unchangedCount === found.unchangedCount
    && confirmed.wrongCount === found.wrongCount && (!confirmed.applyLeaving || confirmed.leavingCount === found.leavingCount);
}

function directoryOf(schools: readonly RosterSchool[], categories: readonly { code: string; name: string }[] | null): RosterDirectory {
  const byName = new Map<string, RosterSchool | 'ambiguous'>();
  for (const school of schools) byName.set(school.name, byName.has(school.name) ? 'ambiguous' : school);
  return {
    byCode: new Map(schools.map((school) => [school.identifierCode, school])),
    byName,
    ...(categories ? { focus: new Map([...categories.map((one) => [one.name, one.code] as const), ...categories.map((one) => [one.code, one.code] as const)]) } : {}),
    ...(schools.length === 1 ? { only: schools[0]! } : {}),
  };
}
