import { type DataKeeper, KeepsData, type PupilKey } from '@heliotrope/data-protection';
import type { Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { interviewRecords } from '../../rules/data-class.js';
import { PupilScreeningRepository } from './pupil-screening.repository.js';

@KeepsData(interviewRecords)
export class InterviewKeeper implements DataKeeper {
  constructor(@Inject(PupilScreeningRepository) private readonly screening: PupilScreeningRepository) {}

  destroyDue(tx: Tx, ask: Parameters<DataKeeper['destroyDue']>[1]): Promise<readonly string[]> {
    return this.screening.destroyInterviews(tx, ask);
  }

  erasePupil(tx: Tx, pupil: PupilKey): Promise<readonly string[]> {
    return this.screening.eraseInterviews(tx, pupil);
  }
}
