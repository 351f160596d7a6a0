import { createHash } from 'node:crypto';
import { actorRef, chinaDayOf, type SystemActor } from '@heliotrope/kernel';
import { jobActor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type DataClass, dataDestroyed, declaredDataClasses, destructionText, dueFrom, heldBack } from '../../rules/index.js';
import type { PupilKey } from '../registry/data-keeper.js';
import { DataRegistry } from '../registry/registry.service.js';
import { KeepingService } from './keeping.service.js';
import { destroyDue } from './retention-jobs.js';
import { RetentionRepository } from './retention.repository.js';

const RULE = 'data-protection.destroy-due';
const AT_ONCE = 5_000;

/** Destroys what is due, kind by kind, and leaves a certificate of each act in the same commit. */
@Injectable()
export class DestructionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RetentionRepository) private readonly retention: RetentionRepository,
    @Inject(KeepingService) private readonly keeping: KeepingService,
    @Inject(DataRegistry) private readonly registry: DataRegistry,
  ) {}

  /** Asks for the work in every bureau. */
  async orderAll(): Promise<void> {
    for (const jurisdictionId of await this.retention.bureaus()) {
      await this.work.read(jobActor(RULE, jurisdictionId), RULE, (tx) => tx.request(destroyDue.of({}, { jurisdictionId, key: 'daily', title: '到期数据销毁' })));
    }
  }

  /** One bureau, all kinds. A run that dies goes on where it stopped: what is gone is not due again. */
  async destroyAllDue(actor: SystemActor, jurisdictionId: number, runId: string, between: () => Promise<void>): Promise<number> {
    let total = 0;
    for (const kind of declaredDataClasses()) {
      for (;;) {
        const gone = await this.destroySome(actor, jurisdictionId, kind, runId);
        total += gone;
        await between();
        if (gone < AT_ONCE) break;
      }
    }
    return total;
  }

  private destroySome(actor: SystemActor, jurisdictionId: number, kind: DataClass, runId: string): Promise<number> {
    return this.work.read(actor, RULE, async (tx) => {
      const today = chinaDayOf(tx.now);
      const { years, source } = this.keeping.of(jurisdictionId, kind, today);
      const from = dueFrom(today, years);
      const held = heldBack(kind.name, await this.retention.standingHolds(tx, jurisdictionId));
      if (held.everything) return 0;
      const ids = await this.registry.keeperOf(kind.name).destroyDue(tx, { jurisdictionId, from, held, limit: AT_ONCE });
      if (ids.length > 0) await this.certify(tx, { jurisdictionId, kind, from, years, source, ids, reason: 'time-over', jobRunId: runId });
      return ids.length;
    });
  }

  /** Destroys everything of these kinds about one pupil who asked for it; a hold keeps it, and so does a law. */
  async erase(tx: Tx, pupil: PupilKey, kinds: readonly DataClass[]): Promise<number> {
    let total = 0;
    const holds = await this.retention.standingHolds(tx, pupil.jurisdictionId);
    for (const kind of kinds) {
      const held = heldBack(kind.name, holds);
      const keeper = this.registry.keeperOf(kind.name);
      if (held.everything || held.schools.includes(pupil.schoolId) || held.pupils.includes(pupil.studentId) || !keeper.erasePupil) continue;
      const ids = await keeper.erasePupil(tx, pupil);
      const today = chinaDayOf(tx.now);
      if (ids.length > 0) {
        await this.certify(tx, { jurisdictionId: pupil.jurisdictionId, kind, from: today, years: 0, source: '个人信息保护法 47', ids, reason: 'right-exercised', jobRunId: null });
      }
      total += ids.length;
    }
    return total;
  }

  private async certify(
    tx: Tx,
    of: { jurisdictionId: number; kind: DataClass; from: ReturnType<typeof dueFrom>; years: number; source: string; ids: readonly string[]; reason: 'time-over' | 'right-exercised'; jobRunId: string | null },
  ): Promise<void> {
    const { jurisdictionId, kind, from, ids } = of;
    const text = destructionText({ dataClass: kind.name, jurisdictionId, before: from, destroyedAt: tx.now.toISOString(), ids });
    const digest = createHash('sha256').update(text).digest('hex');
    const id = await this.retention.certify(tx, {
      jurisdictionId, dataClass: kind.name, reason: of.reason, countedBefore: from, years: of.years, source: of.source, count: ids.length, digest,
      jobRunId: of.jobRunId, destroyedBy: actorRef(tx.actor),
    });
    tx.state(dataDestroyed.of(jurisdictionId, { destructionId: id, dataClass: kind.name, count: ids.length }));
    tx.audit({ object: `destruction:${id}`, jurisdictionId, action: RULE, detail: { dataClass: kind.name, count: ids.length, digest } });
  }
}
