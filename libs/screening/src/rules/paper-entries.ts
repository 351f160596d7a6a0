import { addDays, chinaDayOf, chinaInstant, type SchoolDay, verdictOf, type Verdict } from '@heliotrope/kernel';
import type { RoundState } from './round.js';

/*
 * When do paper sheets become answers? Typed twice from the paper, compared cell by cell, and every difference settled
 * before anything is scored. Double entry of paper records is the custom of trials: 临床试验数据管理工作技术指南 (国家食品药品监督
 * 管理总局通告 2016 年第 112 号, 双人双份录入) [knowledge, check]. No paper asks it of schools: whether the second typist must be
 * another person is policy `screening.paper-second-person`.
 */

export type PaperTurn = 1 | 2;

/** One pupil's sheet as far as it has been typed. `settled`: after a third look at the paper. */
export interface PaperSheet {
  readonly first: readonly (number | null)[] | null;
  readonly second: readonly (number | null)[] | null;
  readonly settled: readonly (number | null)[] | null;
}

/** What the two typists read differently; `item` counts from 1. */
export interface PaperDifference {
  readonly item: number;
  readonly first: number | null;
  readonly second: number | null;
}

export type PaperStanding = 'once' | 'differs' | 'agreed' | 'settled';

/** In which items do the two entries differ? None when one of them is still to come. */
export function paperDifferences({ first, second }: PaperSheet): PaperDifference[] {
  if (!first || !second) return [];
  return first.flatMap((value, at) => (value === (second[at] ?? null) ? [] : [{ item: at + 1, first: value, second: second[at] ?? null }]));
}

/** How far is this sheet: typed once, typed twice and apart, typed twice alike, or settled from the paper? */
export function paperStanding(sheet: PaperSheet): PaperStanding {
  if (sheet.settled) return 'settled';
  if (!sheet.first || !sheet.second) return 'once';
  return paperDifferences(sheet).length > 0 ? 'differs' : 'agreed';
}

/**
 * The answers after somebody looked at the paper again: what both entries say where they agree, and the chosen or newly
 * read value where they differ. Null when a difference is left without a word, or an item is named that is in no dispute.
 *
 * @param read item → value; null for an item the pupil left out.
 */
export function settledAnswers(sheet: PaperSheet, read: ReadonlyMap<number, number | null>): (number | null)[] | null {
  const apart = paperDifferences(sheet).map((one) => one.item);
  if (apart.length === 0 || read.size !== apart.length || !apart.every((item) => read.has(item))) return null;
  return sheet.first!.map((value, at) => (read.has(at + 1) ? read.get(at + 1)! : value));
}

/** What is taken as the pupil's answers; null while nobody can say. */
export function finalAnswers(sheet: PaperSheet): readonly (number | null)[] | null {
  return { settled: sheet.settled, agreed: sheet.first, once: null, differs: null }[paperStanding(sheet)];
}

/** May this person type this turn? The reasons are refusal codes. @param typedOther who typed the other turn so far. */
export function mayTypePaper(person: string, typedOther: readonly string[], needsOther: boolean): Verdict<'screening/paper-same-person'> {
  return verdictOf(needsOther && typedOther.includes(person) ? ['screening/paper-same-person'] : []);
}

export interface RoundForPaper {
  readonly state: RoundState;
  readonly opensAt: Date;
  readonly closesAt: Date;
  /** When it was in fact closed. */
  readonly closedAt: Date | null;
}

const NOON = 12 * 60;

/**
 * At which moment was a paper sheet of this school day answered, as the round counts it? Noon, or the nearest moment of the
 * window. Null when that day the round took no answers: before its window, after it, or still to come.
 */
export function paperMoment(round: RoundForPaper, day: SchoolDay, now: Date): Date | null {
  if (round.state === 'planned') return null;
  const from = round.opensAt.getTime();
  const until = Math.min(round.closesAt.getTime(), round.closedAt?.getTime() ?? Infinity, now.getTime() + 1) - 1;
  if (until < from || day < chinaDayOf(round.opensAt) || day > chinaDayOf(new Date(until))) return null;
  return new Date(Math.min(Math.max(chinaInstant(day, NOON).getTime(), from), until));
}

/** Until which day may paper of this round be typed? `days` after its window: policy `screening.paper-typed-within`. */
export const paperTypedUntil = (round: Pick<RoundForPaper, 'closesAt'>, days: number): SchoolDay => addDays(chinaDayOf(round.closesAt), days);
