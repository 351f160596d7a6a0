import { type Leak, LeakyBucket } from '@heliotrope/platform';

/*
 * How fast may seats be guessed? Two leaking buckets, none of them by address: a whole school sits behind one. Wrong
 * seats of one class fill the class's bucket, every try at one seat fills the seat's, and wrong class codes share one
 * for all, because there is no class to count them against. Kept in memory: each process counts for itself, so with
 * k processes guessing is k times as fast, which the codes' length has room for. At one wrong seat in three seconds a
 * class of fifty in 24 million codes is hit once in 17 days of trying.
 */
const CLASS: Leak = { holds: 30, leaksPerMs: 1 / 3_000 };
const SEAT: Leak = { holds: 12, leaksPerMs: 1 / 10_000 };
const UNKNOWN: Leak = { holds: 300, leaksPerMs: 1 / 100 };
const MOST_KEYS = 50_000;

export class AttemptBrake {
  private readonly buckets = new Map<string, LeakyBucket>();
  private readonly unknown = new LeakyBucket(UNKNOWN);
  private readonly seated = new Set<string>();

  /** May this be tried now? A seat that was found before stays open: mischief at the class's bucket must not shut it out. */
  mayTry(classCode: string, seatCode: string, now: number): boolean {
    const seat = `${classCode}/${seatCode}`;
    if (!this.bucket(`seat ${seat}`, SEAT, now).pour(now)) return false;
    return this.seated.has(seat) || this.bucket(`class ${classCode}`, CLASS, now).hasRoom(now);
  }

  /** May a class code that nobody has be answered as unknown, or has too much been asked? */
  mayAskUnknown(now: number): boolean {
    return this.unknown.pour(now);
  }

  wrongSeat(classCode: string, now: number): void {
    this.bucket(`class ${classCode}`, CLASS, now).pour(now);
  }

  rightSeat(classCode: string, seatCode: string): void {
    if (this.seated.size >= MOST_KEYS) this.seated.clear();
    this.seated.add(`${classCode}/${seatCode}`);
  }

  private bucket(key: string, leak: Leak, now: number): LeakyBucket {
    const held = this.buckets.get(key);
    if (held) return held;
    if (this.buckets.size >= MOST_KEYS) this.forget(now);
    const fresh = new LeakyBucket(leak);
    this.buckets.set(key, fresh);
    return fresh;
  }

  /** Throws away what has leaked empty, and everything if that is not enough: memory has a limit, guessing has others. */
  private forget(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.isEmpty(now)) this.buckets.delete(key);
    if (this.buckets.size >= MOST_KEYS) this.buckets.clear();
  }
}
