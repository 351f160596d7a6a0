import { describe, expect, it } from '@jest/globals';
import { FairTurns } from './fair-turns.js';

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('go round by origin: a newcomer does not stand behind a flood', async () => {
    const turns = new FairTurns({ atOnce: 1, mostOfOne: 10, mostOfAll: 100 });
    const order: string[] = [];
    const take = (origin: string) => turns.take(origin, async () => (await soon(), void order.push(origin)));
    await Promise.all([...Array.from({ length: 8 }, () => take('flood')), take('honest'), take('other')]);
    expect(order.indexOf('honest')).toBeLessThan(3);
    expect(order.indexOf('other')).toBeLessThan(4);
    expect(order).toHaveLength(10);
  });

  it('are refused where too many wait, of one origin or of all, and taken again when they have gone', async () => {
    const turns = new FairTurns({ atOnce: 2, mostOfOne: 3, mostOfAll: 4 });
    const take = (origin: string) => turns.take(origin, soon).then(() => 'taken', (error) => error.code as string);
    const waves = await Promise.all(['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c'].map(take));
    expect(waves).toEqual(['taken', 'taken', 'taken', 'taken', 'taken', 'organisation/sign-in-busy', 'taken', 'organisation/sign-in-busy']);
    expect(await Promise.all(['a', 'c'].map(take))).toEqual(['taken', 'taken']);
  });

  it('pass on when work fails', async () => {
    const turns = new FairTurns({ atOnce: 1, mostOfOne: 3, mostOfAll: 3 });
    const failing = turns.take('a', () => Promise.reject(new Error('no'))).catch((error: Error) => error.message);
    expect(await Promise.all([failing, turns.take('a', async () => 1)])).toEqual(['no', 1]);
  });
});
