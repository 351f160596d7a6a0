import { describe, expect, it } from '@jest/globals';
import { followUpCapacity, shareOfLastRound } from './follow-up-capacity.js';

describe('follow-up before a launch', () => {
  const by = { flaggedShare: 0.1391, hoursPerInterview: 0.75, hoursAWeek: 7.5, schoolDays: 10 };
  const school = (eligible: number, teachers: number) => ({ id: `${eligible}-${teachers}`, name: '校', eligible, teachers });
  it.each([
    ['one teacher for a thousand pupils', 1000, 1, { expected: 139, hoursNeeded: 104.3, hoursAvailable: 15, isShort: true }],
    ['seven teachers for a thousand', 1000, 7, { expected: 139, hoursNeeded: 104.3, hoursAvailable: 105, isShort: false }],
    ['just enough', 144, 1, { expected: 20, hoursNeeded: 15, hoursAvailable: 15, isShort: false }],
    ['one interview too many', 151, 1, { expected: 21, hoursNeeded: 15.8, hoursAvailable: 15, isShort: true }],
    ['nobody there, and nobody expected', 3, 0, { expected: 0, hoursNeeded: 0, hoursAvailable: 0, isShort: false }],
    ['nobody there, and one expected', 4, 0, { expected: 1, hoursNeeded: 0.8, hoursAvailable: 0, isShort: true }],
    ['nobody asked', 0, 1, { expected: 0, hoursNeeded: 0, hoursAvailable: 15, isShort: false }],
  ] as const)('%s', (_, eligible, teachers, says) => {
    expect(followUpCapacity([school(eligible, teachers)], by).schools[0]).toMatchObject(says);
  });

  it('lets no school’s spare hours hide another’s lack', () => {
    const found = followUpCapacity([school(10, 9), school(1000, 1)], by);
    expect(found).toMatchObject({ eligible: 1010, teachers: 10, expected: 140, hoursAvailable: 150, shortSchools: 1 });
    expect(found.hoursNeeded).toBeLessThan(found.hoursAvailable);
    expect(found.schools[0]!.eligible).toBe(1000);
  });

  it.each([
    [null, null],
    [{ screened: 199, flagged: 40 }, null],
    [{ screened: 200, flagged: 40 }, 0.2],
    [{ screened: 1000, flagged: 0 }, 0],
  ])('takes the last round’s share where it tells something: %j', (last, share) => expect(shareOfLastRound(last)).toBe(share));
});
