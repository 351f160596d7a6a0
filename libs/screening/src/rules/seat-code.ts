/*
 * How is a seat found from what a child types? Six signs name the class of one round, five the seat in it. The signs
 * leave out 0, 1, I, L, O and U, which children confuse. Does not decide how often somebody may try.
 *
 * How hard to guess: 30⁶ (729 million) class codes and, in a class one knows, 30⁵ (24 million) seat codes. Each seat
 * draws at random among `SEAT_DRAWS` codes of its own, so that two seats of a class never meet and no seat tells
 * anything about its neighbour's.
 */
export const CODE_SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CLASS_CODE_LENGTH = 6;
export const SEAT_CODE_LENGTH = 5;

/** Seats a class can have before codes could meet. */
export const SEATS_A_CLASS = 512;
/** How many codes each seat draws from. */
export const SEAT_DRAWS = Math.floor(CODE_SIGNS.length ** SEAT_CODE_LENGTH / SEATS_A_CLASS);

/** The number of a seat's code, 0 … 30⁵−1. @param draw random, 0 … SEAT_DRAWS−1. */
export function seatCodeNumber(seatNo: number, draw: number): number {
  return draw * SEATS_A_CLASS + (seatNo % SEATS_A_CLASS);
}

/** The signs of a code's number, padded to `length`. */
export function writeCode(number: number, length: number): string {
  let signs = '';
  for (let rest = number, n = 0; n < length; n++, rest = Math.floor(rest / CODE_SIGNS.length)) {
    signs = CODE_SIGNS[rest % CODE_SIGNS.length]! + signs;
  }
  return signs;
}

/** The number behind the signs, null when they are not a code of this length. Case, blanks and hyphens do not matter. */
export function readCode(text: string, length: number): number | null {
  const signs = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  if (signs.length !== length) return null;
  let number = 0;
  for (const sign of signs) {
    const value = CODE_SIGNS.indexOf(sign);
    if (value < 0) return null;
    number = number * CODE_SIGNS.length + value;
  }
  return number;
}
