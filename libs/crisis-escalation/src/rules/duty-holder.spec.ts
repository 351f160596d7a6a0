import { describe, expect, it } from '@jest/globals';
import { type DutyPost, dutyFor, type PostHolder } from './duty-holder.js';

const holder = (accountId: string, post: DutyPost): PostHolder => ({ accountId, post });

describe('whose case it is', () => {
  it.each<[string, PostHolder[], boolean, string | null, string[]]>([
    ['the psychology teacher’s', [holder('l', 'school-leader'), holder('p', 'psychology-teacher')], false, 'p', ['p']],
    ['with the leader told when it is grave', [holder('l', 'school-leader'), holder('p', 'psychology-teacher')], true, 'p', ['p', 'l']],
    ['the leader’s where there is no psychology teacher', [holder('l', 'school-leader'), holder('g', 'grade-head')], true, 'l', ['l']],
    ['the county officer’s where the school has nobody', [holder('c', 'county-officer')], true, 'c', ['c']],
    ['of two psychology teachers the longer-serving owns it and both are told', [holder('q', 'psychology-teacher'), holder('p', 'psychology-teacher')], false, 'q', ['q', 'p']],
    ['nobody’s where no post is held, and it says so', [], true, null, []],
  ])('%s', (_, holders, grave, owner, told) => expect(dutyFor(holders, grave)).toEqual({ ownerAccountId: owner, toldAccountIds: told }));
});
