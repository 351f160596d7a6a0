import { chinaDayOf, type Refusal, refuse } from '@heliotrope/kernel';
import { FileStore, type JobContext, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { readRosterHeader, rosterImported } from '../../rules/index.js';
import { inSets } from './in-sets.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterCheckService } from './roster-check.service.js';
import { RosterImportRepository, type RosterImportRow, saysWhoLeft } from './roster-import.repository.js';
import { RosterUndoRepository } from './roster-undo.repository.js';
import { RosterStageRepository } from './roster-stage.repository.js';

const SLICE = 100_000;
const TAKEN = '23505'; // unique_violation: somebody else has entered one of the pupils since the dry run

/**
 * Writes what the dry run has judged, in one transaction: a reader sees the roster before or after, and a killed run has
 * changed nothing and is done again from its beginning. Where the database fell and lost what waited, the sheet is read
 * once more, and written if it still means what was confirmed.
 */
@Injectable()
export class RosterApplyService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(RosterStageRepository) private readonly stage: RosterStageRepository,
    @Inject(RosterApplyRepository) private readonly roster: RosterApplyRepository,
    @Inject(RosterUndoRepository) private readonly undoing: RosterUndoRepository,
    @Inject(RosterCheckService) private readonly checking: RosterCheckService,
    @Inject(FileStore) private readonly files: FileStore,
  ) {}

  async apply(importId: string, context: JobContext): Promise<void> {
    const written = await this.write(importId, context, false).catch((error) => {
      if ((error as { code?: string }).code !== TAKEN) throw error;
      return this.write(importId, context, true);
    });
    if (written) return this.files.delete(written.fileKey);
    await this.checking.check(importId, context);
    await this.stillConfirmed(importId, context);
    return this.apply(importId, context);
  }

  /** @returns nothing when the database has fallen since the dry run and lost the rows that waited. */
  private write(importId: string, context: JobContext, care: boolean): Promise<Pick<RosterImportRow, 'fileKey'> | null> {
    return this.work.run(context.actor, 'organisation.apply-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      tx.audit({ object: `roster-import:${importId}`, detail: {} });
      if (!row || row.applyRunId !== context.runId) throw refuse('platform/cancelled');
      if (row.state === 'received' || row.state === 'checking') return null; // being read again
      if (row.state !== 'applying') return row; // written by a run that did not live to tell
      if ((await this.stage.count(tx, row)) < row.newCount + row.changedCount + row.unchangedCount) {
        await this.checking.startOver(tx, row);
        return null;
      }
      await this.stage.roomToSort(tx);
      await this.stage.addClasses(tx, row);
      await this.roster.refreshStatistics(tx, 'class');
      const changed = await inSets(tx, async () => {
        await this.roster.keepBefore(tx, row, 'changed');
        return row.changedCount === 0 ? 0 : this.roster.change(tx, row);
      });
      await context.throwIfCancelled();
      const added = await this.addNew(tx, row, context, care);
      const namesFocus = readRosterHeader(row.header ?? [])?.columns.has('focus') ?? false;
      const focus = namesFocus ? await inSets(tx, () => this.roster.addFocus(tx, row, chinaDayOf(tx.now))) : 0;
      const leaving = row.applyLeaving && saysWhoLeft(row);
      const left = await inSets(tx, async () => {
        if (leaving) await this.roster.keepBefore(tx, row, 'leaving');
        const gone = leaving ? await this.roster.markLeaving(tx, row, chinaDayOf(tx.now)) : 0;
        if (row.changedCount + gone > 0) await this.undoing.keepGuardianAfter(tx, row);
        return gone;
      });
      const overtakenCount = row.newCount + row.changedCount - added - changed;
      await this.imports.change(tx, row, {
        state: 'applied', appliedAt: tx.now, finishedAt: tx.now, overtakenCount, leavingCount: leaving ? left : row.leavingCount,
      });
      await this.stage.drop(tx, row);
      const counts = { added: row.newCount, changed: row.changedCount, left };
      tx.entries.length = 0;
      tx.audit({ object: `roster-import:${row.id}`, detail: { ...counts, focus, overtaken: overtakenCount } });
      tx.state(rosterImported.of(row.jurisdictionId, { importId: row.id, ...counts }));
      return row;
    });
  }

  private async stillConfirmed(importId: string, context: JobContext): Promise<void> {
    const row = await this.work.read(context.actor, 'organisation.apply-roster', (tx) => this.imports.byId(tx, importId));
    if (row?.state === 'checked') throw refuse('organisation/import-means-something-else');
  }

  private async addNew(tx: Tx, row: RosterImportRow, context: JobContext, care: boolean): Promise<number> {
    if (row.newCount === 0) return 0;
    const ends = await this.stage.slices(tx, row, SLICE);
    const steps = ends.length * 2;
    let done = 0;
    const told = async (): Promise<void> => {
      done += 1;
      await context.progress(Math.round((row.newCount * done) / steps), row.newCount, '正在写入名册');
      await context.throwIfCancelled();
    };
    let added = 0;
    for (const [at, end] of ends.entries()) {
      added += (await this.roster.add(tx, row, ends[at - 1] ?? 0, end, chinaDayOf(tx.now), care)) ?? 0;
      await told();
    }
    await this.roster.refreshStatistics(tx, 'student'); // or the guardians' pupils are looked for by the wrong index
    for (const [at, end] of ends.entries()) {
      await this.roster.addGuardians(tx, row, ends[at - 1] ?? 0, end, care);
      await told();
    }
    await this.roster.refreshStatistics(tx, 'guardian');
    return care ? added : row.newCount;
  }

  /** Called off, before or while it was being written, or failed for good: everything waits as it did after the dry run. */
  async stepBack(importId: string, context: JobContext, why: Refusal | null): Promise<void> {
    const isUnread = await this.work.run(context.actor, 'organisation.apply-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      tx.audit({ object: `roster-import:${importId}`, detail: { ended: why?.code ?? 'platform/bug' } });
      if (row?.applyRunId !== context.runId) return false;
      if (row.state === 'applying') await this.imports.change(tx, row, { state: 'checked', applyRunId: null });
      return row.state === 'received' || row.state === 'checking';
    });
    if (isUnread) await this.checking.giveUp(importId, context, why); // the database had fallen: there is no dry run to go back to
  }
}
