/*
 * Can the psychology teachers of each school talk with as many pupils as a round is likely to flag, within the days that a
 * follow-up may take? Source: most who score above a cut are not ill (reference facts §0.5: PPV 21–30 %), so every one is an
 * interview before it is anything else; a school that cannot hold them should know before it asks. The numbers are policy:
 * `screening.expected-flagged-share`, `review.hours-per-interview`, `review.interview-hours-a-week`, `review.follow-up-school-days`.
 * It does not decide whether to launch: a person does, and says why.
 */

export interface SchoolForCapacity {
  readonly id: string;
  readonly name: string;
  /** Pupils who would be asked. */
  readonly eligible: number;
  /** Psychology teachers who hold their post there on the day. */
  readonly teachers: number;
}

export interface CapacityNumbers {
  /** Share of those asked who will be flagged, 0–1. */
  readonly flaggedShare: number;
  readonly hoursPerInterview: number;
  readonly hoursAWeek: number;
  /** School days after the round in which the interviews are held; five make a week. */
  readonly schoolDays: number;
}

export interface SchoolCapacity extends SchoolForCapacity {
  /** Pupils, rounded to whole ones. */
  readonly expected: number;
  readonly hoursNeeded: number;
  readonly hoursAvailable: number;
  readonly isShort: boolean;
}

export interface FollowUpCapacity {
  readonly schools: readonly SchoolCapacity[];
  readonly eligible: number;
  readonly teachers: number;
  readonly expected: number;
  readonly hoursNeeded: number;
  readonly hoursAvailable: number;
  /** Schools whose own teachers cannot do it: hours of one school do not help another. */
  readonly shortSchools: number;
}

const DAYS_A_WEEK = 5;
const tenth = (hours: number): number => Math.round(hours * 10) / 10;

/** Expected interviews against hours, school by school, the largest gap first. Hours to a tenth. */
export function followUpCapacity(schools: readonly SchoolForCapacity[], by: CapacityNumbers): FollowUpCapacity {
  const judged = schools.map((school) => {
    const expected = Math.round(school.eligible * by.flaggedShare);
    const hoursNeeded = tenth(expected * by.hoursPerInterview);
    const hoursAvailable = tenth(school.teachers * by.hoursAWeek * (by.schoolDays / DAYS_A_WEEK));
    return { ...school, expected, hoursNeeded, hoursAvailable, isShort: hoursNeeded > hoursAvailable };
  });
  const sum = (of: (one: SchoolCapacity) => number) => judged.reduce((total, one) => total + of(one), 0);
  return {
    schools: judged.sort((a, b) => (b.hoursNeeded - b.hoursAvailable) - (a.hoursNeeded - a.hoursAvailable)),
    eligible: sum((one) => one.eligible), teachers: sum((one) => one.teachers), expected: sum((one) => one.expected),
    hoursNeeded: tenth(sum((one) => one.hoursNeeded)), hoursAvailable: tenth(sum((one) => one.hoursAvailable)),
    shortSchools: judged.filter((one) => one.isShort).length,
  };
}

/** A round of fewer says nothing about the next one. */
const ENOUGH_TO_TELL = 200;

/** The share that the bureau's own last round found, where enough pupils handed in; null: policy's number is taken. */
export function shareOfLastRound(last: { readonly screened: number; readonly flagged: number } | null): number | null {
  return last && last.screened >= ENOUGH_TO_TELL ? last.flagged / last.screened : null;
}
