/** How much may come at once, and how fast room is made again. */
export interface Leak {
  readonly holds: number;
  readonly leaksPerMs: number;
}

/** Counts what comes against what leaks away, in memory, by an instant the caller names: for brakes of one process. */
export class LeakyBucket {
  private level = 0;
  private at = 0;

  constructor(private readonly leak: Leak) {}

  hasRoom(now: number): boolean {
    return this.levelAt(now) < this.leak.holds;
  }

  /** Takes one more. False, and nothing is taken, when there is no room. */
  pour(now: number): boolean {
    const level = this.levelAt(now);
    if (level >= this.leak.holds) return false;
    this.level = level + 1;
    this.at = now;
    return true;
  }

  isEmpty(now: number): boolean {
    return this.levelAt(now) === 0;
  }

  private levelAt(now: number): number {
    return Math.max(0, this.level - (now - this.at) * this.leak.leaksPerMs);
  }
}
