import { describe, expect, it } from '@jest/globals';
import '@heliotrope/platform'; // registers its refusals
import { setTimeout as pause } from 'node:timers/promises';
import { type BatchItem, SheetBatcher } from './sheet-batcher.js';

interface Item extends BatchItem {
  readonly id: string;
}

const item = (id: string, more: Partial<Item> = {}): Item => ({ id, keys: [id], lane: 'quiet', ...more });
const OPTIONS = { size: 64, lanes: 2, beside: 64, mostWaiting: 200, patienceMs: 500, isGone: (error: unknown) => (error as Error).message === 'gone' };

function batcherOf(save: (items: readonly Item[]) => Promise<readonly string[]>, options = {}) {
  const batches: string[][] = [];
  const batcher = new SheetBatcher<Item, string>((items) => {
    batches.push(items.map(({ id }) => id));
    return save(items);
  }, { ...OPTIONS, ...options });
  return { batcher, batches };
}
const saved = async (items: readonly Item[]) => items.map(({ id }) => `saved ${id}`);

describe('group commit', () => {
  it('saves together what came together, and answers each with its own result', async () => {
    const { batcher, batches } = batcherOf(saved);
    const results = await Promise.all(Array.from({ length: 100 }, (_, n) => batcher.submit(item(`s${n}`))));
    expect(results).toEqual(Array.from({ length: 100 }, (_, n) => `saved s${n}`));
    expect(batches.map((batch) => batch.length)).toEqual([64, 36]);
  });

  it('gathers while a batch is under way, and sends a second beside it only when enough wait', async () => {
    const releases: (() => void)[] = [];
    const { batcher, batches } = batcherOf((items) => new Promise<void>((resolve) => releases.push(resolve)).then(() => saved(items)));
    const all = [batcher.submit(item('first'))];
    await pause(2);
    for (let n = 0; n < 63; n++) all.push(batcher.submit(item(`s${n}`)));
    await pause(2);
    expect(batches.map((batch) => batch.length)).toEqual([1]);
    for (let n = 63; n < 80; n++) all.push(batcher.submit(item(`s${n}`)));
    await pause(2);
    expect(batches.map((batch) => batch.length)).toEqual([1, 64]);
    releases.splice(0).forEach((release) => release());
    await pause(2);
    expect(batches.map((batch) => batch.length)).toEqual([1, 64, 16]);
    releases.forEach((release) => release());
    expect(await Promise.all(all)).toHaveLength(81);
  });

  it('lets one bad row among sixty-four fail alone', async () => {
    const { batcher } = batcherOf(async (items) => {
      if (items.some(({ id }) => id === 's7')) throw new Error('bad row');
      return saved(items);
    });
    const results = await Promise.allSettled(Array.from({ length: 64 }, (_, n) => batcher.submit(item(`s${n}`))));
    expect(results.flatMap((result, n) => (result.status === 'rejected' ? [n] : []))).toEqual([7]);
  });

  it('does not try singly when the database is gone: everybody hears it at once', async () => {
    const { batcher, batches } = batcherOf(() => Promise.reject(new Error('gone')));
    const results = await Promise.allSettled([1, 2, 3].map((n) => batcher.submit(item(`s${n}`))));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(batches).toHaveLength(1);
  });

  it('never puts the same sheet twice into a batch', async () => {
    const { batcher, batches } = batcherOf(saved, { lanes: 4 });
    await Promise.all([item('a'), item('a'), item('b', { keys: ['a', 'b'] }), item('c')].map((one) => batcher.submit(one)));
    expect(batches.map((batch) => batch.length).sort()).toEqual([1, 1, 2]);
  });

  it('keeps those that wake somebody apart from those that do not', async () => {
    const { batcher, batches } = batcherOf(saved);
    await Promise.all([batcher.submit(item('q')), batcher.submit(item('t', { lane: 'telling' })), batcher.submit(item('r'))]);
    expect(batches).toEqual([['t'], ['q', 'r']]);
  });

  it('refuses at once what it could not save soon, and what has waited too long', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { batcher } = batcherOf((items) => held.then(() => saved(items)), { lanes: 1, mostWaiting: 2 });
    const first = batcher.submit(item('under way'));
    await pause(5);
    const waiting = [batcher.submit(item('w1')), batcher.submit(item('w2'))];
    await expect(batcher.submit(item('one too many'))).rejects.toMatchObject({ code: 'platform/unavailable' });
    for (const one of await Promise.allSettled(waiting)) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'platform/unavailable' } });
    release();
    expect(await first).toBe('saved under way');
  });
});
