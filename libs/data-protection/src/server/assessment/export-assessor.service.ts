import { AssessesExports, type ExportAssessor, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { ImpactAssessments } from './impact-assessments.service.js';

/** Files that list individuals leave the building only under an impact assessment for exports. 个人信息保护法 55. */
@AssessesExports()
export class ImpactOfExports implements ExportAssessor {
  constructor(@Inject(ImpactAssessments) private readonly assessments: ImpactAssessments) {}

  demand(tx: Tx, jurisdictionId: number): Promise<string> {
    return this.assessments.demand(tx, jurisdictionId, 'export');
  }
}
