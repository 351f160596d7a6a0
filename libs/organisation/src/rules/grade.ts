import type { SchoolDay } from '@heliotrope/kernel';

/*
 * Which grade is a class in on a day? A grade is never stored: stage, entry year and schooling length give it, and
 * 1 September promotes everybody. Both 6-3 and 5-4 are met: "grade four and above" means the fourth year of compulsory
 * schooling, whichever building it is taught in. Source: 义务教育法 and docs/domain-facts.md §3.6; codes JY/T 1001.
 */

export type Stage = 'primary' | 'junior' | 'senior';

export const STAGES: readonly Stage[] = ['primary', 'junior', 'senior'];

export const STAGE_NAMES: Record<Stage, string> = { primary: '小学', junior: '初中', senior: '高中' };

/** What the rule needs of a class. `entryYear` 2026 entered on 1 September 2026. */
export interface ClassYears {
  readonly stage: Stage;
  readonly entryYear: number;
  /** Years this stage lasts: primary 5 or 6, junior 4 or 3, senior 3. */
  readonly schoolingLength: number;
}

export interface Grade {
  readonly stage: Stage;
  /** 1 for the first year of the stage. */
  readonly yearInStage: number;
  /** 1–9 compulsory schooling, 10–12 senior. */
  readonly year: number;
  readonly name: string;
  /** JY/T 1001: 11–16, 21–24, 31–33. */
  readonly code: string;
}

const CHINESE = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const STAGE_DIGIT: Record<Stage, number> = { primary: 1, junior: 2, senior: 3 };

/** The school year a day belongs to: 2026 from 2026-09-01 to 2027-08-31. */
export function schoolYearOf(day: SchoolDay): number {
  const year = Number(day.slice(0, 4));
  return day.slice(5) >= '09-01' ? year : year - 1;
}

/** The grade on this day, or why there is none. */
export function gradeOn(years: ClassYears, day: SchoolDay): Grade | 'not-yet' | 'graduated' {
  const yearInStage = schoolYearOf(day) - years.entryYear + 1;
  if (yearInStage < 1) return 'not-yet';
  if (yearInStage > years.schoolingLength) return 'graduated';
  return gradeNumbered(years.stage, yearInStage, years.schoolingLength);
}

/** The n-th grade of a stage. */
export function gradeNumbered(stage: Stage, yearInStage: number, schoolingLength: number): Grade {
  const before = stage === 'primary' ? 0 : stage === 'junior' ? 9 - schoolingLength : 9;
  const year = before + yearInStage;
  const name = stage === 'senior' ? `高${CHINESE[yearInStage]}` : `${CHINESE[year]}年级`;
  return { stage, yearInStage, year, name, code: `${STAGE_DIGIT[stage]}${yearInStage}` };
}

/** When did the class that is in the n-th grade of its stage on this day enter? */
export function entryYearOf(yearInStage: number, day: SchoolDay): number {
  return schoolYearOf(day) - yearInStage + 1;
}

/** What a class is called on this day: 七年级3班, 高二10班, 2020级1班 after it has left. */
export function classNameOn(schoolClass: ClassYears & { readonly number: number }, day: SchoolDay): string {
  const grade = gradeOn(schoolClass, day);
  const prefix = typeof grade === 'string' ? `${schoolClass.entryYear}级` : grade.name;
  return `${prefix}${schoolClass.number}班`;
}

/**
 * Which grade did somebody mean by 七年级, 初一, 高二, 小学三年级, 7 or 2025级? The school's stages and lengths settle what
 * a bare number or 六年级 means.
 */
export function readGrade(
  text: string,
  school: { readonly stages: readonly Stage[]; readonly primaryYears: number; readonly juniorYears: number },
  day: SchoolDay,
): Grade | null {
  const plain = text.normalize('NFKC').replace(/\s|小学|普通/g, '');
  const lengthOf = (stage: Stage) => (stage === 'primary' ? school.primaryYears : stage === 'junior' ? school.juniorYears : 3);
  const numbered = (stage: Stage, yearInStage: number): Grade | null =>
    school.stages.includes(stage) && yearInStage >= 1 && yearInStage <= lengthOf(stage)
      ? gradeNumbered(stage, yearInStage, lengthOf(stage))
      : null;
  const byYear = (year: number): Grade | null =>
    year > 9
      ? numbered('senior', year - 9)
      : numbered('primary', year) ?? numbered('junior', year - (9 - school.juniorYears));

  const digit = (sign: string) => (/\d/.test(sign) ? Number(sign) : CHINESE.indexOf(sign));
  const senior = /^高中?([一二三123])(年级)?$/.exec(plain);
  if (senior) return numbered('senior', digit(senior[1]!));
  // 初一 means the seventh year whatever the junior school's length; a four-year junior school begins with 预初.
  const junior = /^初中?([一二三四1234])(年级)?$/.exec(plain);
  if (junior) return digit(junior[1]!) <= 3 ? byYear(6 + digit(junior[1]!)) : null;
  if (plain === '预初') return byYear(6);
  const entry = /^(20\d\d)级?$/.exec(plain);
  if (entry) {
    const yearInStage = schoolYearOf(day) - Number(entry[1]) + 1;
    const fitting = school.stages.flatMap((stage) => numbered(stage, yearInStage) ?? []);
    return fitting.length === 1 ? fitting[0]! : null; // two stages could have begun that year: not to be guessed
  }
  const named = /^(1[0-2]|[1-9]|[一二三四五六七八九])(年级)?$/.exec(plain);
  return named ? byYear(/\d/.test(named[1]!) ? Number(named[1]) : digit(named[1]!)) : null;
}

/** Which class number did somebody mean by 3班, （3）班, 七年级3班, 七(3)班, 3 or 703? */
export function readClassNumber(text: string, grade: Grade): number | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const chinese = /^[一二三四五六七八九]年级|^[初高][一二三]|^[一二三四五六七八九](?=\()/;
  const rest = plain.replace(chinese, '').replace(/[()班]/g, '');
  const digits = /^[一二三四五六七八九十]{1,3}$/.test(rest) ? String(chineseNumber(rest)) : rest;
  if (!/^\d{1,4}$/.test(digits)) return null;
  const stripped = digits.length >= 3 && digits.startsWith(String(grade.year)) ? digits.slice(String(grade.year).length) : digits;
  const number = Number(stripped);
  return number >= 1 && number <= 99 ? number : null;
}

/** 三, 十, 十二, 二十, 二十一. */
function chineseNumber(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['零', text];
  const ten = tens === '' ? 1 : Math.max(CHINESE.indexOf(tens!), 0);
  return ten * 10 + Math.max(CHINESE.indexOf(ones || '零'), 0);
}
