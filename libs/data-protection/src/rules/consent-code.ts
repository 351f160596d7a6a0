/*
 * The code on a consent slip: twelve signs that cannot be mistaken for each other. 31 signs to the twelfth are 7.9 × 10¹⁷, so
 * that nobody finds one by trying. Only its hash is kept.
 */
export const CONSENT_CODE_SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CONSENT_CODE_LENGTH = 12;

/** Reads what somebody typed: case, blanks, hyphens and full-width letters do not matter. Null: not a code of ours. */
export function readConsentCode(typed: string): string | null {
  const code = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return code.length === CONSENT_CODE_LENGTH && [...code].every((sign) => CONSENT_CODE_SIGNS.includes(sign)) ? code : null;
}

/** In groups of four, as it is printed. */
export function printedConsentCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-');
}
