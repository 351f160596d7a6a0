import { describe, expect, it } from '@jest/globals';
import { GRANTS } from '@heliotrope/organisation/rules';
import { type DutyPost, dutyFor, OWNER_POSTS, type PostHolder } from './duty-holder.js';

const holder = (accountId: string, post: DutyPost): PostHolder => ({ accountId, post });
const p = holder('p', 'psychology-teacher');
const q = holder('q', 'psychology-teacher');
const l = holder('l', 'school-leader');
const county = holder('c', 'county-officer');
const city = holder('y', 'city-officer');

describe('whose case it is', () => {
  it.each<[string, PostHolder[], boolean, string | null, string[], string[]]>([
    ['the psychology teacher’s', [l, p], false, 'p', ['p'], []],
    ['with the leader told when it is grave', [l, p], true, 'p', ['p', 'l'], []],
    ['the leader’s where there is no psychology teacher', [l, county], true, 'l', ['l'], []],
    ['of two psychology teachers the longer-serving owns it and both are told', [q, p], false, 'q', ['q', 'p'], []],
    ['nobody’s where the school has neither, and the county is alarmed', [city, county], true, null, [], ['c']],
    ['and the city where the county has nobody', [city], true, null, [], ['y']],
    ['nobody’s and nobody’s alarm where no post is held at all', [], true, null, [], []],
  ])('%s', (_, holders, grave, owner, told, alarmed) => {
    expect(dutyFor(holders, grave)).toEqual({ ownerAccountId: owner, toldAccountIds: told, alarmedAccountIds: alarmed });
  });

  it('goes only to people who may open it and take it up', () => {
    for (const post of OWNER_POSTS) {
      expect(GRANTS['crisis-escalation.read-cases']).toContain(post);
      expect(GRANTS['crisis-escalation.acknowledge']).toContain(post);
    }
  });
});
