import { isSchoolDay, type SchoolDay } from '@heliotrope/kernel';
import { CITIZEN_NUMBER_FAULTS, normaliseNumber, readCitizenNumber } from './citizen-number.js';
import { maskBirth, maskNumber } from './masking.js';
import { readStudentNumber, STUDENT_NUMBER_FAULTS } from './student-number.js';

/*
 * Which fields of a pupil can be asked to be put right, and is what is asked for a value such a field can hold? Source: 个人信息保护法 46
 * (更正、补充); 未成年人网络保护条例 34. It does not decide whether the wish is right, nor whether the value fits what stands beside it in
 * the record: a person does the first, the saving of the record the second.
 */

export const CORRECTABLE_FIELDS = {
  name: '姓名', sex: '性别', bornOn: '出生日期', boarding: '是否住校', studentNumber: '学籍号', citizenNumber: '身份证号',
} as const;
export type CorrectableField = keyof typeof CORRECTABLE_FIELDS;

/** One field and its value, in the form in which the record of a pupil is saved. */
export type Correction =
  | { readonly name: string } | { readonly sex: 1 | 2 } | { readonly bornOn: SchoolDay } | { readonly boarding: boolean }
  | { readonly studentNumber: string } | { readonly citizenNumber: string };

const SEXES: Record<string, 1 | 2> = { 男: 1, 女: 2 };
const BOARDING: Record<string, boolean> = { 是: true, 否: false };

/**
 * Reads the wanted value of a field as people write it: 男 or 女, 是 or 否, a day as YYYY-MM-DD, numbers with their check characters.
 * `today` bounds a birth date. Gives the value, or the Chinese sentence that says what is wrong with it; throws nothing.
 */
export function readCorrection(field: CorrectableField, text: string, today: SchoolDay): { readonly value: Correction } | { readonly fault: string } {
  const said = text.trim();
  switch (field) {
    case 'name':
      return [...said].length >= 2 && [...said].length <= 50 ? { value: { name: said } } : { fault: '姓名应为2至50个字' };
    case 'sex':
      return SEXES[said] ? { value: { sex: SEXES[said] } } : { fault: '性别应为“男”或“女”' };
    case 'boarding':
      return BOARDING[said] === undefined ? { fault: '是否住校应为“是”或“否”' } : { value: { boarding: BOARDING[said] } };
    case 'bornOn':
      if (!isSchoolDay(said)) return { fault: '没有这个出生日期，应写作2013-05-04' };
      return said > today ? { fault: '出生日期不能晚于今天' } : { value: { bornOn: said } };
    case 'studentNumber': {
      const read = readStudentNumber(normaliseNumber(said));
      return 'fault' in read ? { fault: STUDENT_NUMBER_FAULTS[read.fault] } : { value: { studentNumber: normaliseNumber(said) } };
    }
    case 'citizenNumber': {
      const read = readCitizenNumber(normaliseNumber(said));
      return 'fault' in read ? { fault: CITIZEN_NUMBER_FAULTS[read.fault] } : { value: { citizenNumber: read.number } };
    }
  }
}

/** The value of a field for those who need to recognise it but not to read it. */
export function maskedField(field: CorrectableField, value: string): string {
  if (field === 'bornOn') return maskBirth(value);
  return field === 'studentNumber' || field === 'citizenNumber' ? maskNumber(value) : value;
}
