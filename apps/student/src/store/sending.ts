import { reactive } from 'vue';
import { Outbox } from './outbox.js';
import { sendSheet } from './server.js';
import type { OutboxRow, Shelf } from './shelf.js';
import { newSheetId } from './write-ahead.js';

export type Journey = Pick<OutboxRow, 'state' | 'receipt' | 'refusal' | 'tries' | 'sittingId' | 'finishedAt'>;

/** What the screen may know of the outbox: states and receipts, no answers and no names. */
export const sending = reactive({
  online: navigator.onLine,
  busy: false,
  sheets: {} as Record<string, Journey>,
});

let outbox: Outbox;
let timer: ReturnType<typeof setTimeout> | undefined;
let heard: () => Promise<void>;

/** Starts the outbox: now, when the network is back, when the page is looked at again, and when a pause is over. */
export async function startSending(shelf: Shelf, onNews: () => Promise<void>): Promise<Outbox> {
  outbox = new Outbox(shelf, { send: sendSheet, now: Date.now, chance: Math.random, newId: () => newSheetId(Date.now()) });
  heard = onNews;
  await readOutbox();
  addEventListener('online', () => {
    sending.online = true;
    void sendNow();
  });
  addEventListener('offline', () => (sending.online = false));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void sendDue(false);
  });
  return outbox;
}

export async function readOutbox(): Promise<void> {
  const rows = await outbox.rows();
  sending.sheets = Object.fromEntries(
    rows.map(({ id, state, receipt, refusal, tries, sittingId, finishedAt }) => [
      id,
      { state, tries, sittingId, finishedAt, ...(receipt ? { receipt } : {}), ...(refusal ? { refusal } : {}) },
    ]),
  );
}

export const sendNow = (): Promise<void> => sendDue(true);

export async function sendDue(all: boolean): Promise<void> {
  clearTimeout(timer);
  sending.busy = true;
  try {
    await outbox.flush(all);
    await readOutbox();
    if (Object.values(sending.sheets).some((sheet) => sheet.state !== 'accepted')) void navigator.storage?.persist?.();
    await heard();
  } finally {
    sending.busy = false;
    const next = await outbox.nextAt();
    clearTimeout(timer);
    if (next !== undefined) timer = setTimeout(() => void sendDue(false), Math.max(500, next - Date.now()));
  }
}
