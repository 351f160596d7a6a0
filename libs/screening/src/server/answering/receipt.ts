import { CODE_SIGNS } from '../../rules/seat-code.js';

const SIGNS = 10;

/**
 * What a pupil keeps as proof: ten signs made from the random part of the sheet's id. The same sheet gives the same
 * receipt however often it is sent, and nothing has to be stored for it.
 */
export function receiptOf(sheetId: string): string {
  let rest = BigInt(`0x${sheetId.replaceAll('-', '').slice(19)}`);
  const base = BigInt(CODE_SIGNS.length);
  let signs = '';
  for (let n = 0; n < SIGNS; n++, rest /= base) signs += CODE_SIGNS[Number(rest % base)];
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}
