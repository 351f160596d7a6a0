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

/** The last day of a mark that a sheet gives without naming one: the sheet of next year gives it again. */
export function latestSheetFocusEnd(from: SchoolDay): SchoolDay {
  return addDays(from, 365);
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

/** What a bureau has decided about one category: from this day on it bears this name here, or may no longer be chosen. */
export interface CategoryDecision {
  readonly code: string;
  readonly name: string;
  readonly fromOn: SchoolDay;
  readonly isClosed: boolean;
}

/**
 * Which categories may be chosen in this bureau on a day: those of the papers, as the bureau has renamed and closed them,
 * then its own? A decision holds from its day until the next one about the same code. Nothing reaches back: a mark keeps
 * the word it was given under (BJ-36, BJ-37, JZ-07 name the lists; the bureau's own words stand beside them).
 */
export function withDecisions(papers: readonly FocusCategory[], decisions: readonly CategoryDecision[], day: SchoolDay): FocusCategory[] {
  const inForce = new Map<string, CategoryDecision>();
  for (const one of decisions) {
    const known = inForce.get(one.code);
    if (one.fromOn <= day && (!known || known.fromOn < one.fromOn)) inForce.set(one.code, one);
  }
  const named = papers.map((paper) => inForce.get(paper.code) ?? { ...paper, isClosed: false });
  const own = [...inForce.values()].filter((one) => !papers.some((paper) => paper.code === one.code));
  return [...named, ...own].filter((one) => !one.isClosed).map(({ code, name }) => ({ code, name }));
}

const LATEST_DECISION_DAYS = 366;

export type CategoryFault = 'past' | 'too-far' | 'name' | 'name-taken';

/**
 * May a bureau name a category so, from that day? Past days stay as they were; two categories in force on the same day
 * never bear one name, because a sheet names them by it.
 * @param others the categories in force on that day, without the one that is named.
 */
export function categoryFault(decision: Omit<CategoryDecision, 'isClosed'>, others: readonly FocusCategory[], today: SchoolDay): CategoryFault | undefined {
  if (decision.fromOn < today) return 'past';
  if (decision.fromOn > addDays(today, LATEST_DECISION_DAYS)) return 'too-far';
  if (!/^[\p{Script=Han}\p{L}\d·()（）“”]{2,20}$/u.test(decision.name) || /^[a-z0-9-]+$/.test(decision.name)) return 'name';
  return others.some((one) => one.code !== decision.code && one.name === decision.name) ? 'name-taken' : undefined;
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
