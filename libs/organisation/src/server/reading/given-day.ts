import { isSchoolDay, refuse, type SchoolDay } from '@heliotrope/kernel';

/** A day that came from outside. @throws Refusal when the calendar has no such day. */
export function givenDay(text: string): SchoolDay {
  if (!isSchoolDay(text)) throw refuse('organisation/day', { day: text });
  return text;
}

export function givenDayOrNull(text: string | null | undefined): SchoolDay | null {
  return text ? givenDay(text) : null;
}
