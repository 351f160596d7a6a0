import { expect, it } from '@jest/globals';
import { LeakyBucket } from './leaky-bucket.js';

it.each([
  { after: 0, room: 0 },
  { after: 1, room: 1 }, // what stands under the brim takes one more, whole
  { after: 100, room: 1 },
  { after: 101, room: 2 },
  { after: 300, room: 3 },
  { after: 10_000, room: 3 },
])('a bucket filled at 0 that holds 3 and leaks 1 in 100 ms has room for $room after $after ms', ({ after, room }) => {
  const bucket = new LeakyBucket({ holds: 3, leaksPerMs: 1 / 100 });
  const pour = (now: number) => [1, 2, 3, 4].filter(() => bucket.pour(now)).length;
  expect(pour(0)).toBe(3);
  expect(bucket.hasRoom(after)).toBe(room > 0);
  expect(pour(after)).toBe(room);
  expect(bucket.isEmpty(after)).toBe(false);
  expect(bucket.isEmpty(after + 1_000)).toBe(true);
});
