import type { FieldFault } from '@heliotrope/kernel';
import { maskName } from '@heliotrope/organisation/rules';
import type { InstrumentDefinition } from './instrument.js';
import { readCode, SEAT_CODE_LENGTH } from './seat-code.js';

/*
 * How does a typed table of paper sheets become answers? One row a pupil, told by the seat code of his slip; one column an
 * item; in each cell the value printed on the form, blank where the pupil left the item out. Does not decide who the pupil
 * is, nor whether the sheet may still be taken.
 */

export const PAPER_SEAT = '座位码';
export const PAPER_NAME = '姓名';
/** The column our sheet of wrong rows adds; uploaded again it is passed over. */
export const PAPER_FAULT = '错误原因';

export interface PaperHeader {
  readonly seat: number;
  readonly name: number | null;
  /** Column of each item in the order of the form. */
  readonly items: readonly number[];
}

export type PaperHeaderReading =
  | { readonly ok: true; readonly header: PaperHeader }
  | { readonly ok: false; readonly missing: readonly string[]; readonly extra: readonly string[] };

const plain = (cell: string): string => cell.normalize('NFKC').replace(/\s/g, '');
const itemOf = (heading: string): number | null => {
  const [, no] = /^(?:第)?(\d{1,3})(?:题)?$/.exec(heading) ?? [];
  return no ? Number(no) : null;
};

/**
 * Reads a line of headings; null when it cannot be the headings. A form with more or fewer items than `length` is another
 * form, and a table of it would score nonsense without a sound: every missing and every extra item is named.
 */
export function readPaperHeader(cells: readonly string[], length: number): PaperHeaderReading | null {
  const headings = cells.map(plain);
  const seat = headings.indexOf(PAPER_SEAT);
  if (seat < 0) return null;
  const columns = new Map<number, number>();
  const extra: string[] = [];
  headings.forEach((heading, at) => {
    const no = itemOf(heading);
    if (no === null) return;
    if (no < 1 || no > length || columns.has(no)) extra.push(heading);
    else columns.set(no, at);
  });
  const numbers = Array.from({ length }, (_, at) => at + 1);
  const missing = numbers.filter((no) => !columns.has(no)).map((no) => `第 ${no} 题`);
  if (missing.length > 0 || extra.length > 0) return { ok: false, missing, extra };
  const name = headings.indexOf(PAPER_NAME);
  return { ok: true, header: { seat, name: name < 0 ? null : name, items: numbers.map((no) => columns.get(no)!) } };
}

export interface PaperRow {
  /** Number behind the seat code; null when it is not one. */
  readonly seat: number | null;
  readonly name: string;
  /** Printed values; null where left out, and where the cell could not be read. */
  readonly answers: readonly (number | null)[];
  /** Nothing typed: the pupil handed in no sheet. */
  readonly isBlank: boolean;
  readonly faults: readonly FieldFault[];
}

/**
 * One row as typed. A cell that is not a printed value is a fault of the row; the other cells are still read, so that a
 * critical answer beside it is not lost with it.
 *
 * @param row number of the row in the file, for the faults.
 */
export function readPaperRow(definition: InstrumentDefinition, header: PaperHeader, cells: readonly string[], row: number): PaperRow {
  const typed = plain(cells[header.seat] ?? '');
  const seat = readCode(typed, SEAT_CODE_LENGTH);
  const texts = header.items.map((at) => plain(cells[at] ?? ''));
  const faults: FieldFault[] = [];
  if (seat === null) faults.push(paperFault(row, PAPER_SEAT, 'seat', typed === '' ? '请填写座位码' : `座位码“${typed}”不对，应为 ${SEAT_CODE_LENGTH} 位`));
  const answers = texts.map((text, at): number | null => {
    if (text === '') return null;
    const { no, options } = definition.items[at]!;
    const printed = definition.optionSets[options]!.map((option) => option.value);
    const value = /^\d{1,3}$/.test(text) ? Number(text) : null;
    if (value !== null && printed.includes(value)) return value;
    faults.push(paperFault(row, `第 ${no} 题`, 'value', `“${text}”不是答题纸上的选项（${printed.join('、')}）`));
    return null;
  });
  return { seat, name: plain(cells[header.name ?? -1] ?? ''), answers, isBlank: texts.every((text) => text === ''), faults };
}

/** Is the name beside the seat code this pupil's, whole or masked as our template prints it? No name says nothing. */
export const fitsName = (typed: string, name: string): boolean => typed === '' || [plain(name), plain(maskName(name))].includes(typed);

export const paperFault = (row: number, field: string, code: string, message: string): FieldFault => ({ field, row, code: `screening/paper-${code}`, message });
