import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays, chinaDayOf, chinaInstant, dayOfWeek, daysBetween, defineRefusals, isSchoolDay, isUuid, madeAt, refuse,
  isWithin, schoolDay, scopesFor, uuidv7, verdictOf, type Actor,
} from './index.js';

const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const anyTime = fc.integer({ min: 0, max: 4_102_444_800_000 });

describe('ids', () => {
  it('are UUIDs of version 7 that remember when they were made', () => {
    fc.assert(fc.property(anyTime, tenBytes, (time, random) => {
      const id = uuidv7(time, random);
      expect(isUuid(id)).toBe(true);
      expect(id[14]).toBe('7');
      expect(madeAt(id)).toBe(time);
    }));
  });

  it('made later sort later', () => {
    fc.assert(fc.property(anyTime, tenBytes, tenBytes, (time, a, b) => {
      expect(uuidv7(time, a) < uuidv7(time + 1, b)).toBe(true);
    }));
  });
});

describe('school days', () => {
  it.each([['2026-02-28', true], ['2026-02-29', false], ['2028-02-29', true], ['2026-13-01', false], ['2026-1-1', false]])(
    '%s is a day: %s', (text, expected) => expect(isSchoolDay(text)).toBe(expected),
  );

  it('change at midnight in China, which is four in the afternoon of the day before in UTC', () => {
    expect(chinaDayOf(new Date('2026-09-30T15:59:59Z'))).toBe('2026-09-30');
    expect(chinaDayOf(new Date('2026-09-30T16:00:00Z'))).toBe('2026-10-01');
    expect(chinaInstant(schoolDay('2026-10-01'), 8 * 60).toISOString()).toBe('2026-10-01T00:00:00.000Z');
  });

  it('add up', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays(schoolDay('1990-01-01'), n));
    fc.assert(fc.property(day, fc.integer({ min: -5000, max: 5000 }), (from, n) => {
      expect(daysBetween(from, addDays(from, n))).toBe(n);
    }));
    expect(dayOfWeek(schoolDay('2026-11-22'))).toBe(7);
    expect(dayOfWeek(schoolDay('2026-11-23'))).toBe(1);
  });
});

describe('refusals', () => {
  it('carry a code, a kind and a Chinese sentence with the details filled in', () => {
    defineRefusals({ 'kernel/example': { kind: 'conflict', zh: '第{row}行重复。' } });
    const refusal = refuse('kernel/example', { row: 3 });
    expect([refusal.code, refusal.kind, refusal.zh]).toEqual(['kernel/example', 'conflict', '第3行重复。']);
  });

  it('refuse to be misspelt or to mean two things', () => {
    expect(() => refuse('kernel/unheard-of')).toThrow('unknown refusal code');
    expect(() => defineRefusals({ 'kernel/example': { kind: 'invalid', zh: '别的意思' } })).toThrow('defined twice');
  });
});

describe('scope', () => {
  const teacher: Actor = {
    kind: 'person', accountId: 'a', name: '', posts: [
      { post: 'form-teacher', actions: new Set(['x.read']), scope: { jurisdictions: [1], schools: ['s1'], classes: ['c1'] } },
      { post: 'psychology-teacher', actions: new Set(['x.read', 'x.write']), scope: { jurisdictions: [2], schools: ['s2'], classes: 'all' } },
    ],
  };

  it('keeps the posts that grant an action apart', () => {
    const scopes = scopesFor(teacher, 'x.read');
    expect(scopes).toHaveLength(2);
    expect(isWithin(scopes, { jurisdictionId: 1, schoolId: 's1', classId: 'c1' })).toBe(true);
    expect(isWithin(scopes, { jurisdictionId: 2, schoolId: 's2', classId: 'anything' })).toBe(true);
  });

  it('never lends a right held in one school to another', () => {
    expect(isWithin(scopesFor(teacher, 'x.read'), { jurisdictionId: 1, schoolId: 's1', classId: 'c2' })).toBe(false);
    expect(isWithin(scopesFor(teacher, 'x.write'), { jurisdictionId: 1, schoolId: 's1', classId: 'c1' })).toBe(false);
  });

  it('that is narrowed does not reach what lies above it', () => {
    expect(isWithin(scopesFor(teacher, 'x.read'), { jurisdictionId: 1, schoolId: 's1' })).toBe(false);
    expect(isWithin(scopesFor(teacher, 'x.read'), { jurisdictionId: 1 })).toBe(false);
  });

  it('of one’s own or assigned things reaches what is one’s own or assigned, and nothing that is nobody’s', () => {
    const wide = { jurisdictions: [1], schools: 'all', classes: 'all' } as const;
    expect(isWithin([{ ...wide, own: 'me' }], { jurisdictionId: 1, ownerId: 'me' })).toBe(true);
    expect(isWithin([{ ...wide, own: 'me' }], { jurisdictionId: 1, ownerId: 'you', assignedTo: ['me'] })).toBe(false);
    expect(isWithin([{ ...wide, assigned: 'me' }], { jurisdictionId: 1, ownerId: null, assignedTo: ['you', 'me'] })).toBe(true);
    expect(isWithin([{ ...wide, assigned: 'me' }], { jurisdictionId: 1 })).toBe(false);
    expect(isWithin([{ ...wide, assigned: 'me' }], { jurisdictionId: 2, assignedTo: ['me'] })).toBe(false);
  });

  it('is nowhere without a post that grants it', () => {
    expect(scopesFor(teacher, 'x.delete')).toEqual([]);
    expect(scopesFor({ kind: 'anonymous' }, 'x.read')).toEqual([]);
  });
});

describe('verdicts', () => {
  it('are allowed only when no reason stands against them', () => {
    expect(verdictOf([])).toEqual({ allowed: true });
    expect(verdictOf(['a', 'b'])).toEqual({ allowed: false, reasons: ['a', 'b'] });
  });
});
