import type { SystemActor } from '@heliotrope/kernel';
import { jobActor, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DataRegistry } from '../registry/registry.service.js';
import { stopProcessing } from './consent-jobs.js';
import { ProcessingStopRepository } from './processing-stop.repository.js';

const RULE = 'data-protection.stop-processing';

/** Stops what is under way after a withdrawal, in every domain that has told it does something for the purpose. */
@Injectable()
export class ProcessingStopService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ProcessingStopRepository) private readonly stops: ProcessingStopRepository,
    @Inject(DataRegistry) private readonly registry: DataRegistry,
  ) {}

  stop(actor: SystemActor, jurisdictionId: number, stopId: string): Promise<void> {
    return this.work.run(actor, RULE, async (tx) => {
      const found = await this.stops.forUpdate(tx, jurisdictionId, stopId);
      tx.audit({ object: `processing-stop:${stopId}`, jurisdictionId });
      if (!found || found.stoppedAt !== null) return;
      let touched = 0;
      for (const stopper of this.registry.stoppersOf(found.purpose)) touched += await stopper.stop(tx, found);
      await this.stops.done(tx, found, touched);
    });
  }

  /** Asks again for what waits: a job that was lost must not keep a child's data going. */
  async sweep(): Promise<void> {
    for (const { jurisdictionId, id } of await this.stops.waiting(500)) {
      await this.work.read(jobActor(RULE, jurisdictionId), RULE, (tx) => tx.request(stopProcessing.of({ stopId: id }, { jurisdictionId, key: id, title: '停止处理' })));
    }
  }
}
