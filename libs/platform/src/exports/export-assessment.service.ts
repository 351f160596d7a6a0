import { Inject, Injectable, type OnApplicationBootstrap, SetMetadata } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Tx } from '../database/tx.js';
import { guardOf } from './export-kind.js';

const ASSESSES_EXPORTS = 'heliotrope:assesses-exports';

/** The domain that keeps impact assessments: refuses where none in force permits exports. @throws Refusal */
export interface ExportAssessor {
  demand(tx: Tx, jurisdictionId: number): Promise<unknown>;
}

/** This provider knows whether exports of individuals have been assessed. */
export const AssessesExports = (): ClassDecorator => (target) => {
  Injectable()(target);
  SetMetadata(ASSESSES_EXPORTS, true)(target);
};

/** Asked when a file that lists individuals is ordered and again when it is approved: an assessment may end between. */
@Injectable()
export class ExportAssessment implements OnApplicationBootstrap {
  private assessor: ExportAssessor | null = null;

  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (instance && typeof metatype === 'function' && Reflect.getMetadata(ASSESSES_EXPORTS, metatype)) this.assessor = instance as ExportAssessor;
    }
  }

  async demand(tx: Tx, kind: string, jurisdictionId: number): Promise<void> {
    if (guardOf(kind)?.assessed !== true) return;
    if (!this.assessor) throw new Error(`${kind} takes an impact assessment, and nobody here keeps any`); // closed, not open
    await this.assessor.demand(tx, jurisdictionId);
  }
}
