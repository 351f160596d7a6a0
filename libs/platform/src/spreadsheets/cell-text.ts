/** A cell as text, and whether the spreadsheet program had already lost digits of it. */
export interface CellText {
  readonly text: string;
  readonly imprecise: boolean;
}

export type RawCell = string | number | boolean | Date | null | undefined;

const EXACT_DIGITS = 15; // a spreadsheet keeps fifteen digits of a number and puts zeros for the rest
const EDGES = /^[\s\u00a0\u200b\u3000\ufeff]+|[\s\u00a0\u200b\u3000\ufeff]+$/g;
const GUARDED = /^'(?=[=+\-@\t\r])/;
const FORCED_TEXT = /^="(.*)"$/s; // ="3301…", a common trick to keep digits in CSV
const SCIENTIFIC = /^[+-]?\d(?:\.\d+)?E\+?(\d+)$/i;

/**
 * What does a cell say? Trimmed, as a person reads it: days as `2012-03-04`, whole numbers without a decimal point.
 * An identity number that was typed as a number has lost its last digits; that is told, never guessed.
 */
export function cellText(value: RawCell): CellText {
  switch (typeof value) {
    case 'string':
      return textOf(value);
    case 'number':
      return numberOf(value);
    case 'boolean':
      return { text: value ? 'TRUE' : 'FALSE', imprecise: false };
    default:
      return { text: value instanceof Date ? dayOf(value) : '', imprecise: false };
  }
}

/** Nothing to trim, no mark to take off, no exponent: nearly every cell of a large sheet, told by its two ends. */
function isPlain(value: string): boolean {
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(value.length - 1);
  if (first <= 0x20 || last <= 0x20 || isWideSpace(first) || isWideSpace(last) || first === 0x27 || first === 0x3d) return false;
  const mayBeNumber = first < 0x3a;
  return !value.includes('\r') && !(mayBeNumber && (value.includes('E') || value.includes('e')));
}

const isWideSpace = (code: number): boolean => code === 0xa0 || code >= 0x1680 && (code <= 0x206f || code === 0x3000 || code === 0xfeff);

function textOf(value: string): CellText {
  if (value === '' || isPlain(value)) return { text: value, imprecise: false };
  const trimmed = value.replace(EDGES, '').replace(/\r\n?/g, '\n');
  const text = trimmed.replace(FORCED_TEXT, '$1').replace(GUARDED, '').replace(EDGES, '');
  const exponent = SCIENTIFIC.exec(text)?.[1];
  return { text, imprecise: exponent !== undefined && Number(exponent) >= EXACT_DIGITS };
}

function numberOf(value: number): CellText {
  if (!Number.isInteger(value)) return { text: String(Number(value.toPrecision(EXACT_DIGITS))), imprecise: false };
  const imprecise = Math.abs(value) >= 10 ** EXACT_DIGITS;
  return { text: imprecise ? BigInt(value).toString() : String(value), imprecise };
}

function dayOf(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  const [day, time] = value.toISOString().split('T') as [string, string];
  return time.startsWith('00:00') ? day : `${day} ${time.slice(0, 5)}`;
}

/**
 * Makes a text harmless to a spreadsheet program, which would run `=…` as a formula. Plain numbers are left alone.
 * `cellText` takes the mark off again, so an error file can be uploaded as it is.
 */
export function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d*\.?\d*$/.test(text) ? `'${text}` : text;
}
