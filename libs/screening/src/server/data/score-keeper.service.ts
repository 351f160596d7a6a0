import { type DataKeeper, KeepsData, type PupilKey } from '@heliotrope/data-protection';
import type { Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { screeningScores } from '../../rules/data-class.js';
import { ScoreDestructionRepository } from './score-destruction.repository.js';

@KeepsData(screeningScores)
export class ScoreKeeper implements DataKeeper {
  constructor(@Inject(ScoreDestructionRepository) private readonly scores: ScoreDestructionRepository) {}

  destroyDue(tx: Tx, ask: Parameters<DataKeeper['destroyDue']>[1]): Promise<readonly string[]> {
    return this.scores.ofLeavers(tx, ask);
  }

  erasePupil(tx: Tx, pupil: PupilKey): Promise<readonly string[]> {
    return this.scores.ofPupil(tx, pupil);
  }
}
