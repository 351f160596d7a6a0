import { actorRef, refuse, type Actor } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { JobRunRepository, type JobRunView } from './job-run.repository.js';

const FOLLOW = 'platform.follow-job-runs';

@Injectable()
export class JobRunService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(JobRunRepository) private readonly runs: JobRunRepository,
  ) {}

  follow(actor: Actor, id: string): Promise<JobRunView> {
    return this.work.read(actor, FOLLOW, async (tx) => {
      const run = await this.runs.ownRun(tx, id, actorRef(actor));
      if (!run) throw refuse('platform/job-run-absent');
      return run;
    });
  }

  cancel(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, FOLLOW, async (tx) => {
      const run = await this.runs.ownRun(tx, id, actorRef(actor));
      if (!run) throw refuse('platform/job-run-absent');
      await this.runs.askToCancel(tx, id, actorRef(actor));
      tx.audit({ object: `job-run:${id}`, action: 'platform.cancel-job-run' });
    });
  }
}
