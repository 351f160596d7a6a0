import { addDays, dayOfWeek, type SchoolDay, verdictOf, type Verdict } from '@heliotrope/kernel';
import type { SchoolCalendar } from '@heliotrope/organisation/rules';

/*
 * What may a pupil or guardian ask for, by when is it answered, and how? Source: 个人信息保护法 44–50; 未成年人网络保护条例 34 (access, copy,
 * correct, delete; a refusal is in writing and gives its reason). Fifteen working days is a proposal, hence policy.
 */

export type RightsKind = 'access' | 'copy' | 'correct' | 'delete' | 'explain';
export const RIGHTS_KINDS: Readonly<Record<RightsKind, string>> = {
  access: '查阅', copy: '复制', correct: '更正、补充', delete: '删除', explain: '解释说明',
};
export type RightsState = 'received' | 'granted' | 'refused';

const LEAST_REASON = 10;

/**
 * The `count`-th working day after this day: Monday to Friday less holidays, and the days made up for them, as the calendar
 * of the school says. Unlike a school day it runs on through the vacations: a guardian's right does not wait for September.
 */
export function workingDayAfter(calendar: Pick<SchoolCalendar, 'exceptions'>, from: SchoolDay, count: number): SchoolDay {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    const off = calendar.exceptions.get(day);
    if (off === undefined ? dayOfWeek(day) <= 5 : !off) left -= 1;
  }
  return day;
}

/** May it be answered so? Answered once; a no needs its reason in writing. */
export function mayAnswer(state: RightsState, answer: 'granted' | 'refused', words: string): Verdict<'data-protection/request-decided' | 'data-protection/refusal-needs-reason'> {
  if (state !== 'received') return verdictOf(['data-protection/request-decided']);
  return verdictOf(answer === 'refused' && [...words.trim()].length < LEAST_REASON ? ['data-protection/refusal-needs-reason'] : []);
}

/** Overdue from the day after the last. */
export function isOverdue(request: { state: RightsState; dueOn: SchoolDay }, today: SchoolDay): boolean {
  return request.state === 'received' && request.dueOn < today;
}

/**
 * May this account order the pack of everything kept about the pupil? Only a wish to see or copy asks for one, and whoever entered the
 * wish does not order it as well: nobody opens a pupil's records on a request only they know of. `enteredBy`: `account:<id>`.
 */
export function mayOrderPack(
  request: { kind: RightsKind; state: RightsState; enteredBy: string }, by: string,
): Verdict<'data-protection/pack-not-asked' | 'data-protection/pack-own-request'> {
  const asksForPack = (request.kind === 'access' || request.kind === 'copy') && request.state !== 'refused';
  if (!asksForPack) return verdictOf(['data-protection/pack-not-asked']);
  return verdictOf(request.enteredBy === by ? ['data-protection/pack-own-request'] : []);
}
