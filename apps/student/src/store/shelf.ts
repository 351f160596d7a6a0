import type { Sealed } from './seal.js';

export interface SittingRow {
  readonly id: string;
  readonly openedAt: number;
  readonly key: CryptoKey | null;
  readonly sealed: Sealed;
}

/** One answer, one row: a second window of the same pupil adds to the sheet and never overwrites it. */
export interface AnswerRow {
  readonly id: string;
  readonly sittingId: string;
  readonly sheetId: string;
  readonly index: number;
  readonly at: number;
  readonly sealed: Sealed;
}

/** A finished sheet. It carries its own key, because the sitting it came from may be wiped before it is accepted. */
export interface OutboxRow {
  readonly id: string;
  readonly sittingId: string;
  readonly finishedAt: number;
  readonly state: 'waiting' | 'unseated' | 'refused' | 'accepted';
  readonly tries: number;
  readonly nextAt: number;
  readonly key: CryptoKey | null;
  /** `null` once accepted: then only the receipt is left. */
  readonly sealed: Sealed | null;
  readonly receipt?: string;
  readonly refusal?: { readonly code: string; readonly text: string };
}

export interface Rows {
  sittings: SittingRow;
  answers: AnswerRow;
  outbox: OutboxRow;
}
export type StoreName = keyof Rows;
export type Change = { [S in StoreName]: { store: S; put: Rows[S] } | { store: S; remove: string } }[StoreName];

/** Where rows lie on this device. All changes of one `write` happen or none does. */
export interface Shelf {
  /** False when the rows die with the page. */
  readonly lasting: boolean;
  get<S extends StoreName>(store: S, id: string): Promise<Rows[S] | undefined>;
  all<S extends StoreName>(store: S): Promise<Rows[S][]>;
  write(changes: readonly Change[]): Promise<void>;
}

/** For browsers that forbid IndexedDB (some private windows): answers live as long as the page does. */
export function memoryShelf(): Shelf {
  const rows: { [S in StoreName]: Map<string, Rows[S]> } = { sittings: new Map(), answers: new Map(), outbox: new Map() };
  return {
    lasting: false,
    get: async (store, id) => rows[store].get(id),
    all: async (store) => [...rows[store].values()],
    write: async (changes) => {
      for (const change of changes) {
        const shelf = rows[change.store] as Map<string, unknown>;
        if ('put' in change) shelf.set(change.put.id, change.put);
        else shelf.delete(change.remove);
      }
    },
  };
}
