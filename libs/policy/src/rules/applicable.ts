import type { SchoolDay } from '@heliotrope/kernel';
import { policyKeys, type PolicyKeyName } from './keys.js';
import type { PolicyValue } from './policy-value.js';

export interface Question {
  readonly key: string;
  /** The regions over the place, most local first: see `regionsOf`. */
  readonly regions: readonly number[];
  readonly on: SchoolDay;
  /** What is known of whom it is asked for: `{ stage: 'primary' }`. A value for another subject does not apply. */
  readonly subject?: Readonly<Record<string, string>>;
}

export interface Applicable<V = unknown> {
  /** The value to go by; null when no pack says anything for this place and day. */
  readonly wins: PolicyValue<V> | null;
  /** Every value in force, the winner first: what a page shows beside it, each with its paper. */
  readonly all: readonly PolicyValue<V>[];
}

/**
 * Which value holds in this place on this day? In the order of the questions asked:
 *   1. Is it in force on the day? The last day still counts; a past day is judged by the rules of its day.
 *   2. Does a paper say it? A default of the platform yields to any paper.
 *   3. Who is nearest? County before city before province before country.
 *   4. Two papers of the same tier: the stricter first, so that whoever meets it meets both.
 *   5. Equally strict, or not to be compared: the newer.
 */
export function applicable<V = unknown>(values: readonly PolicyValue[], question: Question): Applicable<V> {
  const all = values.filter((value) => holds(value, question)).sort((a, b) => byRank(a, b, question.regions));
  return { wins: (all[0] as PolicyValue<V> | undefined) ?? null, all: all as PolicyValue<V>[] };
}

function holds(value: PolicyValue, { key, regions, on, subject = {} }: Question): boolean {
  return (
    value.key === key &&
    regions.includes(value.region) &&
    value.from <= on &&
    (value.until === null || on <= value.until) &&
    Object.entries(value.appliesTo).every(([attribute, words]) => words.includes(subject[attribute] ?? ''))
  );
}

function byRank(a: PolicyValue, b: PolicyValue, regions: readonly number[]): number {
  const isDefault = (value: PolicyValue) => (value.authority === 'platform-default' ? 1 : 0);
  return (
    isDefault(a) - isDefault(b) ||
    regions.indexOf(a.region) - regions.indexOf(b.region) ||
    strictness(b) - strictness(a) ||
    (a.from < b.from ? 1 : a.from > b.from ? -1 : 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The larger, the stricter. Nought for all values of a key whose values are not to be compared. */
function strictness(value: PolicyValue): number {
  const { stricter } = policyKeys[value.key as PolicyKeyName] ?? {};
  if (typeof value.value !== 'number' || stricter === undefined) return 0;
  return stricter === 'higher' ? value.value : -value.value;
}
