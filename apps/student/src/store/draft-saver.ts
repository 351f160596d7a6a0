import type { Answered, Draft } from './server.js';

const EVERY_MS = 4_000;

interface World {
  readonly send: (draft: Draft, seatToken: string) => Promise<Answered>;
  readonly chance: () => number;
  readonly online: () => boolean;
}

/**
 * Tells the server of answers so far, now and then: a class of fifty answers in the same minute, so each device waits a little and by
 * chance. A save that fails is simply followed by the next; the device itself keeps everything. Never two at a time.
 */
export class DraftSaver {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private make: (() => { draft: Draft; seatToken: string } | undefined) | undefined;
  private under: Promise<void> | undefined;
  /** Sheets that are being answered elsewhere, or are in already: nothing is left to save for them. */
  private readonly over = new Set<string>();

  constructor(private readonly world: World) {}

  /** Something was answered. `make` is asked when the time has come, so that what is sent is the newest. */
  touch(make: () => { draft: Draft; seatToken: string } | undefined): void {
    this.make = make;
    this.timer ??= setTimeout(() => void this.flush(), EVERY_MS / 2 + (EVERY_MS / 2) * this.world.chance());
  }

  /** Sends now what has not been sent: the page is being left. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.under;
    const made = this.make?.();
    this.make = undefined;
    if (!made || this.over.has(made.draft.sheetId) || !this.world.online()) return;
    this.under = this.world.send(made.draft, made.seatToken).then(({ status }) => {
      if (status === 409 || status === 404 || status === 422) this.over.add(made.draft.sheetId);
    }).finally(() => (this.under = undefined));
    await this.under;
  }

  /** The sheet was handed in, or the seat was left: nothing more is told of it. */
  forget(): void {
    clearTimeout(this.timer);
    this.timer = this.make = undefined;
  }
}
