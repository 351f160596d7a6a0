import { isSchoolDay, type SchoolDay } from '@heliotrope/kernel';
import { checkCharacter } from './citizen-number.js';

/*
 * Is this a well-formed national student number (全国学籍号)? Nineteen characters: G + citizen number; J + division code,
 * birth date, sequence and check character; L (temporary) the same but closing with four random digits, so an L number
 * has nothing to check. Source: 教育部《中小学生学籍管理办法》 and the numbering in docs/domain-facts.md §3.1.
 * A G number need not equal today's citizen number: after an identity number is changed the old G number may stay.
 */

export type StudentNumberFault = 'form' | 'birth-date' | 'check-character';

export interface StudentNumber {
  readonly number: string;
  readonly kind: 'G' | 'J' | 'L';
  readonly bornOn: SchoolDay;
}

/** Reads a number already normalised (`normaliseNumber`). */
export function readStudentNumber(number: string): StudentNumber | { readonly fault: StudentNumberFault } {
  if (!/^[GJL]\d{17}[\dX]$/.test(number)) return { fault: 'form' };
  const kind = number[0] as StudentNumber['kind'];
  const bornOn = `${number.slice(7, 11)}-${number.slice(11, 13)}-${number.slice(13, 15)}`;
  if (!isSchoolDay(bornOn)) return { fault: 'birth-date' };
  if (kind === 'L' && number.endsWith('X')) return { fault: 'form' };
  if (kind !== 'L' && checkCharacter(number.slice(1, 18)) !== number[18]) return { fault: 'check-character' };
  return { number, kind, bornOn };
}

export const STUDENT_NUMBER_FAULTS: Record<StudentNumberFault, string> = {
  form: '学籍号应为G、J或L开头的19位',
  'birth-date': '学籍号中的出生日期不存在',
  'check-character': '学籍号最后一位校验不对，请核对是否输错',
};
