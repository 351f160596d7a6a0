import { uuidv7 } from '@heliotrope/kernel';
import { mergeDraft, type Mine } from './merge-draft.js';
import { newKey, open, seal } from './seal.js';
import type { KeptDraft, Questionnaire, Seat, SeatTaken, Sheet } from './server.js';
import type { AnswerRow, Change, OutboxRow, Shelf } from './shelf.js';

/** What the device knows of one pupil at one seat, closed with the sitting's key. */
export interface Sitting {
  readonly id: string;
  readonly seat: Seat;
  readonly taken: SeatTaken;
  readonly confirmed: boolean;
  /** The server's clock minus this device's; lab computers are often minutes off. */
  readonly clockSkewMs: number;
  /** Instrument → sheet id, made before the first answer, so that every attempt to send is the same sheet. */
  readonly sheetIds: Readonly<Record<string, string>>;
}

export interface Draft {
  readonly answers: (number | null)[];
  readonly seconds: number[];
  /** Where the last answer was given; -1 when none was. */
  readonly lastIndex: number;
}

/** A finished sheet with all it needs to travel without its sitting. */
export interface Parcel {
  readonly seat: Seat;
  readonly roundId: string;
  readonly seatToken: string;
  readonly sheet: Sheet;
}

/** Sheets of this seat and round that already lie in the outbox: instrument → sheet id. */
export type Handed = Readonly<Record<string, string>>;

type Written = { value: number | null; seconds: number };

export const newSheetId = (now: number): string => uuidv7(now, crypto.getRandomValues(new Uint8Array(10)));

export const sameSeat = (a: Seat, b: Seat): boolean => a.classCode === b.classCode && a.seatCode === b.seatCode;

/**
 * The store that is written before the screen moves on. Nothing in here knows the screen or the network.
 * Unfinished work belongs to a sitting and is wiped with it; finished work is moved to the outbox in one step and is
 * never removed from here.
 */
export class WriteAhead {
  constructor(
    private readonly shelf: Shelf,
    private readonly now: () => number,
  ) {}

  private newId(): string {
    return newSheetId(this.now());
  }

  /** The server let this seat in: continue its sitting on this device, or begin one. */
  async sit(seat: Seat, taken: SeatTaken, handed: Handed): Promise<Sitting> {
    let known = await this.findBySeat(seat);
    if (known && known.taken.round.id !== taken.round.id) {
      await this.wipe(known.id);
      known = undefined;
    }
    const sheetIds: Record<string, string> = { ...known?.sheetIds, ...handed };
    for (const { instrument } of taken.battery) sheetIds[instrument] ??= this.newId();
    // What lies in the outbox is finished here; what the server calls done is finished somewhere.
    const goingOn = taken.battery.filter(({ instrument, done, draft }) => draft && !done && !handed[instrument]);
    const before = { ...sheetIds };
    for (const { instrument, draft } of goingOn) sheetIds[instrument] = draft!.sheetId;
    const sitting: Sitting = {
      id: known?.id ?? this.newId(),
      seat,
      taken: { ...taken, battery: taken.battery.map(({ draft: _kept, ...form }) => form) },
      sheetIds,
      confirmed: known?.confirmed ?? false,
      clockSkewMs: Date.parse(taken.serverTime) - this.now() || 0,
    };
    await this.keep(sitting);
    for (const { instrument, draft } of goingOn) await this.goOn(sitting, before[instrument]!, draft!);
    return sitting;
  }

  /** She answered elsewhere meanwhile: both halves become one sheet under the number the server knows. */
  private async goOn(sitting: Sitting, sheetIdHere: string, kept: KeptDraft): Promise<void> {
    const key = (await this.shelf.get('sittings', sitting.id))?.key ?? null;
    const rows = (await this.shelf.all('answers')).filter((row) => row.sheetId === sheetIdHere);
    const mine = await Promise.all(rows.map(async ({ index, at, sealed }): Promise<Mine> => ({ index, at, ...(await open<Written>(key, sealed)) })));
    const put = await Promise.all(mergeDraft(mine, kept, sitting.clockSkewMs).map(async ({ index, value, seconds, at }): Promise<Change> => ({
      store: 'answers', put: { id: `${kept.sheetId}/${index}`, sittingId: sitting.id, sheetId: kept.sheetId, index, at, sealed: await seal(key, { value, seconds }) },
    })));
    const leaving = sheetIdHere === kept.sheetId ? [] : rows.map((row): Change => ({ store: 'answers', remove: row.id }));
    await this.shelf.write([...leaving, ...put]);
  }

  async keep(sitting: Sitting): Promise<void> {
    const row = await this.shelf.get('sittings', sitting.id);
    const key = row ? row.key : await newKey();
    await this.shelf.write([{ store: 'sittings', put: { id: sitting.id, openedAt: row?.openedAt ?? this.now(), key, sealed: await seal(key, sitting) } }]);
  }

  async find(id: string): Promise<Sitting | undefined> {
    const row = await this.shelf.get('sittings', id);
    return row && open<Sitting>(row.key, row.sealed);
  }

  async findBySeat(seat: Seat): Promise<Sitting | undefined> {
    for (const row of await this.shelf.all('sittings')) {
      const sitting = await open<Sitting>(row.key, row.sealed).catch(() => undefined);
      if (sitting && sameSeat(sitting.seat, seat)) return sitting;
    }
    return undefined;
  }

  async record(sitting: Sitting, instrument: string, index: number, written: Written): Promise<void> {
    const sheetId = sitting.sheetIds[instrument]!;
    const row = await this.shelf.get('sittings', sitting.id);
    if (!row) throw new Error('the sitting was wiped');
    const sealed = await seal(row.key, written);
    const answer: AnswerRow = { id: `${sheetId}/${index}`, sittingId: sitting.id, sheetId, index, at: this.now(), sealed };
    await this.shelf.write([{ store: 'answers', put: answer }]);
  }

  /** A question looked at and left empty; never covers an answer given in another window. */
  async recordBlank(sitting: Sitting, instrument: string, index: number, seconds: number): Promise<void> {
    if (await this.shelf.get('answers', `${sitting.sheetIds[instrument]}/${index}`)) return;
    await this.record(sitting, instrument, index, { value: null, seconds });
  }

  async draft(sitting: Sitting, questionnaire: Questionnaire): Promise<Draft> {
    const length = questionnaire.items.length;
    const draft = { answers: Array<number | null>(length).fill(null), seconds: Array<number>(length).fill(0), lastIndex: -1 };
    const row = await this.shelf.get('sittings', sitting.id);
    let lastAt = -1;
    for (const answer of await this.answersOf(sitting, questionnaire.instrument)) {
      const { value, seconds } = await open<Written>(row?.key ?? null, answer.sealed);
      draft.answers[answer.index] = value;
      draft.seconds[answer.index] = seconds;
      if (answer.at >= lastAt) [lastAt, draft.lastIndex] = [answer.at, answer.index];
    }
    return draft;
  }

  /** Handing in: the draft leaves and the finished sheet enters the outbox in one step, before anything is sent. */
  async finish(sitting: Sitting, questionnaire: Questionnaire, answers: readonly (number | null)[], seconds: readonly number[]): Promise<void> {
    const { instrument, version } = questionnaire;
    const sheetId = sitting.sheetIds[instrument]!;
    if (await this.shelf.get('outbox', sheetId)) return; // a second press, or a second window
    const key = (await this.shelf.get('sittings', sitting.id))?.key ?? (await newKey());
    const parcel: Parcel = {
      seat: sitting.seat,
      roundId: sitting.taken.round.id,
      seatToken: sitting.taken.seatToken,
      sheet: { sheetId, instrument, version, answers, seconds },
    };
    const row: OutboxRow = {
      id: sheetId,
      sittingId: sitting.id,
      finishedAt: this.now(),
      state: 'waiting',
      tries: 0,
      nextAt: 0,
      key,
      sealed: await seal(key, parcel),
    };
    const leaving = (await this.answersOf(sitting, instrument)).map((answer): Change => ({ store: 'answers', remove: answer.id }));
    await this.shelf.write([{ store: 'outbox', put: row }, ...leaving]);
  }

  /** Wipes one pupil from this device, except finished sheets that nobody has accepted yet. */
  async wipe(sittingId: string): Promise<void> {
    const answers = (await this.shelf.all('answers')).filter((row) => row.sittingId === sittingId);
    const receipts = (await this.shelf.all('outbox')).filter((row) => row.sittingId === sittingId && row.state === 'accepted');
    await this.shelf.write([
      { store: 'sittings', remove: sittingId },
      ...answers.map((row): Change => ({ store: 'answers', remove: row.id })),
      ...receipts.map((row): Change => ({ store: 'outbox', remove: row.id })),
    ]);
  }

  /** Wipes every sitting left alone for `idleMs`, say by a pupil who walked away or a computer that crashed. */
  async wipeIdle(idleMs: number, exceptId?: string): Promise<void> {
    const lastAct = new Map<string, number>();
    const saw = (id: string, at: number): void => void lastAct.set(id, Math.max(at, lastAct.get(id) ?? 0));
    for (const row of await this.shelf.all('sittings')) saw(row.id, row.openedAt);
    for (const row of await this.shelf.all('answers')) saw(row.sittingId, row.at);
    for (const row of await this.shelf.all('outbox')) if (row.state === 'accepted') saw(row.sittingId, row.finishedAt);
    for (const [id, at] of lastAct) {
      // A clock set back must not keep a stranger's answers for years.
      const idle = this.now() - at > idleMs || at - this.now() > idleMs;
      if (idle && id !== exceptId) await this.wipe(id);
    }
  }

  private async answersOf(sitting: Sitting, instrument: string): Promise<AnswerRow[]> {
    const sheetId = sitting.sheetIds[instrument];
    return (await this.shelf.all('answers')).filter((row) => row.sheetId === sheetId);
  }

  /** Is someone's unfinished work on this device? Says nothing about whose. */
  async hasUnfinished(): Promise<boolean> {
    return (await this.shelf.all('sittings')).length > 0;
  }
}
