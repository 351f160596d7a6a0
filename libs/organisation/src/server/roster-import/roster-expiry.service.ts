import { FileStore, jobActor, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { BureauRepository } from '../reading/bureau.repository.js';
import { RosterImportRepository } from './roster-import.repository.js';
import { RosterStageRepository } from './roster-stage.repository.js';
import { RosterUndoRepository } from './roster-undo.repository.js';

const DAY_MS = 86_400_000;
/** A dry run nobody confirms is called off; what an import replaced is kept this long. */
export const WAITS_DAYS = 7;
export const UNDO_DAYS = 30;

/** Nothing of a sheet lies about longer than somebody may still need it. */
@Injectable()
export class RosterExpiryService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(RosterStageRepository) private readonly stage: RosterStageRepository,
    @Inject(RosterUndoRepository) private readonly undoing: RosterUndoRepository,
    @Inject(FileStore) private readonly files: FileStore,
  ) {}

  async expire(now: Date): Promise<void> {
    const rule = 'organisation.expire-roster-imports';
    const jurisdictions = await this.work.read(jobActor(rule, 0), rule, (tx) => this.bureaus.allIds(tx));
    const everywhere = jobActor(rule, 0, { jurisdictions, schools: 'all', classes: 'all' });
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    const old = await this.work.read(everywhere, rule, async (tx) => ({
      waiting: await this.imports.inState(tx, 'checked', ago(WAITS_DAYS)),
      applied: await this.imports.inState(tx, 'applied', ago(UNDO_DAYS)),
    }));
    for (const one of old.waiting) {
      const fileKey = await this.work.run(jobActor(rule, one.jurisdictionId), rule, async (tx) => {
        const row = await this.imports.byId(tx, one.id, 'for update');
        tx.audit({ object: `roster-import:${one.id}`, detail: { expired: row?.state === 'checked' } });
        if (row?.state !== 'checked') return null;
        await this.imports.change(tx, row, { state: 'cancelled', finishedAt: tx.now });
        await this.imports.forgetFaults(tx, row);
        await this.stage.drop(tx, row);
        return row.fileKey;
      });
      if (fileKey) await this.files.delete(fileKey);
    }
    for (const one of old.applied) {
      await this.work.run(jobActor(rule, one.jurisdictionId), rule, async (tx) => {
        await this.imports.forgetFaults(tx, one);
        await this.undoing.forgetBefore(tx, one);
        tx.audit({ object: `roster-import:${one.id}`, detail: { noLongerUndone: true } });
      });
    }
  }
}
