import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { graduatedClasses, mayJoin, stagesWithoutEntry, type YearEndClass } from './promotion.js';

const aClass = (over: Partial<YearEndClass> = {}): YearEndClass => ({ id: 'a', stage: 'junior', entryYear: 2023, schoolingLength: 3, number: 1, enrolled: 40, ...over });

describe('at the end of a school year', () => {
  it.each([
    ['on its last day nobody has left', '2026-08-31', {}, []],
    ['on the first of September the ninth grade has', '2026-09-01', {}, ['a']],
    ['a four-year junior school keeps them a year longer', '2026-09-01', { schoolingLength: 4 }, []],
    ['a class without pupils needs nothing', '2026-09-01', { enrolled: 0 }, []],
    ['a year that was forgotten is still told', '2028-09-01', {}, ['a']],
  ] as const)('%s', (_, day, over, ids) => expect(graduatedClasses([aClass(over)], schoolDay(day)).map((one) => one.id)).toEqual(ids));

  it.each([
    ['another class of the year', { id: 'b', number: 2 }, true],
    ['itself', {}, false],
    ['a class below', { id: 'b', entryYear: 2024 }, false],
    ['another stage', { id: 'b', stage: 'senior' }, false],
  ] as const)('a class may join %s: %s', (_, over, may) => expect(mayJoin(aClass(), aClass(over))).toBe(may));

  it('a school with two stages misses the classes of one', () => {
    expect(stagesWithoutEntry(['primary', 'junior'], [aClass({ entryYear: 2026 })], schoolDay('2026-09-01'))).toEqual(['primary']);
  });
});
