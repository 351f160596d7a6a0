/*
 * Is this a well-formed 统一社会信用代码, and what does its holder register as? Source: GB 32100-2015. Eighteen characters of
 * an alphabet without I, O, S, V, Z; the last is a check modulo 31. It does not decide whether the body exists.
 */

export type UnifiedCodeFault = 'form' | 'check-character';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORM = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** Which character closes these seventeen? Weights are the powers of 3 modulo 31 (GB 32100-2015, 附录). */
export function unifiedCheckCharacter(seventeen: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of seventeen) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** What is wrong with this code, already in capitals and without spaces? Undefined: nothing. */
export function unifiedCodeFault(code: string): UnifiedCodeFault | undefined {
  if (!FORM.test(code)) return 'form';
  return unifiedCheckCharacter(code.slice(0, 17)) === code[17] ? undefined : 'check-character';
}

export const UNIFIED_CODE_FAULTS: Record<UnifiedCodeFault, string> = {
  form: '统一社会信用代码应为18位数字和大写字母，不含I、O、S、V、Z',
  'check-character': '统一社会信用代码最后一位校验不对，请核对是否输错',
};
