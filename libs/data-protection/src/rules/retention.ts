import { isSchoolDay, type SchoolDay, schoolDay } from '@heliotrope/kernel';
import type { DataClass } from './data-class.js';

/*
 * Since when is something due to be destroyed, and what holds it back? Source: 个人信息保护法 19 (shortest time), 47 (deletion);
 * docs/domain-facts.md §4.2. A hold (保全: inquiry, lawsuit, complaint) stops destruction until a person lifts it.
 */

/** How many years this kind is kept: the policy's, but never less than the law demands. */
export function yearsKept(kind: Pick<DataClass, 'least'>, policyYears: number): number {
  return Math.max(policyYears, kind.least?.years ?? 0);
}

/**
 * The last day from which the years may have counted, so that today they are over: what counts from this day or earlier is
 * due. On 1 March with one year kept: 1 March of last year, whose anniversary is today.
 */
export function dueFrom(today: SchoolDay, years: number): SchoolDay {
  const text = `${String(Number(today.slice(0, 4)) - years).padStart(4, '0')}${today.slice(4)}`;
  return isSchoolDay(text) ? text : schoolDay(`${text.slice(0, 4)}-02-28`);
}

export interface Hold {
  /** Null: every kind of data. */
  readonly dataClass: string | null;
  /** Null: every school of the bureau. */
  readonly schoolId: string | null;
  /** Null: every pupil of the school. */
  readonly studentId: string | null;
}

/** What may not be destroyed of one kind: everything, or these schools and these pupils. */
export interface HeldBack {
  readonly everything: boolean;
  readonly schools: readonly string[];
  readonly pupils: readonly string[];
}

/** Which holds bear on this kind of data? */
export function heldBack(dataClass: string, holds: readonly Hold[]): HeldBack {
  const bearing = holds.filter((hold) => hold.dataClass === null || hold.dataClass === dataClass);
  return {
    everything: bearing.some((hold) => hold.schoolId === null && hold.studentId === null),
    schools: bearing.flatMap((hold) => (hold.schoolId !== null && hold.studentId === null ? [hold.schoolId] : [])),
    pupils: bearing.flatMap((hold) => hold.studentId ?? []),
  };
}

/** Is this thing held? Something that belongs to no pupil or school is held only with everything. */
export function isHeld(held: HeldBack, of: { schoolId: string | null; studentId: string | null }): boolean {
  return held.everything || (of.schoolId !== null && held.schools.includes(of.schoolId)) || (of.studentId !== null && held.pupils.includes(of.studentId));
}

/** The text whose hash stands on the certificate: what, counted how, and which things, in one order. */
export function destructionText(of: { dataClass: string; jurisdictionId: number; before: SchoolDay; destroyedAt: string; ids: readonly string[] }): string {
  return [of.dataClass, of.jurisdictionId, of.before, of.destroyedAt, of.ids.length, ...[...of.ids].sort()].join('\n');
}
