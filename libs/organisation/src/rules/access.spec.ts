import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isWithin, schoolDay, scopesFor, type Person } from '@heliotrope/kernel';
import { actionsOf, GRANTS, POST_KINDS, POSTS } from './post.js';
import { grantsOf, type HeldPost } from './scope.js';

const today = schoolDay('2026-10-12');
const held = (over: Partial<HeldPost>): HeldPost => ({
  kind: 'form-teacher', jurisdictionId: 1, schoolId: 's1', classIds: ['c1'], jurisdictions: [1], validFrom: schoolDay('2026-09-01'), validUntil: null, ...over,
});
const person = (...posts: HeldPost[]): Person => ({ kind: 'person', accountId: 'a', name: '', posts: posts.flatMap((post) => grantsOf(post, today)) });

describe('posts', () => {
  it('name exactly the actions that the domains declare', () => {
    const libraries = new URL('../../../', import.meta.url);
    const declared = (fs.readdirSync(libraries, { recursive: true }) as string[])
      .filter((file) => /^[^/]+\/src\/.*\.ts$/.test(file) && !file.endsWith('.spec.ts'))
      .flatMap((file) => {
        const text = fs.readFileSync(new URL(file, libraries), 'utf8');
        const constants = new Map([...text.matchAll(/const (\w+) = '([a-z-]+\.[a-z-]+)'/g)].map((found) => [found[1], found[2]]));
        const blocks = [...text.matchAll(/defineActions\(\{(.*?)\}\)/gs)].map((found) => found[1]!);
        return blocks.flatMap((block) => [...block.matchAll(/'([a-z-]+\.[a-z-]+)':|\[(\w+)\]:/g)].map((found) => found[1] ?? constants.get(found[2]!)));
      });
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
