import { type ProcessingStopper, type PupilKey, StopsProcessing } from '@heliotrope/data-protection';
import type { Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { PupilScreeningRepository } from './pupil-screening.repository.js';

/** Consent withdrawn: a seat that was taken before takes no sheet any more. Danger already told of is not untold. */
@StopsProcessing('screening')
export class StopScreening implements ProcessingStopper {
  constructor(@Inject(PupilScreeningRepository) private readonly screening: PupilScreeningRepository) {}

  stop(tx: Tx, pupil: PupilKey): Promise<number> {
    return this.screening.stopSeats(tx, pupil);
  }
}
