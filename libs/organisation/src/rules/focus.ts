import { addDays, type SchoolDay } from '@heliotrope/kernel';
import type { FocusCategory, PolicyValue } from '@heliotrope/policy/rules';

/*
 * Which pupils receive special attention, under which name, and until when? The names are policy (`focus.categories`):
 * BJ-36, BJ-37 and JZ-07 list different ones, a bureau adds its own, and each is in force for some days only. Here stands
 * what does not differ: where the knowledge came from, and that no mark stays longer than a year without being looked at.
 */

export const FOCUS_SOURCES = { teacher: '教师了解', family: '家庭告知', department: '部门通报', sheet: '表格导入' } as const;
export type FocusSource = keyof typeof FOCUS_SOURCES;

const LONGEST_DAYS = 366;

/** The last day a mark may be given today: a year, so that nobody carries one through school unasked. */
export function latestFocusEnd(from: SchoolDay): SchoolDay {
  return addDays(from, LONGEST_DAYS);
}

export type FocusFault = 'backwards' | 'too-long' | 'unknown-category';

/** @param known the codes in force in this place today. */
export function focusFault(mark: { code: string; fromOn: SchoolDay; untilOn: SchoolDay }, known: readonly string[]): FocusFault | undefined {
  if (!known.includes(mark.code)) return 'unknown-category';
  if (mark.untilOn < mark.fromOn) return 'backwards';
  return mark.untilOn > latestFocusEnd(mark.fromOn) ? 'too-long' : undefined;
}

/** Is the mark in force on this day? */
export function isFocusOn(mark: { fromOn: SchoolDay; untilOn: SchoolDay; endedOn: SchoolDay | null }, day: SchoolDay): boolean {
  return mark.fromOn <= day && day <= mark.untilOn && (mark.endedOn === null || day < mark.endedOn);
}

/**
 * Which categories may be chosen here today, from all lists in force (most local first)? Every paper's list counts, the
 * most local word for a code wins; the platform's own list stands only where no paper names any.
 */
export function categoriesOf(lists: readonly PolicyValue<readonly FocusCategory[]>[]): FocusCategory[] {
  const papers = lists.filter((list) => list.authority === 'document');
  const byCode = new Map<string, FocusCategory>();
  for (const category of (papers.length > 0 ? papers : lists).flatMap((list) => list.value)) {
    if (!byCode.has(category.code)) byCode.set(category.code, category);
  }
  return [...byCode.values()];
}
