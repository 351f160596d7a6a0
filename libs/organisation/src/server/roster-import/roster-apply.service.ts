import { chinaDayOf, refuse } from '@heliotrope/kernel';
import { type JobContext, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { rosterImported } from '../../rules/index.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterImportRepository } from './roster-import.repository.js';

const CHUNK = 5_000;

/** Writes what the dry run has judged. Each chunk commits with the row it reached, so a killed run goes on from there. */
@Injectable()
export class RosterApplyService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(RosterApplyRepository) private readonly roster: RosterApplyRepository,
  ) {}

  async apply(importId: string, context: JobContext): Promise<void> {
    const total = await this.prepare(importId, context);
    if (total === null) return; // done already
    for (let done = 0, more = true; more; ) {
      const step = await this.step(importId, context);
      more = step !== null;
      if (step !== null) done = Math.min(total, done + CHUNK);
      await context.progress(more ? done : total, total, '正在写入名册');
    }
    await this.finish(importId, context);
  }

  private prepare(importId: string, context: JobContext): Promise<number | null> {
    return this.work.read(context.actor, 'organisation.apply-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'applying') return null;
      await this.roster.addClasses(tx, row);
      await this.roster.refreshStatistics(tx); // on a roster nobody has counted yet a chunk is planned row against row
      return row.newCount + row.changedCount;
    });
  }

  /** One chunk; null when none is left. */
  private step(importId: string, context: JobContext): Promise<number | null> {
    return this.work.read(context.actor, 'organisation.apply-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'applying') throw refuse('organisation/import-over');
      const through = await this.roster.nextChunk(tx, row, row.appliedThrough, CHUNK);
      if (through === undefined) return null;
      const overtaken = await this.roster.applyChunk(tx, row, row.appliedThrough, through, chinaDayOf(tx.now));
      await this.imports.change(tx, row, { appliedThrough: through, overtakenCount: row.overtakenCount + overtaken });
      return through;
    });
  }

  private async finish(importId: string, context: JobContext): Promise<void> {
    await this.work.run(context.actor, 'organisation.apply-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'applying') throw refuse('organisation/import-over');
      const left = row.applyLeaving && !row.partial ? await this.roster.markLeaving(tx, row, chinaDayOf(tx.now)) : 0;
      await this.imports.change(tx, row, { state: 'applied', leavingCount: row.applyLeaving ? left : row.leavingCount, finishedAt: tx.now });
      await this.imports.forgetRows(tx, row, 'right');
      await this.roster.refreshStatistics(tx);
      const counts = { added: row.newCount, changed: row.changedCount, left };
      tx.audit({ object: `roster-import:${row.id}`, detail: { ...counts, overtaken: row.overtakenCount } });
      tx.state(rosterImported.of(row.jurisdictionId, { importId: row.id, ...counts }));
    });
  }
}
