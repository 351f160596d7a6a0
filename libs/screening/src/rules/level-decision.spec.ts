import { describe, expect, it } from '@jest/globals';
import { mayConfirm, mayLower, needsSecondPerson, standingLevel, type LevelDecision } from './level-decision.js';

const decision = (changes: Partial<LevelDecision>): LevelDecision => ({ from: 2, to: 1, reason: '面谈后未见异常', by: 'a', ...changes });
const faults = (changes: Partial<LevelDecision>) => {
  const verdict = mayLower(decision(changes));
  return verdict.allowed ? [] : verdict.reasons;
};

describe('lowering a level', () => {
  it('takes a reason', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ reason: '  误报  ' })).toEqual(['screening/lower-needs-reason']);
  });

  it('goes down', () => {
    expect(faults({ to: 2 })).toEqual(['screening/not-lower']);
    expect(faults({ to: 3 })).toEqual(['screening/not-lower']);
  });

  it.each([[1, false], [2, false], [3, true], [4, true]] as const)('from %d needs a second person: %s', (from, needed) => {
    expect(needsSecondPerson(from)).toBe(needed);
    expect(faults({ from, to: 0 })).toEqual(needed ? ['screening/lower-needs-second-person'] : []);
    expect(faults({ from, to: 0, secondedBy: 'b' })).toEqual([]);
  });

  it('is not seconded by oneself', () => expect(faults({ from: 3, secondedBy: 'a' })).toEqual(['screening/second-person-is-the-first']));

  it('says everything that is wrong at once', () => expect(faults({ from: 4, to: 4, reason: '' })).toHaveLength(3));
});

it('confirming stays or goes up', () => {
  expect(mayConfirm(3, 3).allowed).toBe(true);
  expect(mayConfirm(3, 4).allowed).toBe(true);
  expect(mayConfirm(3, 2)).toEqual({ allowed: false, reasons: ['screening/confirm-would-lower'] });
});

describe('what a decision starts from', () => {
  it.each([
    ['a suggestion nobody decided on', 'waiting', 3, null, 3],
    ['a suggestion that rose above what was confirmed', 'waiting', 4, 2, 4],
    ['never less than what was confirmed', 'waiting', 1, 2, 2],
    ['what was confirmed', 'confirmed', 2, 3, 3],
    ['what it was lowered to', 'lowered', 3, 1, 1],
  ] as const)('%s', (_, state, suggested, confirmed, level) => expect(standingLevel({ state, suggested, confirmed })).toBe(level));
});
