import { judge, pauseAfter } from './reply.js';
import { open, seal } from './seal.js';
import type { Answered, Seat, Sheet } from './server.js';
import type { OutboxRow, Shelf } from './shelf.js';
import { sameSeat, type Handed, type Parcel } from './write-ahead.js';

/** A refused sheet is offered again now and then: a teacher may have opened the round once more. */
const REFUSED_PAUSE_MS = 10 * 60_000;

interface World {
  readonly send: (sheet: Sheet, seatToken: string) => Promise<Answered>;
  readonly now: () => number;
  readonly chance: () => number;
  readonly newId: () => string;
}

/** Finished sheets on their way. A sheet leaves only when the server has given its receipt. */
export class Outbox {
  private running: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly world: World,
  ) {}

  rows(): Promise<OutboxRow[]> {
    return this.shelf.all('outbox');
  }

  /** Sends what is due, one after another; `all` sends what is not due yet too. Two callers share one run. */
  flush(all = false): Promise<void> {
    if (this.running) {
      this.again ||= all;
      return this.running;
    }
    this.running = this.run(all).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(all: boolean): Promise<void> {
    const tried = new Set<string>();
    let force = all;
    for (;;) {
      if (this.again) {
        tried.clear();
        [force, this.again] = [true, false];
      }
      const due = (await this.rows()).find((row) => row.sealed && !tried.has(row.id) && (force || row.nextAt <= this.world.now()));
      if (!due) return;
      tried.add(due.id);
      await this.attempt(due);
    }
  }

  private async attempt(row: OutboxRow): Promise<void> {
    const parcel = await open<Parcel>(row.key, row.sealed!).catch(() => undefined);
    if (!parcel) return; // the browser lost the key; the other sheets still travel
    const { sheet, seatToken } = parcel;
    const verdict = judge(await this.world.send(sheet, seatToken));
    // The row keeps its name on this device; only what travels is numbered anew.
    const renumbered = verdict.kind === 'renumber' ? await seal(row.key, { ...parcel, sheet: { ...sheet, sheetId: this.world.newId() } }) : undefined;
    const fresh = await this.shelf.get('outbox', row.id);
    if (!fresh?.sealed) return; // another window was quicker
    await this.shelf.write([{ store: 'outbox', put: { ...this.after(fresh, verdict), ...(renumbered ? { sealed: renumbered } : {}) } }]);
  }

  private after(row: OutboxRow, verdict: ReturnType<typeof judge>): OutboxRow {
    const { refusal: _past, ...rest } = row;
    const tries = row.tries + 1;
    const now = this.world.now();
    switch (verdict.kind) {
      case 'accepted':
        return { ...rest, state: 'accepted', receipt: verdict.receipt, tries, nextAt: 0, key: null, sealed: null, finishedAt: now };
      case 'unseated':
        return { ...rest, state: 'unseated', tries, nextAt: now + REFUSED_PAUSE_MS };
      case 'refused':
        return { ...rest, state: 'refused', refusal: { code: verdict.code, text: verdict.text }, tries, nextAt: now + REFUSED_PAUSE_MS };
      case 'renumber':
      case 'later':
        return { ...rest, state: 'waiting', tries, nextAt: now + Math.max(verdict.kind === 'later' ? verdict.notBeforeMs : 0, pauseAfter(tries, this.world.chance())) };
    }
  }

  /** The pupil of this seat came in again: her waiting sheets of this round travel with the new token. */
  async renew(seat: Seat, roundId: string, seatToken: string): Promise<Handed> {
    const handed: Record<string, string> = {};
    for (const row of await this.rows()) {
      const parcel = row.sealed && (await open<Parcel>(row.key, row.sealed).catch(() => undefined));
      if (!parcel || parcel.roundId !== roundId || !sameSeat(parcel.seat, seat)) continue;
      handed[parcel.sheet.instrument] = row.id;
      const sealed = await seal(row.key, { ...parcel, seatToken });
      await this.shelf.write([{ store: 'outbox', put: { ...row, state: 'waiting', nextAt: 0, sealed } }]);
    }
    return handed;
  }

  /** When is the next attempt due? `undefined` when nothing waits. */
  async nextAt(): Promise<number | undefined> {
    const times = (await this.rows()).filter((row) => row.sealed).map((row) => row.nextAt);
    return times.length ? Math.min(...times) : undefined;
  }
}
