import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DraftSaver } from './draft-saver.js';
import type { Answered, Draft } from './server.js';

const draft = (sheetId: string, atItem: number): { draft: Draft; seatToken: string } =>
  ({ draft: { sheetId, instrument: 'phq-9', version: '1.0.0', answers: [], seconds: [], atItem, savedMs: 0 }, seatToken: 't' });

describe('answers so far on their way', () => {
  let sent: [string, number][];
  let status: number;
  let online: boolean;
  let saver: DraftSaver;
  beforeEach(() => {
    jest.useFakeTimers();
    [sent, status, online] = [[], 200, true];
    saver = new DraftSaver({ send: (one): Promise<Answered> => (sent.push([one.sheetId, one.atItem]), Promise.resolve({ status })), chance: () => 0.5, online: () => online });
  });
  afterEach(() => jest.useRealTimers());
  const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('go together after a while, the newest of them', async () => {
    saver.touch(() => draft('a', 0));
    await wait(2_999);
    expect(sent).toEqual([]);
    saver.touch(() => draft('a', 4));
    await wait(1);
    expect(sent).toEqual([['a', 4]]);
    await wait(60_000);
    expect(sent).toHaveLength(1);
  });

  it('wait while there is no network, and go with the next answer', async () => {
    online = false;
    saver.touch(() => draft('a', 0));
    await wait(5_000);
    online = true;
    saver.touch(() => draft('a', 1));
    await wait(5_000);
    expect(sent).toEqual([['a', 1]]);
  });

  it('stop for a sheet that is answered elsewhere, and for that one only', async () => {
    status = 409;
    saver.touch(() => draft('a', 0));
    await wait(5_000);
    saver.touch(() => draft('a', 1));
    await wait(5_000);
    saver.touch(() => draft('b', 0));
    await wait(5_000);
    expect(sent).toEqual([['a', 0], ['b', 0]]);
  });

  it('go at once when the page is left, and not at all once the seat is', async () => {
    saver.touch(() => draft('a', 2));
    await saver.flush();
    saver.touch(() => draft('a', 3));
    saver.forget();
    await wait(10_000);
    expect(sent).toEqual([['a', 2]]);
  });
});
