import { describe, expect, it } from '@jest/globals';
import { schoolDay as day } from '@heliotrope/kernel';
import { declaredDataClasses, defineDataClass, impactAssessments } from './data-class.js';
import { yearsLater } from './deciders.js';
import { destructionText, dueFrom, heldBack, isHeld, yearsKept } from './retention.js';

describe('retention', () => {
  const rows: [today: string, years: number, from: string][] = [
    ['2027-10-12', 1, '2026-10-12'],
    ['2028-02-29', 1, '2027-02-28'],
    ['2028-02-29', 4, '2024-02-29'],
    ['2028-03-01', 3, '2025-03-01'],
    ['2027-10-12', 0, '2027-10-12'],
  ];
  it.each(rows)('on %s, kept %i years, what counts from %s is due', (today, years, from) => {
    expect(dueFrom(day(today), years)).toBe(from);
  });

  it('destroys nothing before its years are over, and nothing later than the day after', () => {
    for (let n = 0; n < 800; n += 1) {
      const from = day(new Date(Date.UTC(2023, 10, 1 + n)).toISOString().slice(0, 10));
      const due = yearsLater(from, 1);
      const before = day(new Date(Date.parse(due) - 86_400_000).toISOString().slice(0, 10));
      expect(from <= dueFrom(due, 1)).toBe(true);
      expect(from <= dueFrom(before, 1)).toBe(false);
    }
  });

  it('never keeps for less than the law demands', () => {
    expect(yearsKept(impactAssessments, 1)).toBe(3);
    expect(yearsKept(impactAssessments, 5)).toBe(5);
    expect(yearsKept({ least: null }, 1)).toBe(1);
  });

  it('knows each kind once', () => {
    expect(declaredDataClasses().map((one) => one.name)).toContain('data-protection.provision-log');
    expect(() => defineDataClass(impactAssessments)).toThrow('twice');
    expect(() => defineDataClass({ ...impactAssessments, name: 'Wrong' })).toThrow('named');
  });
});

describe('a hold', () => {
  const pupil = { schoolId: 's1', studentId: 'p1' };
  const rows: [why: string, hold: Parameters<typeof heldBack>[1][number], held: boolean][] = [
    ['on the whole bureau', { dataClass: null, schoolId: null, studentId: null }, true],
    ['on another kind of data', { dataClass: 'x.other', schoolId: null, studentId: null }, false],
    ['on this kind', { dataClass: 'x.answers', schoolId: null, studentId: null }, true],
    ['on the school', { dataClass: null, schoolId: 's1', studentId: null }, true],
    ['on the next school', { dataClass: null, schoolId: 's2', studentId: null }, false],
    ['on the pupil', { dataClass: null, schoolId: 's1', studentId: 'p1' }, true],
    ['on a classmate', { dataClass: null, schoolId: 's1', studentId: 'p2' }, false],
  ];
  it.each(rows)('%s: %#', (_why, hold, held) => {
    expect(isHeld(heldBack('x.answers', [hold]), pupil)).toBe(held);
  });

  it('on a school does not hold what belongs to none', () => {
    expect(isHeld(heldBack('x.answers', [{ dataClass: null, schoolId: 's1', studentId: null }]), { schoolId: null, studentId: null })).toBe(false);
  });
});

describe('the text of a certificate', () => {
  const of = { dataClass: 'x.answers', jurisdictionId: 990101, before: day('2026-10-12'), destroyedAt: '2027-10-12T20:00:00.000Z' };
  it('is the same in whatever order things were destroyed, and another for another thing', () => {
    expect(destructionText({ ...of, ids: ['b', 'a'] })).toBe(destructionText({ ...of, ids: ['a', 'b'] }));
    expect(destructionText({ ...of, ids: ['b'] })).not.toBe(destructionText({ ...of, ids: ['a'] }));
  });
});
