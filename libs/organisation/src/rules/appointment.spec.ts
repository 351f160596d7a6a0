import { describe, expect, it } from '@jest/globals';
import { addDays, schoolDay } from '@heliotrope/kernel';
import { appointmentFault, type AppointmentQuestion, lastDayOf, mayAppointAt, type StandingPost, type WantedPost } from './appointment.js';
import { checkStateOf, needsCheck } from './background-check.js';
import { loanFault, LONGEST_LOAN_DAYS } from './loan.js';

const today = schoolDay('2026-11-22');
const wanted = (over: Partial<WantedPost> = {}): WantedPost => ({
  accountId: 'a', kind: 'form-teacher', jurisdictionId: 1, schoolId: 's1', classIds: ['c1'], grade: null, validFrom: today, validUntil: null, ...over,
});
const standing = (over: Partial<StandingPost> = {}): StandingPost => ({ id: 'p', ...wanted({ validFrom: schoolDay('2026-09-01') }), ...over });
const ask = (over: Partial<AppointmentQuestion>) => appointmentFault({ wanted: wanted(), today, bureauKind: 'county', standing: [], replaced: null, ...over })?.code.slice('organisation/'.length) ?? null;
const officer = { schoolId: null, classIds: [] };

describe('an appointment', () => {
  it.each<[string, Partial<AppointmentQuestion>, string | null]>([
    ['of a form teacher of a class', {}, null],
    ['that begins yesterday', { wanted: wanted({ validFrom: addDays(today, -1) }) }, 'post-days'],
    ['that ends before it begins', { wanted: wanted({ validUntil: addDays(today, -1) }) }, 'post-days'],
    ['for one day', { wanted: wanted({ validUntil: today }) }, null],
    ['of a teacher without a school', { wanted: wanted({ schoolId: null }) }, 'post-place'],
    ['of an officer at a school', { wanted: wanted({ kind: 'county-officer', classIds: [] }) }, 'post-place'],
    ['of a county officer at a county', { wanted: wanted({ kind: 'county-officer', ...officer }) }, null],
    ['of a city officer at a county', { wanted: wanted({ kind: 'city-officer', ...officer }) }, 'post-place'],
    ['of an inspector at a city', { wanted: wanted({ kind: 'inspector', ...officer }), bureauKind: 'city' }, null],
    ['of a form teacher without a class', { wanted: wanted({ classIds: [] }) }, 'post-classes'],
    ['of a grade head for a grade', { wanted: wanted({ kind: 'grade-head', classIds: [], grade: { stage: 'junior', entryYear: 2026 } }) }, null],
    ['of a psychology teacher with a class', { wanted: wanted({ kind: 'psychology-teacher' }) }, 'post-classes'],
    ['twice for the same class', { standing: [standing()] }, 'post-held'],
    ['of the same person for another class', { standing: [standing({ classIds: ['c2'] })] }, null],
    ['after the same post has ended', { standing: [standing({ validUntil: addDays(today, -1) })] }, null],
    ['of an audit administrator who teaches', { wanted: wanted({ kind: 'audit-admin', ...officer }), standing: [standing()] }, 'posts-clash'],
    ['of a security administrator who is system administrator until tomorrow', { wanted: wanted({ kind: 'security-admin', ...officer }), standing: [standing({ kind: 'system-admin', ...officer, validUntil: addDays(today, 1) })] }, 'posts-clash'],
    ['in somebody\'s place until he comes back', { wanted: wanted({ validUntil: addDays(today, 30) }), replaced: standing({ accountId: 'b' }) }, null],
    ['in somebody\'s place without an end', { replaced: standing({ accountId: 'b' }) }, 'replacement-until'],
    ['in one\'s own place', { wanted: wanted({ validUntil: today }), replaced: standing() }, 'replacement-kind'],
    ['in the place of another post', { wanted: wanted({ validUntil: today }), replaced: standing({ accountId: 'b', kind: 'grade-head' }) }, 'replacement-kind'],
    ['in somebody\'s place at another school', { wanted: wanted({ validUntil: today }), replaced: standing({ accountId: 'b', schoolId: 's2' }) }, 'replacement-kind'],
  ])('%s', (_, over, code) => expect(ask(over)).toBe(code));

  const school = { jurisdictions: [1], schools: ['s1'], classes: 'all' } as const;
  const bureau = { jurisdictions: [1, 2], schools: 'all', classes: 'all' } as const;
  it.each([
    ['by a school leader of a form teacher of his school', [school], wanted(), true],
    ['by a school leader of a form teacher of another school', [school], wanted({ schoolId: 's2' }), false],
    ['by a school leader of a psychology teacher', [school], wanted({ kind: 'psychology-teacher' }), false],
    ['by a school leader of an administrator', [school], wanted({ kind: 'system-admin', ...officer }), false],
    ['by a security administrator of a psychology teacher below her', [bureau], wanted({ kind: 'psychology-teacher', jurisdictionId: 2 }), true],
    ['by a security administrator of an officer above her', [bureau], wanted({ kind: 'city-officer', jurisdictionId: 9, ...officer }), false],
  ])('%s', (_, scopes, post, may) => expect(mayAppointAt(scopes, post)).toBe(may));

  it.each([
    ['today, at once', {}, -1, -1], ['in ten days', {}, 10, 10], ['in the past', {}, -2, null], ['after it is over', { validUntil: addDays(today, -1) }, 0, null],
    ['later than it would by itself', { validUntil: addDays(today, 5) }, 6, null], ['before it has begun', { validFrom: addDays(today, 9) }, -1, 8],
  ])('ends %s', (_, over, last, expected) => {
    expect(lastDayOf(standing(over), addDays(today, last), today)).toBe(expected === null ? null : addDays(today, expected));
  });
});

describe('a background check', () => {
  it('is needed by whoever is with pupils', () => {
    expect([needsCheck('form-teacher'), needsCheck('school-leader'), needsCheck('county-officer')]).toEqual([true, true, false]);
  });

  it.each([[null, 'missing'], [0, 'valid'], [-365, 'valid'], [-366, 'old']] as const)('of %s days ago is %s', (age, state) => {
    expect(checkStateOf(['inspector', 'form-teacher'], age === null ? null : addDays(today, age), today, 365)).toBe(state);
    expect(checkStateOf(['inspector'], null, today, 365)).toBe('not-needed');
  });
});

describe('a loan', () => {
  const loan = { action: 'organisation.read-students', lenderHas: 'here', to: 'grade-head', validUntil: today, today } as const;
  it.each([
    ['for today', {}, null], ['for as long as can be', { validUntil: addDays(today, LONGEST_LOAN_DAYS) }, null],
    ['for longer', { validUntil: addDays(today, LONGEST_LOAN_DAYS + 1) }, 'organisation/loan-days'], ['until yesterday', { validUntil: addDays(today, -1) }, 'organisation/loan-days'],
    ['of what one has not', { lenderHas: 'no' }, 'organisation/loan-not-held'], ['to another school', { lenderHas: 'elsewhere' }, 'organisation/loan-elsewhere'],
    ['of a second pair of eyes', { action: 'screening.second-lowering' }, 'organisation/never-lent'], ['to an administrator', { to: 'audit-admin' }, 'organisation/admin-no-loan'],
  ] as const)('%s', (_, over, code) => expect(loanFault({ ...loan, ...over })).toBe(code));
});
