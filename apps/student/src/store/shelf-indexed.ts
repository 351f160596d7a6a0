import { openDB, type IDBPDatabase } from 'idb';
import { memoryShelf, type Shelf, type StoreName } from './shelf.js';

const NAME = 'heliotrope-answering';
const STORES: readonly StoreName[] = ['sittings', 'answers', 'outbox'];

/** Opens the device's own store; the browser may close it under storage pressure, then the next use opens it again. */
export async function indexedShelf(): Promise<Shelf> {
  let current: Promise<IDBPDatabase> | undefined;
  const forget = (): void => {
    current = undefined;
  };
  const database = (): Promise<IDBPDatabase> => {
    current ??= openDB(NAME, 1, {
      upgrade: (db) => STORES.forEach((store) => db.createObjectStore(store, { keyPath: 'id' })),
      blocking: (_from, _to, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    return current;
  };
  try {
    await database();
  } catch {
    return memoryShelf();
  }
  return {
    lasting: true,
    get: async (store, id) => (await database()).get(store, id),
    all: async (store) => (await database()).getAll(store),
    write: async (changes) => {
      const transaction = (await database()).transaction(STORES as StoreName[], 'readwrite');
      const done = transaction.done;
      for (const change of changes) {
        const store = transaction.objectStore(change.store);
        // Each request's own failure surfaces through `done`, which rejects for the whole batch.
        ('put' in change ? store.put(change.put) : store.delete(change.remove)).catch(() => undefined);
      }
      await done;
    },
  };
}
