/*
 * How is a personal detail shown to somebody who needs to recognise it but not to read it? Source: reference domain
 * facts §4.4 no. 23, 张** · 530***********1234 · 138****5678. Opening a mask is another right, with a reason and an audit
 * entry. The stars of a name do not tell its length.
 */

export function maskName(name: string): string {
  const [first = ''] = name; // by character, not by UTF-16 unit: rare surnames lie outside the basic plane
  return first === '' ? '' : `${first}**`;
}

/** For citizen numbers and the part of a student number behind its letter. */
export function maskNumber(number: string): string {
  const letter = /^[GJL]/.test(number) ? number[0]! : '';
  const digits = number.slice(letter.length);
  if (digits.length < 8) return `${letter}${'*'.repeat(digits.length)}`;
  return `${letter}${digits.slice(0, 3)}${'*'.repeat(digits.length - 7)}${digits.slice(-4)}`;
}

export function maskPhone(phone: string): string {
  if (phone.length < 8) return '*'.repeat(phone.length);
  return `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
}

/** A birth date: the year tells the grade, and nothing more is needed to recognise somebody. */
export function maskBirth(day: string): string {
  return `${day.slice(0, 4)}-**-**`;
}
