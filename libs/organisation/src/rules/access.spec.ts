import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isWithin, schoolDay, scopesFor, type Person } from '@heliotrope/kernel';
import { actionsOf, GRANTS, POST_KINDS, POSTS } from './post.js';
import { grantsOf, type HeldPost } from './scope.js';
import { afterFailure, isLocked, isSessionOver, passwordFaults, SIGN_IN_LIMITS } from './sign-in.js';

const today = schoolDay('2026-10-12');
const held = (over: Partial<HeldPost>): HeldPost => ({
  kind: 'form-teacher', jurisdictionId: 1, schoolId: 's1', classIds: ['c1'], jurisdictions: [1], validFrom: schoolDay('2026-09-01'), validUntil: null, ...over,
});
const person = (...posts: HeldPost[]): Person => ({ kind: 'person', accountId: 'a', name: '', posts: posts.flatMap((post) => grantsOf(post, today)) });

describe('posts', () => {
  it('name exactly the actions that the domains declare', () => {
    const libraries = new URL('../../../', import.meta.url);
    const declared = (fs.readdirSync(libraries, { recursive: true }) as string[])
      .filter((file) => /^[^/]+\/src\/.*actions\.ts$/.test(file))
      .flatMap((file) => [...fs.readFileSync(new URL(file, libraries), 'utf8').matchAll(/^\s*'([a-z-]+\.[a-z-]+)':/gm)].map((found) => found[1]));
    expect(Object.keys(GRANTS).sort()).toEqual(declared.sort());
  });

  it('grant every action to somebody', () => {
    for (const [action, posts] of Object.entries(GRANTS)) expect([action, posts.length > 0]).toEqual([action, true]);
  });

  it('keep the three administrators and the bureaus away from pupils by name', () => {
    for (const kind of POST_KINDS.filter((kind) => POSTS[kind].reach === 'bureau')) {
      expect(actionsOf(kind).has('organisation.read-students')).toBe(false);
      expect(actionsOf(kind).has('crisis-escalation.read-cases')).toBe(false);
    }
  });
});

describe('scope of a post', () => {
  it('of a form teacher is the class, for the tree the school', () => {
    const teacher = person(held({}));
    const pupils = scopesFor(teacher, 'organisation.read-students');
    expect(isWithin(pupils, { jurisdictionId: 1, schoolId: 's1', classId: 'c1' })).toBe(true);
    expect(isWithin(pupils, { jurisdictionId: 1, schoolId: 's1', classId: 'c2' })).toBe(false);
    const tree = scopesFor(teacher, 'organisation.read-tree');
    expect(isWithin(tree, { jurisdictionId: 1, schoolId: 's1', classId: 'c2' })).toBe(true);
    expect(isWithin(tree, { jurisdictionId: 1, schoolId: 's2', classId: 'c9' })).toBe(false);
  });

  it('of a psychology teacher is the school, of an officer the bureau and all below', () => {
    expect(scopesFor(person(held({ kind: 'psychology-teacher' })), 'organisation.read-students')[0]).toMatchObject({ schools: ['s1'], classes: 'all' });
    const officer = person(held({ kind: 'city-officer', schoolId: null, classIds: [], jurisdictions: [1, 11, 12] }));
    expect(scopesFor(officer, 'organisation.read-tree')).toEqual([{ jurisdictions: [1, 11, 12], schools: 'all', classes: 'all' }]);
  });

  it.each([
    ['before it begins', { validFrom: schoolDay('2026-10-13') }, 0], ['on its first day', { validFrom: today }, 1],
    ['on its last day', { validUntil: today }, 1], ['after its end', { validUntil: schoolDay('2026-10-11') }, 0],
    ['without its school', { schoolId: null }, 0], ['of an unknown kind', { kind: 'wizard' }, 0],
  ])('%s', (_, over, count) => expect(scopesFor(person(held(over)), 'organisation.read-students')).toHaveLength(count));
});

describe('sign-in', () => {
  const now = new Date('2026-10-12T01:00:00Z');
  const later = (ms: number) => new Date(now.getTime() + ms);

  it('locks at the fifth failure for a quarter of an hour, then counts anew', () => {
    let record = { failedCount: 0, lockedUntil: null as Date | null };
    for (let n = 1; n <= 4; n += 1) record = { ...afterFailure(record, now) };
    expect([record.failedCount, isLocked(record, now)]).toEqual([4, false]);
    record = { ...afterFailure(record, now) };
    expect(isLocked(record, later(SIGN_IN_LIMITS.lockMs - 1))).toBe(true);
    expect(isLocked(record, later(SIGN_IN_LIMITS.lockMs))).toBe(false);
    expect(afterFailure(record, later(SIGN_IN_LIMITS.lockMs)).failedCount).toBe(1);
  });

  it('ends when idle, and in any case', () => {
    const times = { lastSeenAt: now, endsAt: later(SIGN_IN_LIMITS.absoluteMs) };
    expect(isSessionOver(times, later(SIGN_IN_LIMITS.idleMs - 1))).toBe(false);
    expect(isSessionOver(times, later(SIGN_IN_LIMITS.idleMs))).toBe(true);
    expect(isSessionOver({ ...times, lastSeenAt: later(SIGN_IN_LIMITS.absoluteMs) }, times.endsAt)).toBe(true);
  });

  it.each([
    ['Sunward-2026', 0], ['Sun-2026', 1], ['sunwardsunward', 1], ['Zhangsan-2026', 1], ['short', 2], ['向阳向阳向阳向阳Aa', 0],
  ])('password %s has %i faults', (password, count) => expect(passwordFaults(password, 'zhangsan')).toHaveLength(count));
});
