import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

/** A sheet that stands where another was to go. */
export interface StandingSheet {
  readonly id: string;
  readonly assignmentId: string;
  readonly instrument: string;
  readonly rules: readonly string[];
  readonly answers: Buffer;
}

@Injectable()
export class SecondAnswersRepository {
  /** The sheet of this number, and the pupil's own of this form. */
  async standing(tx: Tx, at: { jurisdictionId: number; sheetId: string; assignmentId: string; instrument: string }): Promise<StandingSheet[]> {
    return tx.query<StandingSheet>(
      `select id, assignment_id as "assignmentId", instrument, fired_rules as rules, answers_enc as answers from screening.answer_sheet
        where jurisdiction_id = $1 and id = $2
       union all
       select id, assignment_id, instrument, fired_rules, answers_enc from screening.answer_sheet
        where jurisdiction_id = $1 and assignment_id = $3 and instrument = $4 and id <> $2`,
      [at.jurisdictionId, at.sheetId, at.assignmentId, at.instrument],
    );
  }
}
