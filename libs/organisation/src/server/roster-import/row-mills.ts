import { Worker } from 'node:worker_threads';
import { carriedKey } from '@heliotrope/platform/sealing';
import type { Flour, Grist, MillSetup } from './grist.js';
import type { CarriedSetup } from './mill-thread.js';

/** Where rows are ground: several mills, or one in this thread where the sources run as they are written. */
export interface Mills {
  /** The answers come in the order of the questions. */
  grind(grist: Grist): Promise<Flour>;
  /** How many batches may be under way at once without one waiting for another. */
  readonly width: number;
  close(): Promise<void>;
}

const THREADS = 2;
const HEAP_MB = 32; // of old objects: a mill holds one batch and some thousand readings

export async function openMills(setup: MillSetup, threads = import.meta.url.endsWith('.js') ? THREADS : 0): Promise<Mills> {
  if (threads === 0) {
    const { RowMill } = await import('./row-mill.js'); // in this thread only when it grinds here
    const mill = new RowMill(setup);
    return { width: 1, grind: async (grist) => mill.mill(grist), close: async () => undefined };
  }
  const { seal, index, ...rest } = setup;
  const carried: CarriedSetup = { ...rest, seal: carriedKey(seal), index: carriedKey(index) };
  const workers = Array.from({ length: threads }, () => new MillThread(carried));
  let turn = 0;
  return {
    width: threads * 2,
    grind: (grist) => workers[turn++ % threads]!.grind(grist),
    close: async () => void (await Promise.all(workers.map((worker) => worker.close()))),
  };
}

class MillThread {
  private readonly worker: Worker;
  private readonly waiting: { resolve(flour: Flour): void; reject(error: unknown): void }[] = [];
  private fallen: unknown;

  constructor(setup: CarriedSetup) {
    this.worker = new Worker(new URL('./mill-thread.js', import.meta.url), {
      workerData: setup, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 4 },
    });
    this.worker.on('message', (flour: Flour) => this.waiting.shift()?.resolve(flour));
    this.worker.on('error', (error) => {
      this.fallen = error;
      for (const one of this.waiting.splice(0)) one.reject(error);
    });
  }

  grind(grist: Grist): Promise<Flour> {
    if (this.fallen) return Promise.reject(this.fallen);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(grist);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
