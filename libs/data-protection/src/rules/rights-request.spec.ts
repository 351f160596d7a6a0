import { describe, expect, it } from '@jest/globals';
import { type SchoolDay, schoolDay as day } from '@heliotrope/kernel';
import { isOverdue, mayAnswer, mayOrderPack, type RightsKind, type RightsState, workingDayAfter } from './rights-request.js';

// National Day 2026: 1–7 October off, 10 October (a Saturday) made up.
const exceptions = new Map<SchoolDay, boolean>([...[1, 2, 3, 4, 5, 6, 7].map((n) => [day(`2026-10-0${n}`), true] as const), [day('2026-10-10'), false] as const]);

describe('the deadline', () => {
  const rows: [from: string, count: number, due: string, why: string][] = [
    ['2026-10-12', 1, '2026-10-13', 'the next day'],
    ['2026-10-16', 1, '2026-10-19', 'over a weekend'],
    ['2026-09-30', 1, '2026-10-08', 'over the holiday'],
    ['2026-10-09', 1, '2026-10-10', 'a Saturday made up is a working day'],
    ['2026-10-12', 15, '2026-11-02', 'fifteen working days are three weeks'],
    ['2026-09-28', 15, '2026-10-23', 'with the holiday in between and the day made up for it'],
    ['2026-07-20', 15, '2026-08-10', 'runs on through the summer vacation'],
    ['2026-10-17', 0, '2026-10-17', 'no days'],
  ];
  it.each(rows)('from %s, %i days: %s (%s)', (from, count, due) => {
    expect(workingDayAfter({ exceptions }, day(from), count)).toBe(due);
  });

  const overdue: [state: RightsState, today: string, is: boolean][] = [
    ['received', '2026-11-01', false], ['received', '2026-11-02', false], ['received', '2026-11-03', true], ['refused', '2026-11-03', false], ['granted', '2027-01-01', false],
  ];
  it.each(overdue)('%s on %s is overdue: %s', (state, today, is) => {
    expect(isOverdue({ state, dueOn: day('2026-11-02') }, day(today))).toBe(is);
  });
});

describe('the answer', () => {
  const rows: [state: RightsState, answer: 'granted' | 'refused', words: string, code: string | null][] = [
    ['received', 'granted', '', null],
    ['received', 'refused', '', 'data-protection/refusal-needs-reason'],
    ['received', 'refused', '　 不行不行不行不行不  ', 'data-protection/refusal-needs-reason'],
    ['received', 'refused', '该信息依法须保存三年。', null],
    ['refused', 'granted', '', 'data-protection/request-decided'],
    ['granted', 'refused', '该信息依法须保存三年。', 'data-protection/request-decided'],
  ];
  it.each(rows)('%s → %s with "%s": %s', (state, answer, words, code) => {
    const verdict = mayAnswer(state, answer, words);
    expect(verdict.allowed ? null : verdict.reasons[0]).toBe(code);
  });

});

describe('the pack', () => {
  const [desk, leader] = ['account:desk', 'account:leader'];
  const rows: [kind: RightsKind, state: RightsState, by: string, code: string | null][] = [
    ['access', 'received', leader, null],
    ['copy', 'granted', leader, null],
    ['access', 'received', desk, 'data-protection/pack-own-request'],
    ['copy', 'granted', desk, 'data-protection/pack-own-request'],
    ['access', 'refused', leader, 'data-protection/pack-not-asked'],
    ['correct', 'received', leader, 'data-protection/pack-not-asked'],
    ['delete', 'received', leader, 'data-protection/pack-not-asked'],
    ['explain', 'received', desk, 'data-protection/pack-not-asked'],
  ];
  it.each(rows)('of a request to %s, %s and entered at the desk, for %s: %s', (kind, state, by, code) => {
    const verdict = mayOrderPack({ kind, state, enteredBy: desk }, by);
    expect(verdict.allowed ? null : verdict.reasons[0]).toBe(code);
  });
});
