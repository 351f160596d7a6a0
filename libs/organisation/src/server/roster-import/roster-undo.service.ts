import type { Refusal } from '@heliotrope/kernel';
import { type JobContext, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { rosterUndone } from '../../rules/index.js';
import { PupilRecordsBook } from './pupil-records.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterImportRepository } from './roster-import.repository.js';
import { RosterUndoRepository } from './roster-undo.repository.js';

const OBSTACLES_KEPT = 200;

/**
 * Takes a whole import back: pupils it made go, those it changed are as they were. Where somebody has worked with a pupil
 * since, nothing at all is taken back, and the list says with whom.
 */
@Injectable()
export class RosterUndoService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(RosterApplyRepository) private readonly roster: RosterApplyRepository,
    @Inject(RosterUndoRepository) private readonly undoing: RosterUndoRepository,
    @Inject(PupilRecordsBook) private readonly records: PupilRecordsBook,
  ) {}

  async undo(importId: string, context: JobContext): Promise<void> {
    await this.work.run(context.actor, 'organisation.undo-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      if (!row || row.state !== 'undoing' || row.undoRunId !== context.runId) return tx.audit({ object: `roster-import:${importId}`, detail: { nothing: true } }); // done already
      await context.progress(0, row.newCount + row.changedCount, '正在核对导入之后的变动');
      const elsewhere = await this.records.holding(tx, this.undoing.made, [row.jurisdictionId, row.id]);
      const { count, first } = await this.undoing.obstacles(tx, row, elsewhere, OBSTACLES_KEPT);
      if (count > 0) {
        await this.imports.change(tx, row, { state: 'applied', obstacles: first, obstacleCount: count });
        return tx.audit({ object: `roster-import:${row.id}`, detail: { refused: count } });
      }
      await context.progress(0, row.newCount + row.changedCount, '正在撤销');
      const removed = await this.undoing.removeMade(tx, row);
      const restored = await this.undoing.restoreChanged(tx, row);
      await this.undoing.removeClasses(tx, row);
      await this.undoing.forgetBefore(tx, row);
      await this.imports.change(tx, row, { state: 'undone', undoneAt: tx.now, obstacles: null, obstacleCount: 0 });
      await this.roster.refreshStatistics(tx, 'student', 'guardian', 'class');
      tx.audit({ object: `roster-import:${row.id}`, detail: { removed, restored } });
      tx.state(rosterUndone.of(row.jurisdictionId, { importId: row.id, removed, restored }));
    });
  }

  /** Called off before it began, or failed for good: nothing is taken back, and it may be asked for again. */
  async stepBack(importId: string, context: JobContext, why: Refusal | null): Promise<void> {
    await this.work.run(context.actor, 'organisation.undo-roster', async (tx) => {
      const row = await this.imports.byId(tx, importId, 'for update');
      tx.audit({ object: `roster-import:${importId}`, detail: { ended: why?.code ?? 'platform/bug' } });
      if (row?.state === 'undoing' && row.undoRunId === context.runId) await this.imports.change(tx, row, { state: 'applied', undoRunId: null });
    });
  }
}
