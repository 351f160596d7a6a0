/*
 * How fast may seats be guessed? Two leaking buckets, none of them by address: a whole school sits behind one. Wrong
 * seats of one class fill the class's bucket, every try at one seat fills the seat's, and wrong class codes share one
 * for all, because there is no class to count them against. Kept in memory: each process counts for itself, so with
 * k processes guessing is k times as fast, which the codes' length has room for. At one wrong seat in three seconds a
 * class of fifty in 24 million codes is hit once in 17 days of trying.
 */
interface Bucket {
  level: number;
  at: number;
}

const CLASS = { holds: 30, leaksPerMs: 1 / 3_000 };
const SEAT = { holds: 12, leaksPerMs: 1 / 10_000 };
const UNKNOWN = { holds: 300, leaksPerMs: 1 / 100 };
const MOST_KEYS = 50_000;

export class AttemptBrake {
  private readonly buckets = new Map<string, Bucket>();
  private readonly seated = new Set<string>();

  /** May this be tried now? A seat that was found before stays open: mischief at the class's bucket must not shut it out. */
  mayTry(classCode: string, seatCode: string, now: number): boolean {
    const seat = `${classCode}/${seatCode}`;
    if (!this.pour(`seat ${seat}`, SEAT, now)) return false;
    return this.seated.has(seat) || this.level(`class ${classCode}`, CLASS, now) < CLASS.holds;
  }

  /** May a class code that nobody has be answered as unknown, or has too much been asked? */
  mayAskUnknown(now: number): boolean {
    return this.pour('unknown', UNKNOWN, now);
  }

  wrongSeat(classCode: string, now: number): void {
    this.pour(`class ${classCode}`, CLASS, now);
  }

  rightSeat(classCode: string, seatCode: string): void {
    if (this.seated.size >= MOST_KEYS) this.seated.clear();
    this.seated.add(`${classCode}/${seatCode}`);
  }

  private level(key: string, of: typeof CLASS, now: number): number {
    const bucket = this.buckets.get(key);
    return bucket ? Math.max(0, bucket.level - (now - bucket.at) * of.leaksPerMs) : 0;
  }

  private pour(key: string, of: typeof CLASS, now: number): boolean {
    const level = this.level(key, of, now);
    if (level >= of.holds) return false;
    if (!this.buckets.has(key) && this.buckets.size >= MOST_KEYS) this.forget(now);
    this.buckets.set(key, { level: level + 1, at: now });
    return true;
  }

  /** Throws away what has leaked empty, and everything if that is not enough: memory has a limit, guessing has others. */
  private forget(now: number): void {
    for (const [key, bucket] of this.buckets) if (now - bucket.at > 120_000) this.buckets.delete(key);
    if (this.buckets.size >= MOST_KEYS) this.buckets.clear();
  }
}
