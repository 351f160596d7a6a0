import { type ChildProcess, fork } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { refuse } from '@heliotrope/kernel';
import { type ByteSource, type HandedKey, handedKey } from '@heliotrope/platform/sealing';
import { type FillOrder, type FillPiece, fillSlices } from './fill-slices.js';

export type HandedOrder = Omit<FillOrder, 'seal' | 'index'> & { readonly seal: HandedKey; readonly index: HandedKey };
export type ToFiller = { readonly order: HandedOrder; readonly size: number } | { readonly bytes: Uint8Array } | { readonly next: true };
export type FromFiller =
  | { readonly read: { readonly at: number; readonly length: number } }
  | { readonly piece: FillPiece }
  | { readonly end: true }
  | { readonly refused: { readonly code: string; readonly details: object } }
  | { readonly fault: string };

// Each thread would have a heap of the C library to itself, and keep what it once had: 15 MB.
const ONE_HEAP = { MALLOC_ARENA_MAX: '2' };
const FLAGS = ['--max-old-space-size=64', '--max-semi-space-size=1'];

/** The pieces of a dry run, made in a process of its own; in this one where the sources run as they are written. */
export async function* filled(file: ByteSource, order: FillOrder, apart = import.meta.url.endsWith('.js')): AsyncGenerator<FillPiece> {
  if (!apart) return yield* fillSlices(file, order, 0);
  const filler = new Filler(file);
  try {
    filler.tell({ order: { ...order, seal: handedKey(order.seal), index: handedKey(order.index) }, size: file.size });
    for (;;) {
      const piece = await filler.next();
      if (!piece) return;
      yield piece;
    }
  } finally {
    filler.end();
  }
}

class Filler {
  private readonly child: ChildProcess;
  private waiting: { resolve(piece: FillPiece | undefined): void; reject(error: unknown): void } | undefined;
  private fallen: Error | undefined;

  constructor(private readonly file: ByteSource) {
    this.child = fork(fileURLToPath(new URL('./fill-process.js', import.meta.url)), {
      serialization: 'advanced', execArgv: FLAGS, env: { TMPDIR: os.tmpdir(), ...ONE_HEAP }, // none of our secrets
    });
    this.child.on('message', (message) => void this.heard(message as FromFiller));
    this.child.on('error', (error) => this.fall(error));
    this.child.on('exit', (code, signal) => this.fall(new Error(`the process of the import ended (${signal ?? code})`)));
  }

  tell(message: ToFiller): void {
    if (this.child.connected) this.child.send(message);
  }

  next(): Promise<FillPiece | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      if (this.fallen) this.fall(this.fallen);
      else this.tell({ next: true });
    });
  }

  end(): void {
    this.child.kill('SIGKILL'); // it holds nothing that would be lost
  }

  private async heard(message: FromFiller): Promise<void> {
    if ('read' in message) {
      const bytes = await this.file.read(message.read.at, message.read.length).catch((error) => this.fall(error as Error));
      if (bytes) this.tell({ bytes });
    } else if ('piece' in message) this.answer(message.piece);
    else if ('end' in message) this.answer(undefined);
    else if ('refused' in message) this.fall(refuse(message.refused.code as 'platform/cancelled', message.refused.details as never));
    else this.fall(new Error(message.fault));
  }

  private answer(piece: FillPiece | undefined): void {
    this.waiting?.resolve(piece);
    this.waiting = undefined;
  }

  private fall(error: Error): void {
    this.fallen ??= error;
    this.waiting?.reject(this.fallen);
    this.waiting = undefined;
  }
}
