/*
 * Where do the eligible pupils of one place stand? Each is counted in exactly one of five numbers, so that they always add up:
 * validly screened, refused, absent, void, not yet. Source: 教思政厅函〔2021〕10号 (whole-year screening, counted by coverage);
 * 未成年人网络保护条例 32 and 网络数据安全管理条例 22(5): who said no is counted apart, never as absent, and is not asked again.
 * It does not decide whether a sheet is void (`validity.ts`), nor who refuses (data-protection `consent.ts`).
 */

export interface FiveNumbers {
  readonly eligible: number;
  /** Validly screened: every form of the battery handed in, and of each a sheet that is not void. */
  readonly completed: number;
  /** Said no, or took a yes back, before everything was in. */
  readonly refused: number;
  /** The round's own window is over and something is still missing: due for a make-up. */
  readonly absent: number;
  /** All handed in, at least one form void: due for a retest. */
  readonly void: number;
  /** The window still runs and something is missing. */
  readonly notYet: number;
  /** Of those absent or not yet: some forms are in. No sixth number; it says how far the work has come. */
  readonly inProgress: number;
}

/** What is counted as it happens. `refused` counts those alone whose sheets are not all in. */
export interface Counters {
  readonly eligible: number;
  readonly started: number;
  readonly completed: number;
  readonly void: number;
  readonly refused: number;
}

/**
 * The five numbers of one place, in pupils. What the counters leave over is absent or not yet, by the window alone.
 * @param isWindowOver has the round's own window ended? A make-up or retest window changes nothing: who is due in one was absent or void.
 */
export function fiveNumbers({ eligible, started, completed, void: spoilt, refused }: Counters, isWindowOver: boolean): FiveNumbers {
  const rest = eligible - completed - spoilt - refused;
  return {
    eligible, completed, refused, absent: isWindowOver ? rest : 0, void: spoilt, notYet: isWindowOver ? 0 : rest, inProgress: started - completed - spoilt,
  };
}

/** Adds up the places below one. */
export function addFiveNumbers(parts: readonly FiveNumbers[]): FiveNumbers {
  const sum = (of: (part: FiveNumbers) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    eligible: sum((part) => part.eligible),
    completed: sum((part) => part.completed),
    refused: sum((part) => part.refused),
    absent: sum((part) => part.absent),
    void: sum((part) => part.void),
    notYet: sum((part) => part.notYet),
    inProgress: sum((part) => part.inProgress),
  };
}

/** One pupil of a round, as far as counting goes. */
export interface PupilForCounting {
  /** Forms of his battery. */
  readonly forms: number;
  /** Forms of which a sheet is in that came in time. */
  readonly handedIn: number;
  /** Of those, the forms whose counting sheet is void. A retest's valid sheet counts before the void one it follows. */
  readonly voidForms: number;
  readonly hasRefused: boolean;
}

export type CountedAs = 'completed' | 'void' | 'refused' | 'absent' | 'notYet';

/**
 * In which of the five is this pupil? Handed in is handed in: a no said afterwards opens no gap in what was lawfully taken
 * before. A no said earlier outweighs absence. The counters follow this ladder, and a test recounts them by it.
 */
export function countedAs({ forms, handedIn, voidForms, hasRefused }: PupilForCounting, isWindowOver: boolean): CountedAs {
  if (handedIn === forms) return voidForms === 0 ? 'completed' : 'void';
  if (hasRefused) return 'refused';
  return isWindowOver ? 'absent' : 'notYet';
}
