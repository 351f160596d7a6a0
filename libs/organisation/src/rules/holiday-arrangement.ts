import { isSchoolDay, type FieldFault, type SchoolDay } from '@heliotrope/kernel';

/*
 * Which days off and make-up days does a State Council arrangement name, and for which years has one been entered?
 * Source of the form: the open data set of 国务院办公厅关于部分节假日安排的通知, {year, papers, days: [{name, date, isOffDay}]}.
 * The year is that of the paper: days of December before and of January after may stand in it. The arrangement of a year
 * is published late in the year before, so nothing here guesses one.
 */

export interface HolidayArrangement {
  readonly year: number;
  readonly papers: readonly string[];
  readonly days: readonly { readonly day: SchoolDay; readonly name: string; readonly off: boolean }[];
}

const OFF_AT_LEAST = 7; // a year has more public holidays than this since 2008; fewer means a torn file
const WARN_FROM = '11-01';

/** Reads the JSON of one year. Every fault is named at once. */
export function readHolidayArrangement(raw: unknown): HolidayArrangement | { readonly faults: readonly FieldFault[] } {
  const faults: FieldFault[] = [];
  const fault = (field: string, message: string) => faults.push({ field, code: 'organisation/holiday-file', message });
  const file = (typeof raw === 'object' && raw !== null ? raw : {}) as { year?: unknown; papers?: unknown; days?: unknown };
  const year = typeof file.year === 'number' && Number.isInteger(file.year) && file.year >= 2000 && file.year <= 2100 ? file.year : 0;
  if (year === 0) fault('year', '缺少年份 year');
  const papers = Array.isArray(file.papers) ? file.papers.filter((paper): paper is string => typeof paper === 'string' && paper.trim() !== '') : [];
  if (papers.length === 0) fault('papers', '缺少文件出处 papers');
  const rows: unknown[] = Array.isArray(file.days) ? file.days : [];
  const days = rows.flatMap((row, at) => {
    const one = (row ?? {}) as { name?: unknown; date?: unknown; isOffDay?: unknown };
    const fits = isSchoolDay(one.date) && typeof one.name === 'string' && one.name !== '' && one.name.length <= 40 && typeof one.isOffDay === 'boolean';
    if (!fits) fault(`days.${at}`, '每一天应有 name、date（如 2027-01-01）和 isOffDay');
    else if (year !== 0 && Math.abs(Number((one.date as string).slice(0, 4)) - year) > 1) fault(`days.${at}`, `${String(one.date)}不在${year}年前后`);
    return fits ? [{ day: one.date as SchoolDay, name: one.name as string, off: one.isOffDay as boolean }] : [];
  });
  const twice = days.find((one, at) => days.findIndex((other) => other.day === one.day) !== at);
  if (twice) fault('days', `${twice.day}出现了两次`);
  if (rows.length > 100) fault('days', '一年的放假与调休不会超过100天');
  if (faults.length === 0 && days.filter((one) => one.off).length < OFF_AT_LEAST) fault('days', '放假的日子太少，文件可能不完整');
  return faults.length > 0 ? { faults } : { year, papers, days };
}

/**
 * Which years should have been entered by today and have not? The running year always; the next from 1 November, when
 * the arrangement is usually out and deadlines begin to reach over the new year.
 */
export function missingHolidayYears(entered: readonly number[], day: SchoolDay): number[] {
  const year = Number(day.slice(0, 4));
  const needed = day.slice(5) >= WARN_FROM ? [year, year + 1] : [year];
  return needed.filter((one) => !entered.includes(one));
}
