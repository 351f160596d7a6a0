import { refuse } from '@heliotrope/kernel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Counters } from './counters.js';

export interface ThrottleRule {
  /** So many in one window. */
  readonly limit: number;
  readonly windowSeconds: number;
  /** What happens when the counter cannot be reached: `open` lets the call through, `closed` refuses it. */
  readonly whenBlind: 'open' | 'closed';
}

const TAKE = `local n = redis.call('incr', KEYS[1])
if n == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
return { n, redis.call('pttl', KEYS[1]) }`;

/**
 * Counts calls by who calls, in fixed windows. Never by an address: a computer lab of fifty pupils, and often a whole
 * school, stands behind one.
 */
@Injectable()
export class Throttle {
  private readonly log = new Logger('throttle');
  private readonly own = new Map<string, { count: number; endsAt: number }>();

  constructor(@Inject(Counters) private readonly counters: Counters) {}

  /** @throws Refusal platform/too-many with `retryAfterSeconds`, platform/unavailable when blind and closed. */
  async take(who: string, rule: ThrottleRule): Promise<void> {
    const taken = await this.count(who, rule.windowSeconds * 1000).catch((error: unknown) => {
      this.log.warn({ throttle: 'blind', error });
      if (rule.whenBlind === 'closed') throw refuse('platform/unavailable');
      return null;
    });
    if (taken === null || taken.count <= rule.limit) return;
    throw refuse('platform/too-many', { retryAfterSeconds: Math.max(1, Math.ceil(taken.leftMs / 1000)) });
  }

  private async count(who: string, windowMs: number): Promise<{ count: number; leftMs: number }> {
    if (!this.counters.shared) return this.countHere(who, windowMs);
    const [count, leftMs] = (await this.counters.run(TAKE, [`throttle:${who}`], [windowMs])) as [number, number];
    return { count, leftMs };
  }

  /** Without Redis there is one process, and its own memory is the truth. */
  private countHere(who: string, windowMs: number): { count: number; leftMs: number } {
    const now = performance.now();
    if (this.own.size > 10_000) for (const [key, { endsAt }] of this.own) if (endsAt <= now) this.own.delete(key);
    const held = this.own.get(who);
    const window = held && held.endsAt > now ? held : { count: 0, endsAt: now + windowMs };
    window.count += 1;
    this.own.set(who, window);
    return { count: window.count, leftMs: window.endsAt - now };
  }
}
