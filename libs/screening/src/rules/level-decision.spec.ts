import { verdictOf } from '@heliotrope/kernel';
import { describe, expect, it } from '@jest/globals';
import { mayConfirm, mayLower, needsSecondPerson, standingLevel, type LevelDecision } from './level-decision.js';

const decision = (changes: Partial<LevelDecision>): LevelDecision => ({ from: 2, to: 1, reason: '面谈后未见异常', by: 'a', interviewed: true, ...changes });
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

  it.each([[1, []], [2, []], [3, ['screening/lower-needs-interview']], [4, ['screening/lower-needs-interview']]] as const)('from %d without a talk', (from, expected) => {
    expect(faults({ from, to: 0, secondedBy: 'b', interviewed: false })).toEqual(expected);
  });

  it('says everything that is wrong at once', () => expect(faults({ from: 4, to: 4, reason: '', interviewed: false })).toHaveLength(4));
});

describe('confirming', () => {
  const reason = '二次访谈发现有计划';
  it.each([
    ['as suggested', 'waiting', 3, 3, '', []],
    ['as suggested, once', 'confirmed', 3, 3, '', ['screening/review-decided']],
    ['below', 'waiting', 3, 2, reason, ['screening/confirm-would-lower']],
    ['above, without a word', 'waiting', 3, 4, '有计划了', ['screening/raise-needs-reason']],
    ['above, with a reason', 'waiting', 3, 4, '谈出有计划', []],
    ['above, after it was decided', 'confirmed', 3, 4, reason, []],
    ['above, after it was lowered', 'lowered', 1, 2, reason, []],
    ['as it was lowered to', 'lowered', 1, 1, reason, ['screening/review-decided']],
  ] as const)('%s', (_, state, from, to, note, faults) => expect(mayConfirm({ state, from, to, note })).toEqual(verdictOf<string>(faults)));
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
