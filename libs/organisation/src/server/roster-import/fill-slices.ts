import { refuse, type SchoolDay } from '@heliotrope/kernel';
import type { ByteSource, DataKey } from '@heliotrope/platform/sealing';
import type { RosterDirectory } from '../../rules/index.js';
import type { Flour, WrongRow } from './grist.js';
import { type FoundHeader, rosterBatches } from './roster-reader.js';
import { type Mills, openMills } from './row-mills.js';

const SLICE = 5_000; // rows saved at once, with the place in the sheet

/** What is to be made ready for the stage. */
export interface FillOrder {
  readonly importId: string;
  /** The row up to which an earlier run has come. */
  readonly after: number;
  readonly directory: RosterDirectory;
  readonly day: SchoolDay;
  readonly seal: DataKey;
  readonly index: DataKey;
}

/** Rows ready for the stage, up to and including row `through`. */
export interface FilledSlice {
  readonly through: number;
  readonly count: number;
  readonly rows: readonly Uint8Array[];
  readonly raw: readonly Uint8Array[];
  readonly wrong: readonly WrongRow[];
}

export type FillPiece = { readonly headings: readonly string[] } | FilledSlice;

/**
 * Reads a sheet, judges and seals its rows, and gives them slice by slice. The headings come first.
 * @throws Refusal when the sheet is none, or lacks headings.
 */
export async function* fillSlices(file: ByteSource, order: FillOrder, threads?: number): AsyncGenerator<FillPiece> {
  let mills: Mills | undefined;
  let told: readonly string[] | undefined;
  const opened = async ({ header, cells }: FoundHeader) => {
    if (header.missing.length > 0) throw refuse('organisation/columns-missing', { columns: header.missing.join('、') });
    const { importId, directory, day, seal, index } = order;
    mills = await openMills({ importId, columns: header.columns, directory, day, seal, index }, threads);
    told = cells;
  };
  const under: Promise<Ground>[] = [];
  const slice = new Slice();
  try {
    for await (const grist of rosterBatches(file, order.after, opened)) {
      if (told) yield { headings: told };
      told = undefined;
      under.push(mills!.grind(grist).then((flour) => ({ numbers: grist.numbers, flour })));
      if (under.length < mills!.width) continue;
      slice.add(await under.shift()!);
      if (slice.count >= SLICE) yield slice.take();
    }
    if (told) yield { headings: told };
    for (const one of under) slice.add(await one);
    if (slice.count > 0) yield slice.take();
  } finally {
    await Promise.allSettled(under);
    await mills?.close();
  }
}

interface Ground {
  readonly numbers: readonly number[];
  readonly flour: Flour;
}

class Slice {
  count = 0;
  private through = 0;
  private flour: Flour[] = [];

  add({ numbers, flour }: Ground): void {
    this.flour.push(flour);
    this.count += numbers.length;
    this.through = numbers.at(-1)!;
  }

  take(): FilledSlice {
    const { through, count, flour } = this;
    this.flour = [];
    this.count = 0;
    return { through, count, rows: flour.map((one) => one.rows), raw: flour.map((one) => one.raw), wrong: flour.flatMap((one) => one.wrong) };
  }
}
