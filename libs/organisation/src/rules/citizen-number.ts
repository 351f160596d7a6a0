import { isSchoolDay, type SchoolDay } from '@heliotrope/kernel';

/*
 * Is this a well-formed citizen number, and what does it say of its holder? Source: GB 11643-1999 公民身份号码.
 * It does not decide whether the person exists, nor whether the first six digits are a division of today: old codes
 * stay in old numbers for life.
 */

export type CitizenNumberFault = 'length' | 'characters' | 'old-form' | 'region' | 'birth-date' | 'check-character';

export interface CitizenNumber {
  readonly number: string;
  readonly bornOn: SchoolDay;
  /** GB/T 2261.1: 1 male, 2 female. */
  readonly sex: 1 | 2;
  /** Residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and of foreigners (9) follow the same rule. */
  readonly kind: 'citizen' | 'residence-permit';
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
const REGION = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)/;

/** Which character closes these seventeen digits? ISO 7064 MOD 11-2. */
export function checkCharacter(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * (seventeen.charCodeAt(place) - 48), 0);
  return CHECK_CHARACTERS[sum % 11]!;
}

/**
 * Reads an 18-character number. Letters and spaces as people type them are expected to be normalised before
 * (`normaliseNumber`).
 */
export function readCitizenNumber(number: string): CitizenNumber | { readonly fault: CitizenNumberFault } {
  if (/^\d{15}$/.test(number)) return { fault: 'old-form' }; // issued until 1999, invalid since 2013-01-01
  if (number.length !== 18) return { fault: 'length' };
  if (!/^\d{17}[\dX]$/.test(number)) return { fault: 'characters' };
  if (!REGION.test(number)) return { fault: 'region' };
  const bornOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isSchoolDay(bornOn) || bornOn < '1900-01-01') return { fault: 'birth-date' };
  if (checkCharacter(number.slice(0, 17)) !== number[17]) return { fault: 'check-character' };
  const sex = Number(number[16]) % 2 === 1 ? 1 : 2;
  return { number, bornOn, sex, kind: /^[89]/.test(number) ? 'residence-permit' : 'citizen' };
}

/** Full-width digits and letters, spaces, a small x and a leading apostrophe are how people and spreadsheets write numbers. */
export function normaliseNumber(text: string): string {
  if (/^[0-9A-Z]*$/.test(text)) return text; // nearly all are already
  return text.normalize('NFKC').replace(/[\s'’‘`\u200b]/g, '').toUpperCase();
}

export const CITIZEN_NUMBER_FAULTS: Record<CitizenNumberFault, string> = {
  length: '身份证号应为18位',
  characters: '身份证号只能是17位数字加一位数字或X',
  'old-form': '15位旧身份证号已停用，请填18位',
  region: '身份证号前两位不是省级代码',
  'birth-date': '身份证号中的出生日期不存在',
  'check-character': '身份证号最后一位校验不对，请核对是否输错',
};
