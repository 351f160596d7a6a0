/** A calendar day in China, written `YYYY-MM-DD`. Terms, windows and school deadlines count in these, never in instants. */
export type SchoolDay = string & { readonly __day: 'SchoolDay' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000; // one zone, no daylight saving since 1991
const DAY_MS = 24 * 60 * 60 * 1000;

/** Is this text a real day of the calendar? 2026-02-30 is not. */
export function isSchoolDay(text: unknown): text is SchoolDay {
  if (typeof text !== 'string' || !DAY.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Reads a day. @throws RangeError when the text is not a day of the calendar. */
export function schoolDay(text: string): SchoolDay {
  if (!isSchoolDay(text)) throw new RangeError(`not a day: ${text}`);
  return text;
}

/** Which day is it in China at this instant? */
export function chinaDayOf(instant: Date): SchoolDay {
  return new Date(instant.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10) as SchoolDay;
}

/** The instant at which this day begins in China, `minutes` after midnight. */
export function chinaInstant(day: SchoolDay, minutes = 0): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - CHINA_OFFSET_MS + minutes * 60_000);
}

/** The day `days` later (earlier when negative). */
export function addDays(day: SchoolDay, days: number): SchoolDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as SchoolDay;
}

/** How many days from `from` to `to`: 0 on the same day, negative when `to` is earlier. */
export function daysBetween(from: SchoolDay, to: SchoolDay): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** Monday is 1, Sunday is 7, as on a Chinese timetable. */
export function dayOfWeek(day: SchoolDay): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
