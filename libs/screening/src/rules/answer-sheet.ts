import { holds } from './instrument.js';
import { MARKS, MISSING, NOT_ASKED, type CompiledInstrument, type Sheet } from './scoring.js';

/** Why a list of answers is no sheet of this form. `item` counts from 1. */
export type SheetFault =
  | { readonly code: 'not-a-sheet' }
  | { readonly code: 'wrong-length'; readonly expected: number; readonly found: number }
  | { readonly code: 'value-not-on-form'; readonly item: number };

/**
 * Are these answers a sheet of this form: as many as it has items, each a value printed beside that item, or null for
 * an item left out? Fills `into` and returns null, or returns the first fault. A fault is about the form only; a sheet
 * full of nulls is a sheet.
 *
 * @param answers the printed values, before any reversing.
 * @param into at least `compiled.length` long; overwritten.
 */
export function readSheet(compiled: CompiledInstrument, answers: unknown, into: Sheet): SheetFault | null {
  if (!Array.isArray(answers)) return { code: 'not-a-sheet' };
  const { length, stride, onForm } = compiled;
  if (answers.length !== length) return { code: 'wrong-length', expected: length, found: answers.length };
  const widest = stride - MARKS;
  for (let at = 0; at < length; at++) {
    const value: unknown = answers[at];
    if (value === null) into[at] = MISSING;
    else if (typeof value === 'number' && value >= 0 && value < widest && onForm[at * stride + MARKS + value] === 1) into[at] = value;
    else return { code: 'value-not-on-form', item: at + 1 };
  }
  for (const condition of compiled.conditions) {
    if (into[condition.item] === MISSING && !condition.when.some((at) => into[at]! >= 0 && holds(into[at]!, condition.op, condition.value))) {
      into[condition.item] = NOT_ASKED;
    }
  }
  return null;
}

/** How many items were asked, and how many of those were left out? */
export function missingOf(compiled: CompiledInstrument, sheet: Sheet): { asked: number; missing: number } {
  let asked = compiled.length;
  let missing = 0;
  for (let at = 0; at < compiled.length; at++) {
    if (sheet[at] === MISSING) missing++;
    else if (sheet[at] === NOT_ASKED) asked--;
  }
  return { asked, missing };
}

/** The numbers of the items left out: what the answering page points at before the pupil hands in. */
export function blanksOf(compiled: CompiledInstrument, sheet: Sheet): number[] {
  const blanks: number[] = [];
  for (let at = 0; at < compiled.length; at++) if (sheet[at] === MISSING) blanks.push(at + 1);
  return blanks;
}
