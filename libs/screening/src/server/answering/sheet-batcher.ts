import { refuse } from '@heliotrope/kernel';

export interface BatchItem {
  /** Items with the same key never share a batch; one waits for the other. */
  readonly keys: readonly string[];
  /** Items that wake somebody travel apart from those that do not, so that the many do not pay for the few. */
  readonly lane: 'quiet' | 'telling';
}

interface Waiting<T, R> {
  readonly item: T;
  readonly since: number;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatcherOptions {
  readonly size: number;
  /** So many batches of a kind under way at most. */
  readonly lanes: number;
  /** So many waiting are worth a batch beside one that is under way. */
  readonly beside: number;
  /** More than this waiting: the next is refused at once instead of late. */
  readonly mostWaiting: number;
  readonly patienceMs: number;
  /** Is the database gone, so that trying singly would only take longer to fail? */
  readonly isGone: (error: unknown) => boolean;
}

/**
 * Group commit: gathers what arrives while earlier batches are under way and saves it together, each item answered after
 * its own batch is committed. A batch leaves at once when none of its kind is under way; while one is, the next leaves
 * when enough wait or when that one is back: small batches beside each other cost the database more than one larger a
 * moment later, and none beside a slow disk would leave everybody waiting for it. A batch that fails is tried again item by item, so one bad row fails alone.
 */
export class SheetBatcher<T extends BatchItem, R> {
  private readonly queues: Record<BatchItem['lane'], Waiting<T, R>[]> = { telling: [], quiet: [] };
  private readonly busy: Record<BatchItem['lane'], number> = { telling: 0, quiet: 0 };
  private isScheduled = false;
  private patience: NodeJS.Timeout | undefined;

  constructor(
    private readonly save: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly options: BatcherOptions,
  ) {}

  submit(item: T): Promise<R> {
    if (this.queues.quiet.length + this.queues.telling.length >= this.options.mostWaiting) return Promise.reject(refuse('platform/unavailable'));
    return new Promise((resolve, reject) => {
      this.queues[item.lane].push({ item, since: performance.now(), resolve, reject });
      this.patience ??= setTimeout(() => this.loseSome(), 1_000).unref();
      if (this.mayLeave(item.lane)) this.schedule();
    });
  }

  /** Everything read from the sockets in this turn of the loop goes together. */
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.pump();
    });
  }

  private mayLeave(lane: BatchItem['lane']): boolean {
    const { length } = this.queues[lane];
    return length > 0 && this.busy[lane] < (length >= this.options.beside ? this.options.lanes : 1);
  }

  private pump(): void {
    for (const lane of ['telling', 'quiet'] as const) {
      while (this.mayLeave(lane)) {
        this.busy[lane] += 1;
        void this.run(this.take(lane)).finally(() => {
          this.busy[lane] -= 1;
          this.pump();
        });
      }
    }
  }

  private take(lane: BatchItem['lane']): Waiting<T, R>[] {
    const queue = this.queues[lane];
    const keys = new Set<string>();
    const batch: Waiting<T, R>[] = [];
    const rest: Waiting<T, R>[] = [];
    for (const waiting of queue) {
      if (batch.length === this.options.size || waiting.item.keys.some((key) => keys.has(key))) {
        rest.push(waiting);
        continue;
      }
      for (const key of waiting.item.keys) keys.add(key);
      batch.push(waiting);
    }
    this.queues[lane] = rest;
    return batch;
  }

  private async run(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.save(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, at) => resolve(results[at]!));
    } catch (error) {
      if (batch.length === 1 || this.options.isGone(error)) return batch.forEach(({ reject }) => reject(error));
      for (const waiting of batch) await this.run([waiting]);
    }
  }

  /** Refuses what has waited too long: the pupil's device tries again by itself, a silent one looks frozen. */
  private loseSome(): void {
    this.patience = undefined;
    const deadline = performance.now() - this.options.patienceMs;
    for (const lane of ['telling', 'quiet'] as const) {
      const late = this.queues[lane].filter(({ since }) => since < deadline);
      if (late.length === 0) continue;
      this.queues[lane] = this.queues[lane].filter(({ since }) => since >= deadline);
      late.forEach(({ reject }) => reject(refuse('platform/unavailable')));
    }
    if (this.queues.quiet.length + this.queues.telling.length > 0) this.patience = setTimeout(() => this.loseSome(), 1_000).unref();
  }
}
