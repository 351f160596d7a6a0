import { describe, expect, it } from '@jest/globals';
import { type DraftAtRest, draftFate, LEFT_AFTER_MS, savedMs } from './answer-draft.js';

const now = new Date('2026-10-12T03:00:00Z');
const left = (ms: number) => new Date(now.getTime() - ms);
const draft = (changes: Partial<DraftAtRest>): DraftAtRest => ({ critical: [], savedAt: now, toldAt: null, isHandedIn: false, round: 'open', ...changes });

describe('a draft', () => {
  it.each([
    ['just saved', {}, 'keep'],
    ['left for days, nothing critical', { savedAt: left(3 * 86_400_000) }, 'keep'],
    ['its sheet is in', { isHandedIn: true }, 'discard'],
    ['its sheet is in, and told of what was critical', { isHandedIn: true, critical: [9] }, 'discard'],
    ['critical, left a moment less than half an hour', { critical: [9], savedAt: left(LEFT_AFTER_MS - 1) }, 'keep'],
    ['critical, left for half an hour', { critical: [9], savedAt: left(LEFT_AFTER_MS) }, 'tell'],
    ['critical, told before', { critical: [9], savedAt: left(LEFT_AFTER_MS), toldAt: left(1) }, 'keep'],
    ['critical, saved just now, and the round is over', { critical: [9], round: 'closed' }, 'tell'],
    ['critical, told, and the round is over', { critical: [9], toldAt: left(1), round: 'closed' }, 'discard'],
    ['nothing critical, and the round is over', { round: 'closed' }, 'discard'],
  ] as const)('%s: %s', (_, changes, fate) => expect(draftFate(draft(changes), now)).toBe(fate));
});

it('a clock ahead of ours is held back to now, one behind stays', () => {
  expect([savedMs(now.getTime() + 90_000, now), savedMs(now.getTime(), now), savedMs(now.getTime() - 1, now)]).toEqual([now.getTime(), now.getTime(), now.getTime() - 1]);
});
