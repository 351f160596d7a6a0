import { describe, expect, it } from '@jest/globals';
import { addDays, isWithin, schoolDay, type SchoolDay } from '@heliotrope/kernel';
import fc from 'fast-check';
import { defaultWord, fittingWords, isScopeWord, SCOPE_WORDS, scopeOf, type ScopeWord } from './data-scope.js';
import { actionsOf, GRANTS, POST_KINDS, type PostKind, POSTS } from './post.js';
import { DEFAULT_RIGHTS, type Decided, type GrantDecision, rightOf, rightsUnder } from './rights.js';
import { grantsOf, type HeldPost } from './scope.js';
import { isAdministrator, isOfSchools, postsClash, refusalToGive, refusalToLend, refusalToTake } from './separation.js';

const today = schoolDay('2026-11-22');
/** Two counties under a city under a province, and a county of another city. */
const [PROVINCE, CITY, COUNTY, NEXT, FAR] = [1, 2, 3, 4, 5];
const CHAINS: Record<number, number[]> = { [PROVINCE]: [1], [CITY]: [2, 1], [COUNTY]: [3, 2, 1], [NEXT]: [4, 2, 1], [FAR]: [5, 1] };
const BELOW = new Map([[1, [1, 2, 3, 4, 5]], [2, [2, 3, 4]], [3, [3]], [4, [4]], [5, [5]]]);

const heldAt = (kind: PostKind, bureau: number, over: Partial<HeldPost> = {}): HeldPost => ({
  kind, jurisdictionId: bureau, schoolId: POSTS[kind].reach === 'bureau' ? null : `school of ${bureau}`, classIds: ['c1'],
  jurisdictions: POSTS[kind].reach === 'bureau' ? BELOW.get(bureau)! : [bureau], accountId: 'me', validFrom: schoolDay('2026-09-01'), validUntil: null, ...over,
});
const post = (kind: PostKind, bureau = COUNTY) => ({ ...heldAt(kind, bureau), kind });
let made = 0;
const decision = (over: Partial<GrantDecision>): GrantDecision => ({
  id: '', seq: ++made, bureauId: COUNTY, action: 'screening.read-board', post: 'inspector', word: 'none', validFrom: today, ...over,
});

const WORDS = [...Object.keys(SCOPE_WORDS), 'none', 'inherit'] as Decided[];
const anyDecision: fc.Arbitrary<GrantDecision> = fc.record({
  id: fc.uuid(), seq: fc.nat(), bureauId: fc.constantFrom(PROVINCE, CITY, COUNTY, NEXT, FAR), action: fc.constantFrom(...Object.keys(GRANTS)), post: fc.constantFrom<string>(...POST_KINDS),
  word: fc.constantFrom(...WORDS), validFrom: fc.integer({ min: -5, max: 5 }).map((n) => addDays(today, n)),
});
const decisions = fc.array(anyDecision, { maxLength: 60 });
const bureau = fc.constantFrom(PROVINCE, CITY, COUNTY, NEXT, FAR);
const kind = fc.constantFrom(...POST_KINDS);

describe('the six words', () => {
  it.each<[ScopeWord, PostKind, object | null]>([
    ['all', 'county-officer', { jurisdictions: [2, 3, 4], schools: 'all', classes: 'all' }],
    ['organisation-and-below', 'county-officer', { jurisdictions: [3], schools: 'all', classes: 'all' }],
    ['organisation', 'county-officer', { jurisdictions: [3], schools: 'all', classes: 'all' }],
    ['classes', 'county-officer', null],
    ['own', 'county-officer', { jurisdictions: [3], schools: 'all', classes: 'all', own: 'me' }],
    ['all', 'school-leader', { jurisdictions: [3], schools: ['school of 3'], classes: 'all' }],
    ['organisation-and-below', 'school-leader', { jurisdictions: [3], schools: ['school of 3'], classes: 'all' }],
    ['organisation', 'form-teacher', { jurisdictions: [3], schools: ['school of 3'], classes: 'all' }],
    ['classes', 'form-teacher', { jurisdictions: [3], schools: ['school of 3'], classes: ['c1'] }],
    ['assigned', 'grade-head', { jurisdictions: [3], schools: ['school of 3'], classes: 'all', assigned: 'me' }],
  ])('%s of a %s', (word, who, expected) => expect(scopeOf(word, post(who), BELOW.get(CITY))).toEqual(expected));

  it('本机构 of a city is what it manages directly, 本机构及下级 its counties too', () => {
    expect(scopeOf('organisation', post('city-officer', CITY))!.jurisdictions).toEqual([2]);
    expect(scopeOf('organisation-and-below', post('city-officer', CITY))!.jurisdictions).toEqual([2, 3, 4]);
  });

  it('reach nothing for a school post without its school', () => {
    for (const word of Object.keys(SCOPE_WORDS).filter(isScopeWord)) expect(scopeOf(word, { ...post('school-leader'), schoolId: null })).toBeNull();
  });

  it('are offered only where they mean something, and the default word always is', () => {
    expect(fittingWords('screening.read-board', 'inspector')).toEqual(['all', 'organisation-and-below', 'organisation']);
    expect(fittingWords('organisation.read-students', 'form-teacher')).toEqual(['organisation', 'classes']);
    expect(fittingWords('organisation.read-tree', 'form-teacher')).toEqual(['organisation']);
    expect(fittingWords('crisis-escalation.read-cases', 'psychology-teacher')).toEqual(['organisation', 'assigned']);
    for (const action of Object.keys(GRANTS)) for (const who of POST_KINDS) expect(fittingWords(action, who)).toContain(defaultWord(action, who));
  });
});

describe('rights', () => {
  it('are the table\'s where nobody has decided', () => {
    for (const who of POST_KINDS) {
      const all = DEFAULT_RIGHTS.of.get(who)!.flatMap((group) => [...group.actions]);
      expect(new Set(all)).toEqual(actionsOf(who));
      expect(all.length).toBe(actionsOf(who).size);
    }
  });

  const right = (list: GrantDecision[], day: SchoolDay = today, chain = CHAINS[COUNTY]!) => rightOf('screening.read-board', 'inspector', chain, list, day);
  it('are given and taken by the most local bureau that has decided', () => {
    const city = decision({ bureauId: CITY, word: 'none' });
    const county = decision({ bureauId: COUNTY, word: 'organisation' });
    expect(right([])).toEqual({ word: 'organisation-and-below', bureauId: null });
    expect(right([city])).toBeNull();
    expect(right([city, county])).toEqual({ word: 'organisation', bureauId: COUNTY });
    expect(right([city, county], today, CHAINS[NEXT])).toBeNull();
    expect(right([city, county], today, CHAINS[FAR])).toEqual({ word: 'organisation-and-below', bureauId: null });
  });

  it('begin on their day; of two decisions for one day the later counts, and inherit gives back to what stands above', () => {
    const first = decision({ word: 'none', validFrom: addDays(today, 3) });
    const second = decision({ word: 'organisation', validFrom: addDays(today, 3) });
    const third = decision({ word: 'inherit', validFrom: addDays(today, 9) });
    const city = decision({ bureauId: CITY, word: 'all' });
    const list = [third, second, first, city];
    const on = (n: number) => right(list, addDays(today, n));
    expect([on(2), on(3), on(9)]).toEqual([{ word: 'all', bureauId: CITY }, { word: 'organisation', bureauId: COUNTY }, { word: 'all', bureauId: CITY }]);
  });

  it('in groups say the same as one by one', () => {
    fc.assert(fc.property(decisions, bureau, kind, (list, at, who) => {
      const groups = rightsUnder(CHAINS[at]!, list, today).of.get(who)!;
      for (const action of Object.keys(GRANTS)) {
        const inGroups = groups.find((group) => group.actions.has(action));
        const alone = rightOf(action, who, CHAINS[at]!, list, today);
        expect(inGroups?.word).toBe(alone?.word);
      }
    }), { numRuns: 60 });
  });
});

describe('whatever anybody decides', () => {
  const grants = (list: GrantDecision[], who: PostKind, at: number) => grantsOf(heldAt(who, at), today, rightsUnder(CHAINS[at]!, list, today, BELOW));

  it('nothing reaches outside the bureau that decided it, and decisions of others change nothing', () => {
    fc.assert(fc.property(decisions, bureau, bureau, kind, (list, editor, at, who) => {
      const mine = list.map((one) => ({ ...one, bureauId: editor }));
      const got = grants(mine, who, at);
      if (!CHAINS[at]!.includes(editor)) return expect(got).toEqual(grantsOf(heldAt(who, at), today));
      const reached = got.flatMap((grant) => grant.scope.jurisdictions);
      for (const one of reached) expect(BELOW.get(editor)!.includes(one) || BELOW.get(at)!.includes(one)).toBe(true);
    }), { numRuns: 300 });
  });

  it('a post at a school reaches no other school, and not what lies above the schools', () => {
    fc.assert(fc.property(decisions, bureau, kind.filter((who) => POSTS[who].reach !== 'bureau'), (list, at, who) => {
      for (const { scope } of grants(list, who, at)) {
        expect(scope).toMatchObject({ jurisdictions: [at], schools: [`school of ${at}`] });
        expect(isWithin([scope], { jurisdictionId: at })).toBe(false);
        expect(isWithin([scope], { jurisdictionId: at, schoolId: 'next', classId: 'c1', ownerId: 'me', assignedTo: ['me'] })).toBe(false);
      }
    }), { numRuns: 300 });
  });

  it('an administrator has what the table says, and a post of a bureau no work with pupils that the table does not give it', () => {
    fc.assert(fc.property(decisions, bureau, kind.filter((who) => POSTS[who].reach === 'bureau'), (list, at, who) => {
      const got = new Set(grants(list, who, at).flatMap((grant) => [...grant.actions]));
      if (isAdministrator(who)) expect(got).toEqual(actionsOf(who));
      expect([...got].filter(isOfSchools)).toEqual([]);
    }), { numRuns: 300 });
  });

  it('answers and results stay with the psychology teacher, and a case keeps somebody who can open it', () => {
    fc.assert(fc.property(decisions, bureau, kind, (list, at, who) => {
      const got = new Set(grants(list, who, at).flatMap((grant) => [...grant.actions]));
      if (who !== 'psychology-teacher') for (const action of ['screening.review', 'screening.confirm-level', 'screening.lower-level']) expect(got.has(action)).toBe(false);
      else expect(got.has('crisis-escalation.acknowledge')).toBe(true);
    }), { numRuns: 200 });
  });
});

describe('separation', () => {
  it.each<[string, PostKind, ScopeWord, string | null]>([
    ['screening.read-board', 'researcher', 'organisation-and-below', null],
    ['organisation.read-students', 'form-teacher', 'organisation', null],
    ['crisis-escalation.read-cases', 'grade-head', 'assigned', null],
    ['crisis-escalation.read-cases', 'grade-head', 'classes', 'organisation/grant-assigned-only'],
    ['organisation.read-students', 'system-admin', 'all', 'organisation/admin-no-pupils'],
    ['screening.review', 'audit-admin', 'all', 'organisation/admin-no-pupils'],
    ['screening.read-board', 'security-admin', 'all', 'organisation/admin-fixed'],
    ['organisation.edit-divisions', 'county-officer', 'all', 'organisation/grant-of-administrators'],
    ['organisation.read-students', 'county-officer', 'all', 'organisation/grant-stays-in-school'],
    ['screening.plan-round', 'school-leader', 'organisation', 'organisation/grant-of-bureaus'],
    ['screening.review', 'school-leader', 'organisation', 'organisation/grant-professional'],
    ['screening.second-lowering', 'form-teacher', 'classes', 'organisation/grant-not-at-classes'],
    ['organisation.read-students', 'psychology-teacher', 'classes', 'organisation/word-unfit'],
    ['crisis-escalation.read-crisis-report', 'inspector', 'organisation', 'organisation/grant-as-tabled'],
    ['organisation.import-roster', 'county-officer', 'all', 'organisation/word-unfit'],
    ['x.unheard-of', 'psychology-teacher', 'organisation', 'organisation/action-unknown'],
  ])('%s for a %s in %s: %s', (action, who, word, refusal) => expect(refusalToGive(action, who, word)).toBe(refusal));

  it('lets nothing be given that the default word of the table would not already be', () => {
    for (const [action, holders] of Object.entries(GRANTS)) {
      for (const who of holders.filter((one) => !isAdministrator(one))) expect([action, who, refusalToGive(action, who, defaultWord(action, who))]).toEqual([action, who, null]);
    }
  });

  it('lets nobody take from an administrator, nor what a child may depend on', () => {
    expect(refusalToTake('organisation.edit-grants', 'security-admin')).toBe('organisation/admin-fixed');
    expect(refusalToTake('crisis-escalation.acknowledge', 'psychology-teacher')).toBe('organisation/grant-needed');
    expect(refusalToTake('screening.print-seat-slips', 'form-teacher')).toBeNull();
  });

  it.each<[PostKind, PostKind, boolean]>([
    ['system-admin', 'security-admin', true], ['system-admin', 'audit-admin', true], ['security-admin', 'audit-admin', true],
    ['system-admin', 'system-admin', false], ['audit-admin', 'psychology-teacher', true], ['form-teacher', 'psychology-teacher', false],
    ['county-officer', 'system-admin', false], ['county-officer', 'school-leader', false],
  ])('%s and %s clash: %s', (one, other, clash) => expect([postsClash(one, other), postsClash(other, one)]).toEqual([clash, clash]));

  it.each<[string, PostKind, string | null]>([
    ['organisation.read-students', 'form-teacher', null], ['crisis-escalation.note', 'school-leader', null], ['crisis-escalation.note', 'grade-head', 'organisation/loan-wrong-place'],
    ['reporting.attention-list', 'school-leader', 'organisation/loan-wrong-place'], ['platform.break-glass', 'county-officer', 'organisation/never-lent'], ['screening.open-round', 'county-officer', null],
    ['screening.second-lowering', 'form-teacher', 'organisation/never-lent'], ['organisation.edit-divisions', 'county-officer', 'organisation/never-lent'],
    ['organisation.read-students', 'audit-admin', 'organisation/admin-no-loan'], ['organisation.read-students', 'county-officer', 'organisation/loan-wrong-place'],
  ])('%s lent to a %s: %s', (action, to, refusal) => expect(refusalToLend(action, to)).toBe(refusal));

  it('lends what the holder has, where he has it, and nothing else', () => {
    const loan = heldAt('psychology-teacher', COUNTY, { lent: [{ action: 'crisis-escalation.note', to: 'school-leader' }, { action: 'screening.review', to: 'school-leader' }, { action: 'screening.plan-round', to: 'school-leader' }] });
    expect(grantsOf(loan, today).map((grant) => [[...grant.actions], grant.scope.schools])).toEqual([[['crisis-escalation.note'], ['school of 3']]]);
  });
});
