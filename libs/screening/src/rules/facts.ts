import { defineFact, type Ordinal } from '@heliotrope/kernel';

// What screening tells the domains ahead. Ids and codes only: no answers, names or totals leave the room.

export interface SheetAlerted {
  readonly sheetId: string;
  readonly assignmentId: string;
  readonly roundId: string;
  readonly schoolId: string;
  readonly classId: string | null;
  readonly studentId: string;
  readonly instrument: string;
  readonly version: string;
  /** Provisional until a person confirms: 3, or 4 with `acute`. */
  readonly ordinal: Ordinal;
  readonly acute: boolean;
  /** `phq-9/item-9>=1`… */
  readonly rules: readonly string[];
}

export interface LevelConfirmed {
  readonly reviewId: string;
  readonly assignmentId: string;
  readonly roundId: string;
  readonly schoolId: string;
  readonly classId: string | null;
  readonly studentId: string;
  readonly ordinal: Ordinal;
  readonly acute: boolean;
  readonly previous: Ordinal | null;
  /** Account of the person who decided. */
  readonly by: string;
  readonly rules: readonly string[];
}

export interface RoundMoved {
  readonly roundId: string;
}

/** A critical answer was handed in: on any sheet, void and partial ones too. */
export const sheetAlerted = defineFact<SheetAlerted>('screening/sheet-alerted');
/** A person confirmed or lowered a suggested level. */
export const levelConfirmed = defineFact<LevelConfirmed>('screening/level-confirmed');
export const roundOpened = defineFact<RoundMoved>('screening/round-opened', { zh: '测评轮次已开启', fields: ['roundId'] });
export const roundClosed = defineFact<RoundMoved>('screening/round-closed', { zh: '测评轮次已结束', fields: ['roundId'] });

export interface SheetsToWeigh {
  readonly assignmentId: string;
}

/** A sheet of a battery of several reached a cut: only all the pupil's sheets together tell what to suggest. */
export const sheetsToWeigh = defineFact<SheetsToWeigh>('screening/sheets-to-weigh');
