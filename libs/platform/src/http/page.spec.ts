import { describe, expect, it } from '@jest/globals';
import { pageOf, readCursor } from './page.dto.js';

const ID = '01a20268-3e12-7952-8452-92814028a83d';
const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('a cursor', () => {
  it('comes back as it was given', () => {
    const at = new Date('2026-10-12T08:00:00.123Z');
    const { nextCursor } = pageOf([{ rank: 1, at }, { rank: 2, at }], 1, (row) => [row.rank, row.at, ID]);
    expect(readCursor(nextCursor!, 'ordinal', 'instant', 'id')).toEqual(['1', '2026-10-12T08:00:00.123Z', ID]);
  });

  it.each([
    [['x', 'y', 'z']], [[1, '2026-02-30T00:00:00.000Z', ID]], [[1, '+010000-01-01T00:00:00.000Z', ID]], [[-1, '2026-10-12T08:00:00.123Z', ID]],
    [[99_999_999, '2026-10-12T08:00:00.123Z', ID]], [[1, '2026-10-12T08:00:00.123Z', `${ID}'`]], [[[1], {}, null]], [[1]], [{ length: 3 }], ['\u0000'],
  ])('that somebody made up (%j) is none: the list starts at its beginning', (key) => {
    expect(readCursor(cursorOf(key), 'ordinal', 'instant', 'id')).toBeNull();
  });
});
