import type { InstrumentDefinition } from './instrument.js';
import type { InstrumentFile } from './instrument-file.js';
import { readInstrument } from './instrument-reading.js';
import type { DefinitionFault } from './partition.js';

/** What is wrong, said at the place where the person who brought the file can find it. */
export interface PlacedFault {
  readonly code: string;
  /** `“题目”第 12 行“题干”`, or `linkId 12`. */
  readonly place: string;
  readonly message: string;
}

interface Place {
  readonly place: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly label?: string | undefined;
}

/** Where does each part of a definition stand in the file it came from? Paths as `readInstrument` writes them. */
export class Places {
  private readonly known = new Map<string, Place>();

  put(path: string, place: string, columns: Readonly<Record<string, string>> = {}, label?: string): void {
    this.known.set(path, { place, columns, label });
  }

  /** The fault in the words of the file: the nearest known part of its path, and what its last step is called there. */
  find({ code, path, message }: DefinitionFault): PlacedFault {
    for (let end = path.length; end > 0; end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1))) {
      const found = this.known.get(path.slice(0, end));
      if (!found) continue;
      const step = /^\.?(\w+)/.exec(path.slice(end))?.[1];
      const column = step === undefined ? undefined : found.columns[step];
      const name = column ?? found.label;
      return { code, place: column ? `${found.place}“${column}”` : found.place, message: inWords(message, path, name) };
    }
    return { code, place: path === 'reverse' ? '反向题' : path, message: inWords(message, path, undefined) };
  }
}

function inWords(message: string, path: string, name: string | undefined): string {
  return (name ? message.replaceAll(path, `“${name}”`) : message).replaceAll('true 或 false', '是或否');
}

export type DraftReading =
  | { readonly ok: true; readonly definition: InstrumentDefinition }
  | { readonly ok: false; readonly faults: readonly PlacedFault[] };

/**
 * Is what was brought an instrument we can trust? The same reading and the same partition test as for the files this
 * project ships, with every fault said at its place in the workbook or questionnaire.
 *
 * @param before what the file itself already showed to be wrong.
 */
export function readDraft(file: InstrumentFile, places: Places, before: readonly PlacedFault[] = []): DraftReading {
  const reading = readInstrument(file);
  const own = new Set(before.map((fault) => fault.place));
  const faults = [...before, ...(reading.ok ? [] : reading.faults.map((fault) => places.find(fault)).filter((fault) => !own.has(fault.place)))];
  return reading.ok && faults.length === 0 ? reading : { ok: false, faults };
}
