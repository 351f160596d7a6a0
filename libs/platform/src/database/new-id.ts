import { randomFillSync } from 'node:crypto';
import { uuidv7 } from '@heliotrope/kernel';

const POOL_IDS = 512;
const pool = new Uint8Array(POOL_IDS * 10);
let used = POOL_IDS;

/** A new identifier. Randomness is drawn for many at once: on the hot path a system call for each would show. */
export function newId(now: number = Date.now()): string {
  if (used === POOL_IDS) {
    randomFillSync(pool);
    used = 0;
  }
  const start = used++ * 10;
  return uuidv7(now, pool.subarray(start, start + 10));
}
