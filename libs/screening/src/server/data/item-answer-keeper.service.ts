import { type DataKeeper, KeepsData, type PupilKey } from '@heliotrope/data-protection';
import type { Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { itemAnswers } from '../../rules/data-class.js';
import { PaperSheetRepository } from '../paper/paper-sheet.repository.js';
import { PupilScreeningRepository } from './pupil-screening.repository.js';

@KeepsData(itemAnswers)
export class ItemAnswerKeeper implements DataKeeper {
  constructor(
    @Inject(PupilScreeningRepository) private readonly screening: PupilScreeningRepository,
    @Inject(PaperSheetRepository) private readonly paper: PaperSheetRepository,
  ) {}

  async destroyDue(tx: Tx, ask: Parameters<DataKeeper['destroyDue']>[1]): Promise<readonly string[]> {
    const sheets = await this.screening.destroyAnswers(tx, ask);
    return [...sheets, ...(await this.paper.destroyDue(tx, { ...ask, limit: ask.limit - sheets.length }))];
  }

  async erasePupil(tx: Tx, pupil: PupilKey): Promise<readonly string[]> {
    return [...(await this.screening.eraseAnswers(tx, pupil)), ...(await this.paper.erase(tx, pupil))];
  }
}
