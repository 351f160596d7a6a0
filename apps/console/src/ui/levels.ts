import type { Ordinal } from '@heliotrope/kernel';

export type { Ordinal };

/** 0 no sign … 4 acute: the inner order of severity. A bureau's own words for it arrive from the server as `label`. */
export const ordinals: readonly Ordinal[] = [0, 1, 2, 3, 4];

/** One outline per ordinal in a 16×16 box, told apart without colour: ring, half disc, triangle, diamond, octagon with a bar. */
export const shapes: Record<Ordinal, string> = {
  0: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6Z',
  1: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2.2v7.6a3.8 3.8 0 0 1 0-7.6Z',
  2: 'M8 1.6 15 14H1L8 1.6Zm-.9 4.6v3.6h1.8V6.2H7.1Zm0 4.5v1.7h1.8v-1.7H7.1Z',
  3: 'M8 .8 15.2 8 8 15.2.8 8 8 .8Zm-1 3.4v4.4h2V4.200H7Zm0 5.500v2h2v-2H7Z',
  4: 'M5 1h6l4 4v6l-4 4H5l-4-4V5l4-4Zm2 3v5h2V4H7Zm0 6v2h2v-2H7Z',
};
