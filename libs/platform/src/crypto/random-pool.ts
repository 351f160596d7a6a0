import { randomFillSync } from 'node:crypto';

const SIZE = 12 * 1024;
const pool = Buffer.alloc(SIZE);
let next = SIZE;

/** Random bytes for nonces, drawn a page at a time: one system call for a thousand answer sheets instead of one each. */
export function randomNonce(length: number): Buffer {
  if (next + length > SIZE) {
    randomFillSync(pool);
    next = 0;
  }
  const nonce = Buffer.from(pool.subarray(next, next + length));
  pool.fill(0, next, next + length);
  next += length;
  return nonce;
}
