import { Inject, Injectable } from '@nestjs/common';
import { newId } from '../database/new-id.js';
import { Counters } from './counters.js';

/** What has been counted since the last time, under a number by which a fold that is done twice is known. */
export interface Tallied {
  readonly foldId: string;
  readonly counts: ReadonlyMap<string, number>;
}

const ADD = `for i = 1, #ARGV do redis.call('hincrby', KEYS[1], ARGV[i], 1) end`;
/** What a fold took and did not finish comes first; else everything counted so far steps aside under a new number. */
const TAKE = `if redis.call('exists', KEYS[2]) == 0 then
  if redis.call('exists', KEYS[1]) == 0 then return {} end
  redis.call('rename', KEYS[1], KEYS[2])
  redis.call('hset', KEYS[2], 'fold', ARGV[1])
end
return redis.call('hgetall', KEYS[2])`;
const DROP = `if redis.call('hget', KEYS[1], 'fold') == ARGV[1] then redis.call('del', KEYS[1]) end`;

/** Counts that cost one step in Redis, and are folded into the database by a schedule. */
@Injectable()
export class Tally {
  constructor(@Inject(Counters) private readonly counters: Counters) {}

  /** Adds one to each. False: nobody counted it (no Redis, or it does not answer), and the caller writes it down itself. */
  async add(name: string, entries: readonly string[]): Promise<boolean> {
    if (!this.counters.shared) return false;
    return this.counters.run(ADD, [`tally:${name}`], entries).then(() => true, () => false);
  }

  /** Takes what was counted. It comes again, under the same number, until `drop` says that it is kept. */
  async take(name: string): Promise<Tallied | null> {
    if (!this.counters.shared) return null;
    const flat = (await this.counters.run(TAKE, [`tally:${name}`, `tally:${name}:folding`], [newId()])) as string[];
    const fields = new Map<string, string>();
    for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at]!, flat[at + 1]!);
    const foldId = fields.get('fold');
    if (foldId === undefined) return null;
    fields.delete('fold');
    return { foldId, counts: new Map([...fields].map(([field, count]) => [field, Number(count)])) };
  }

  async drop(name: string, foldId: string): Promise<void> {
    await this.counters.run(DROP, [`tally:${name}:folding`], [foldId]);
  }
}
