import { readInstrument } from '../rules/instrument-reading.js';
import { compileInstrument, type CompiledInstrument } from '../rules/scoring.js';
import { judgeSheet, type SheetOutcome } from '../rules/sheet-outcome.js';
import { InstrumentLibrary } from '../server/instrument-library.js';

let library: InstrumentLibrary | undefined;

/** The instruments this repository ships, read once. */
export function shippedLibrary(): InstrumentLibrary {
  return (library ??= new InstrumentLibrary());
}

/** A shipped instrument, ready to score. */
export function shipped(code: string): CompiledInstrument {
  const found = shippedLibrary().find(code);
  if (!found) throw new Error(`no instrument ${code} is shipped`);
  return found.compiled;
}

/** The version of a shipped instrument that new rounds are planned with. */
export const presentVersion = (code: string): string => shipped(code).definition.version;

/** A small sound definition file, as a parser would hand it over; change what the test is about. */
export function rawInstrument(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    code: 'sample',
    version: '1.0.0',
    title: '示例',
    edition: '四题',
    language: 'zh-CN',
    source: '测试用',
    licence: { tier: 'own', line: '测试用' },
    wording: 'own-work',
    grades: '4-12',
    recall: '平时',
    optionSets: { often: [{ value: 0, label: '没有' }, { value: 1, label: '有时' }, { value: 2, label: '经常' }] },
    items: [1, 2, 3, 4].map((no) => ({ no, text: `第 ${no} 题` })),
    scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-4', range: [0, 8] }],
    partition: ['total'],
    minSeconds: 8,
    ...changes,
  };
}

/** A definition made for a test, compiled. @throws Error when it is not sound. */
export function compiledSample(changes: Readonly<Record<string, unknown>> = {}): CompiledInstrument {
  const reading = readInstrument(rawInstrument(changes));
  if (!reading.ok) throw new Error(reading.faults.map((fault) => `${fault.path} ${fault.code}`).join('; '));
  return compileInstrument(reading.definition);
}

export type Answers = (number | null)[];

/** A sheet with the same answer everywhere, then the answers named by item number. */
export function answersOf(code: string, everywhere: number | null, but: Readonly<Record<number, number | null>> = {}): Answers {
  const answers: Answers = Array.from({ length: shipped(code).length }, () => everywhere);
  for (const [no, value] of Object.entries(but)) answers[Number(no) - 1] = value;
  return answers;
}

/** What a sheet of a shipped instrument says. @throws Error when the answers are no sheet of it. */
export function outcomeOf(code: string, answers: Answers, seconds?: (number | null)[]): SheetOutcome {
  const judged = judgeSheet(shipped(code), answers, seconds);
  if (!judged.ok) throw new Error(`not a sheet of ${code}: ${JSON.stringify(judged.fault)}`);
  return judged.outcome;
}
