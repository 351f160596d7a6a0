import type { Ordinal } from '@heliotrope/kernel';

// What is an instrument? The shape of one definition file in `instruments/`, after it has been read and checked by
// `instrument-reading.ts`. A definition is bound to one edition and its item order, never to a name: the same scale
// circulates in several orders, and a key laid over the wrong order scores nonsense without a sound.

/** One answer as printed on the form. `value` is the printed number, before any reversing. */
export interface AnswerOption {
  readonly value: number;
  readonly label: string;
}

export type ItemRole = 'content' | 'validity' | 'critical' | 'function' | 'unscored';

export type Comparison = '>=' | '>' | '<=' | '<' | '=';

/** This item is put to the pupil only when one of `items` was answered so. Not asked is not missing. */
export interface AskedWhen {
  readonly items: readonly number[];
  readonly op: Comparison;
  readonly value: number;
}

export interface Item {
  /** Counted from 1, in the order of the edition. */
  readonly no: number;
  /** Null when the wording belongs to a licence holder who has to bring it. */
  readonly text: string | null;
  /** Key of `optionSets`. */
  readonly options: string;
  /** Weight = greatest printed value + least − answer. */
  readonly reverse: boolean;
  readonly role: ItemRole;
  readonly askedWhen: AskedWhen | null;
}

/**
 * sum, mean: over `items`, times `times`. count: how many of `items` were answered with `threshold` or more.
 * mean-of-present: mean of the answers that reach `threshold`, null when none does. sum-of-scores: over `of`.
 */
export type Formula = 'sum' | 'mean' | 'count' | 'mean-of-present' | 'sum-of-scores';

/** How many of a score's own items may be missing; the gap is filled with the mean of its answered ones. */
export interface MissingRule {
  readonly allowed: number;
  /** Round the filled score to a whole number, halves up, where the publication says so. */
  readonly round: boolean;
  readonly source: string;
}

/** A band begins at `from` and ends where the next begins, so that a filled, fractional score falls in no gap. */
export interface Band {
  readonly band: string;
  readonly from: number;
  readonly label: string;
}

export interface ScoreDefinition {
  readonly id: string;
  readonly name: string;
  readonly formula: Formula;
  readonly items: readonly number[];
  readonly of: readonly string[];
  readonly times: number;
  readonly threshold: number | null;
  readonly missing: MissingRule;
  readonly range: readonly [number, number];
  readonly bands: readonly Band[];
  /** Which way is worse: most scales up, self-esteem and prosocial behaviour down, a lie scale neither. */
  readonly worse: 'higher' | 'lower' | 'neither';
  /** For the reviewer only; not part of the score line. */
  readonly internal: boolean;
}

/** A published or provisional cut at which the scale counts as positive towards a suggestion. Never a diagnosis. */
export interface PositiveRule {
  readonly score: string;
  readonly op: Comparison;
  readonly value: number;
  /** What reaching it suggests: 1, or 2 at the start of the scale's published severe band. */
  readonly ordinal: Extract<Ordinal, 1 | 2>;
  readonly why: string;
}

/** An answer that must be in front of a person at once, whatever the totals and the validity of the sheet. */
export interface CriticalRule {
  readonly item: number;
  readonly op: Comparison;
  readonly value: number;
  readonly severity: Extract<Ordinal, 3 | 4>;
  readonly reason: string;
}

/** An answer the reviewer should notice. It raises nothing by itself. */
export interface SoftRule {
  readonly item: number;
  readonly op: Comparison;
  readonly value: number;
  readonly reason: string;
}

/**
 * When is the way this scale was answered worth a second look? Each limit makes a sheet suspicious, never void. They belong to
 * the file because they depend on the items; a file names none where the publication gives no ground.
 */
export interface AnswerQuality {
  /** Half the items answered faster than this (seconds): hurried. */
  readonly secondsPerItem: number | null;
  /** So many items in a row with one option. Only where items are opposed to each other: else an untroubled child answers so. */
  readonly longString: number | null;
  /** Items that ask the same or the opposite. After reversing, `apart` or more between the two contradicts; `atLeast` such pairs fire. */
  readonly pairs: { readonly of: readonly (readonly [number, number])[]; readonly apart: number; readonly atLeast: number } | null;
  readonly source: string;
}

export type Wording = 'own-rendering' | 'own-work' | 'imported-by-licensee' | 'licensed';

export interface InstrumentDefinition {
  readonly code: string;
  /**
   * Raised whenever the key, a cut, or the wording changes. Frozen into every answer sheet. `1.0.0` is ours; `1.0.0+330100`
   * was brought or built by that bureau, so that two bureaus' editions of one scale are never taken for each other.
   */
  readonly version: string;
  readonly title: string;
  readonly edition: string;
  readonly language: string;
  readonly source: string;
  readonly licence: { readonly tier: 'A' | 'B' | 'C' | 'own'; readonly line: string };
  /** `imported-by-licensee`: structure without words. `licensed`: the words were brought by whoever holds the licence. */
  readonly wording: Wording;
  /** True for invented items that show how the platform works and measure nothing. */
  readonly demonstration: boolean;
  readonly informant: 'self' | 'parent' | 'teacher' | 'clinician';
  /** An interview is spoken by a trained adult to one pupil and cannot stand in a round's battery. */
  readonly mode: 'classroom' | 'interview';
  /** Instruments of one family share items; two positives of one family count as one. */
  readonly family: string;
  /** School years 1–12 counted through from primary 1 to senior 3, both ends included. */
  readonly grades: { readonly from: number; readonly to: number };
  readonly minAge: number | null;
  readonly recall: string;
  readonly instructions: string | null;
  readonly optionSets: Readonly<Record<string, readonly AnswerOption[]>>;
  readonly items: readonly Item[];
  readonly scores: readonly ScoreDefinition[];
  /** The scores that divide the items among them: each item in exactly one, or in `unscored`. */
  readonly partition: readonly string[];
  readonly unscored: readonly number[];
  readonly positive: readonly PositiveRule[];
  /** Items whose refusal counts as positive (a spoken screen, where silence is an answer). */
  readonly positiveWhenUnanswered: readonly number[];
  readonly critical: readonly CriticalRule[];
  readonly soft: readonly SoftRule[];
  /** The published lie score that makes a sheet void. */
  readonly lie: { readonly score: string; readonly atLeast: number } | null;
  /** Does the scale hold reversed or opposite items, so that one answer throughout contradicts itself? */
  readonly opposites: boolean;
  /** Nobody reads and answers the whole form in less (seconds). Our own number, provisional. */
  readonly minSeconds: number;
  /** Absent where the file names no limits: editions from before they could be named keep their checksum. */
  readonly quality?: AnswerQuality;
  readonly notes: readonly string[];
}

/** Does `left op right` hold? The comparison every table of cuts in this domain is written with. */
export function holds(left: number, op: Comparison, right: number): boolean {
  switch (op) {
    case '>=':
      return left >= right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '<':
      return left < right;
    case '=':
      return left === right;
  }
}
