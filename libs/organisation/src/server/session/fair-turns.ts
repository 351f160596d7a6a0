import { refuse } from '@heliotrope/kernel';
import '../../rules/refusals.js';

/**
 * Dear work, a few at once, and those who wait served by origin in turn: a flood from one place fills that place's line
 * and no other. Each line holds so many, and all of them together so many more; whoever comes then is asked to come back.
 */
export class FairTurns {
  private readonly lines = new Map<string, (() => void)[]>();
  private running = 0;
  private waiting = 0;

  constructor(private readonly limits: { readonly atOnce: number; readonly mostOfOne: number; readonly mostOfAll: number }) {}

  /** @throws Refusal organisation/sign-in-busy when the line is full. */
  async take<T>(origin: string, work: () => Promise<T>): Promise<T> {
    if (this.running >= this.limits.atOnce) await this.wait(origin);
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.next();
      if (next) next(); // the place passes on without being given back
      else this.running -= 1;
    }
  }

  private wait(origin: string): Promise<void> {
    const line = this.lines.get(origin) ?? [];
    if (line.length >= this.limits.mostOfOne || this.waiting >= this.limits.mostOfAll) throw refuse('organisation/sign-in-busy');
    this.lines.set(origin, line);
    this.waiting += 1;
    return new Promise((resolve) => line.push(resolve));
  }

  private next(): (() => void) | undefined {
    const first = this.lines.entries().next().value;
    if (!first) return undefined;
    const [origin, line] = first;
    const next = line.shift();
    this.lines.delete(origin);
    if (line.length > 0) this.lines.set(origin, line); // behind the others: a Map keeps the order in which it was filled
    this.waiting -= 1;
    return next;
  }
}
