import { addDays, type SchoolDay } from '@heliotrope/kernel';
import { type PostKind, POSTS } from './post.js';

/*
 * Has the school asked whether this member of staff was ever punished for harming a child, and lately enough?
 * 《未成年人保护法》第六十二条: units in close contact with minors ask before they employ, and 每年定期 after that. How
 * often is a value of policy; here stands only how it is counted.
 */

export type CheckState = 'not-needed' | 'valid' | 'old' | 'missing';

/** Whoever holds a post at a school is in contact with pupils. */
export function needsCheck(kind: PostKind): boolean {
  return POSTS[kind].reach !== 'bureau';
}

/** @param everyDays after how many days a check is old. */
export function checkStateOf(kinds: readonly PostKind[], checkedOn: SchoolDay | null, today: SchoolDay, everyDays: number): CheckState {
  if (!kinds.some(needsCheck)) return 'not-needed';
  if (checkedOn === null) return 'missing';
  return addDays(checkedOn, everyDays) < today ? 'old' : 'valid';
}

/** Checks made before this day are old. */
export function oldBefore(today: SchoolDay, everyDays: number): SchoolDay {
  return addDays(today, -everyDays);
}
