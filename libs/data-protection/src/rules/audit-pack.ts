import { type SchoolDay, schoolDay } from '@heliotrope/kernel';

/*
 * Which year does the yearly audit of minors' data cover, and when is it filed? Source: 未成年人网络保护条例 37 (every year) and the CAC
 * notice of 2025-12-29: filed by the end of each January, for the year before. The first round was January 2026.
 */

/** The days on which the audit of this year is filed; both count. */
export function filingWindow(year: number): { from: SchoolDay; until: SchoolDay } {
  return { from: schoolDay(`${year + 1}-01-01`), until: schoolDay(`${year + 1}-01-31`) };
}

export type PackStage = 'not-begun' | 'rehearsal' | 'filing' | 'late';

/** What is a pack of this year's audit today? While the year still runs it is a rehearsal, and says so. */
export function packStage(year: number, today: SchoolDay): PackStage {
  const { from, until } = filingWindow(year);
  if (today < `${year}-01-01`) return 'not-begun';
  if (today < from) return 'rehearsal';
  return today <= until ? 'filing' : 'late';
}
