import { type Actor, mayDo, refuse } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ExportAssessment } from './export-assessment.service.js';
import { guardOf, guardsOf } from './export-kind.js';
import { ExportRepository, type ExportRow } from './export.repository.js';

export type ApprovalAction = 'platform.approve-exports' | 'platform.approve-log-exports';

/** The other person's word on a file that lists individuals. Who asked cannot give it; the database refuses as well. */
@Injectable()
export class ExportApproval {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ExportRepository) private readonly exports: ExportRepository,
    @Inject(ExportAssessment) private readonly assessment: ExportAssessment,
  ) {}

  waiting(actor: Actor, action: ApprovalAction): Promise<ExportRow[]> {
    return this.work.read(actor, action, (tx) => this.exports.asked(tx, personOf(actor), guardsOf(action).map(({ kind }) => kind)));
  }

  decide(actor: Actor, action: ApprovalAction, id: string, grant: boolean): Promise<void> {
    return this.work.run(actor, action, async (tx) => {
      const found = await this.exports.forDeciding(tx, id);
      if (!found || guardOf(found.kind)?.approvedBy !== action || !mayDo(actor, action)) throw refuse('platform/export-absent');
      const by = personOf(actor);
      if (found.ownerAccountId === by) throw refuse('platform/export-own');
      if (found.state !== 'asked' || !found.job) throw refuse('platform/export-decided');
      if (grant) await this.assessment.demand(tx, found.kind, found.jurisdictionId);
      await this.exports.decide(tx, found, by, grant ? 'making' : 'refused');
      if (grant) await this.exports.attachRun(tx, found, await tx.request(found.job));
      tx.audit({ object: `export:${id}`, jurisdictionId: found.jurisdictionId, detail: { kind: found.kind, grant, for: found.ownerAccountId } });
    });
  }
}

function personOf(actor: Actor): string {
  if (actor.kind !== 'person') throw refuse('platform/not-allowed');
  return actor.accountId;
}
