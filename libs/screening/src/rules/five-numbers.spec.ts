import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addFiveNumbers, type Counters, countedAs, type FiveNumbers, fiveNumbers, type PupilForCounting } from './five-numbers.js';

describe('where a pupil is counted', () => {
  const pupil = (over: Partial<PupilForCounting>): PupilForCounting => ({ forms: 2, handedIn: 0, voidForms: 0, hasRefused: false, ...over });
  it.each([
    ['nothing in, the window runs', pupil({}), false, 'notYet'],
    ['nothing in, the window is over', pupil({}), true, 'absent'],
    ['one form of two in, the window runs', pupil({ handedIn: 1 }), false, 'notYet'],
    ['one form of two in, the window is over', pupil({ handedIn: 1 }), true, 'absent'],
    ['everything in', pupil({ handedIn: 2 }), true, 'completed'],
    ['everything in, one form void', pupil({ handedIn: 2, voidForms: 1 }), true, 'void'],
    ['a no before anything', pupil({ hasRefused: true }), false, 'refused'],
    ['a no, and the window is over: never absent', pupil({ hasRefused: true }), true, 'refused'],
    ['a no in the middle', pupil({ handedIn: 1, hasRefused: true }), true, 'refused'],
    ['a no after everything was lawfully in', pupil({ handedIn: 2, hasRefused: true }), true, 'completed'],
    ['a no to a retest', pupil({ handedIn: 2, voidForms: 2, hasRefused: true }), true, 'void'],
  ] as const)('%s', (_, one, isOver, number) => expect(countedAs(one, isOver)).toBe(number));
});

const sumOfFive = (one: FiveNumbers) => one.completed + one.refused + one.absent + one.void + one.notYet;

it('adds up to the eligible whatever the pupils did, and is what counting them one by one says', () => {
  const anyPupil = fc.record({ forms: fc.integer({ min: 1, max: 3 }), in: fc.nat(3), spoilt: fc.nat(3), hasRefused: fc.boolean() })
    .map(({ forms, in: handed, spoilt, hasRefused }) => {
      const handedIn = Math.min(handed, forms);
      return { forms, handedIn, voidForms: Math.min(spoilt, handedIn), hasRefused };
    });
  fc.assert(fc.property(fc.array(anyPupil, { maxLength: 60 }), fc.boolean(), (pupils, isOver) => {
    const as = pupils.map((one) => countedAs(one, isOver));
    const count = (number: string) => as.filter((one) => one === number).length;
    const counters: Counters = {
      eligible: pupils.length, completed: count('completed'), void: count('void'), refused: count('refused'),
      started: pupils.filter((one, at) => one.handedIn > 0 && as[at] !== 'refused').length,
    };
    const numbers = fiveNumbers(counters, isOver);
    expect(sumOfFive(numbers)).toBe(numbers.eligible);
    for (const number of ['completed', 'refused', 'absent', 'void', 'notYet'] as const) expect(numbers[number]).toBe(count(number));
    expect(numbers.inProgress).toBeLessThanOrEqual(numbers.absent + numbers.notYet);
  }));
});

it('of several places is the sum of each', () => {
  const one = fiveNumbers({ eligible: 40, started: 36, completed: 30, void: 2, refused: 3 }, false);
  const other = fiveNumbers({ eligible: 10, started: 5, completed: 4, void: 0, refused: 1 }, true);
  expect(addFiveNumbers([one, other])).toEqual({ eligible: 50, completed: 34, refused: 4, absent: 5, void: 2, notYet: 5, inProgress: 5 });
  expect(sumOfFive(addFiveNumbers([one, other]))).toBe(50);
});
