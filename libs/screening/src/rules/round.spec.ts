import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import type { SchoolCalendar } from '@heliotrope/organisation/rules';
import { aBattery, aRound, shippedLibrary } from '../testing/index.js';
import { batteryFaults, batteryFor } from './battery.js';
import { coverage } from './progress.js';
import { isDueToClose, isDueToOpen, mayAcceptSheet, mayMove, mayPlan, proposedWindow, ROUND_MOVES, type RoundState } from './round.js';

const opens = Date.parse('2026-10-12T00:00:00Z');
const closes = Date.parse('2026-10-24T10:00:00Z');

describe('a sheet is taken', () => {
  it.each([
    ['a millisecond before the window', 'open', opens - 1, 'screening/round-not-open'],
    ['as it begins', 'open', opens, null],
    ['a millisecond before it ends', 'open', closes - 1, null],
    ['as it ends', 'open', closes, 'screening/round-closed'],
    ['while assignments are still being made', 'opening', opens, null],
    ['before the round was opened', 'planned', opens, 'screening/round-not-open'],
    ['after it was closed by hand', 'closed', opens, 'screening/round-closed'],
  ] as [string, RoundState, number, string | null][])('%s', (_, state, now, refused) => {
    const verdict = mayAcceptSheet(aRound({ state }), new Date(now));
    expect(verdict.allowed ? null : verdict.reasons[0]).toBe(refused);
  });
});

it('the scheduler opens and closes by the clock, each once', () => {
  expect(isDueToOpen(aRound({ state: 'planned' }), new Date(opens - 1))).toBe(false);
  expect(isDueToOpen(aRound({ state: 'planned' }), new Date(opens))).toBe(true);
  expect(isDueToOpen(aRound({ state: 'planned' }), new Date(closes))).toBe(false);
  expect(isDueToOpen(aRound({ state: 'open' }), new Date(opens))).toBe(false);
  expect(isDueToClose(aRound(), new Date(closes - 1))).toBe(false);
  expect(isDueToClose(aRound(), new Date(closes))).toBe(true);
  expect(isDueToClose(aRound({ state: 'closed' }), new Date(closes))).toBe(false);
});

it('every state leads to closed, and closed nowhere', () => {
  for (const state of Object.keys(ROUND_MOVES) as RoundState[]) expect(mayMove(state, 'closed')).toBe(state !== 'closed');
  expect(mayMove('planned', 'open')).toBe(false);
});

it('a plan needs a window ahead and school years', () => {
  const plan = { title: '', opensAt: new Date(opens), closesAt: new Date(closes), grades: [7] };
  expect(mayPlan(plan, new Date(opens)).allowed).toBe(true);
  expect(mayPlan({ ...plan, closesAt: new Date(opens) }, new Date(opens - 1))).toMatchObject({ reasons: ['screening/window-backwards'] });
  expect(mayPlan(plan, new Date(closes))).toMatchObject({ reasons: ['screening/window-over'] });
  expect(mayPlan({ ...plan, grades: [] }, new Date(opens))).toMatchObject({ reasons: ['screening/no-grades'] });
  expect(mayPlan({ ...plan, grades: [13] }, new Date(opens))).toMatchObject({ reasons: ['screening/no-grades'] });
});

describe('a battery', () => {
  const find = (code: string, version: string) => shippedLibrary().find(code, version)?.definition;
  const faultsOf = (battery: ReturnType<typeof aBattery>, grades: number[]) => batteryFaults(battery, grades, find).map((fault) => `${fault.field} ${fault.code}`);
  const entry = (instrument: string, from: number, to: number) => ({ instrument, version: '1.0.0', grades: { from, to } });

  it('gives each school year its instruments', () => {
    expect(batteryFor(aBattery(), 6).map((part) => part.instrument)).toEqual(['heliotrope-care-20']);
    expect(batteryFor(aBattery(), 7).map((part) => part.instrument)).toEqual(['phq-9', 'gad-7']);
    expect(batteryFor(aBattery(), 3)).toEqual([]);
  });

  it('that fits has no fault', () => expect(faultsOf(aBattery(), [4, 5, 6, 7, 8, 9, 10, 11, 12])).toEqual([]));

  it.each([
    ['an unknown instrument', entry('phq-99', 7, 9), 'unknown-instrument'],
    ['a version we do not have', { ...entry('phq-9', 7, 9), version: '0.9.0' }, 'unknown-instrument'],
    ['PHQ-9 below grade 7', entry('phq-9', 6, 9), 'instrument-outside-grades'],
    ['a spoken interview', entry('asq', 7, 9), 'instrument-is-interview'],
    ['wording nobody has brought', entry('mssmhs', 7, 9), 'wording-missing'],
    ['school years turned round', entry('gad-7', 9, 7), 'grades-backwards'],
  ])('refuses %s', (_, part, code) => expect(faultsOf([part], [])).toContain(`battery.0 screening/${code}`));

  it('refuses an instrument twice in a school year, and a school year with nothing', () => {
    expect(faultsOf([entry('gad-7', 7, 9), entry('gad-7', 9, 12)], [7])).toEqual(['battery.1 screening/instrument-twice']);
    expect(faultsOf([entry('gad-7', 7, 9), entry('gad-7', 10, 12)], [7])).toEqual([]);
    expect(faultsOf([entry('gad-7', 7, 9)], [7, 10])).toEqual(['battery screening/grade-without-instrument']);
  });
});

it('the share validly screened is of the eligible, and nobody eligible is no failure', () => {
  expect(coverage({ eligible: 4, completed: 2 })).toBe(0.5);
  expect(coverage({ eligible: 0, completed: 0 })).toBeNull();
});

describe('the window that is proposed', () => {
  const term = (startsOn: string, endsOn: string) => ({ schoolYear: 2026, number: 1 as const, startsOn: schoolDay(startsOn), endsOn: schoolDay(endsOn) });
  const autumn: SchoolCalendar = { terms: [term('2026-09-01', '2027-01-20')], exceptions: new Map([[schoolDay('2026-10-08'), true], [schoolDay('2026-10-10'), false]]) };
  const none: SchoolCalendar = { terms: [], exceptions: new Map() };

  it.each([
    ['tomorrow, for two weeks less the last weekend', autumn, '2026-10-12', '2026-10-13', '2026-10-26'],
    ['after the weekend', autumn, '2026-10-16', '2026-10-19', '2026-10-30'],
    ['after a day off', autumn, '2026-10-07', '2026-10-09', '2026-10-22'],
    ['on a Saturday that makes up for one', autumn, '2026-10-09', '2026-10-10', '2026-10-23'],
    ['up to the end of term', autumn, '2027-01-11', '2027-01-12', '2027-01-20'],
    ['when term begins', autumn, '2026-08-01', '2026-09-01', '2026-09-14'],
    ['on weekdays where no term is known', none, '2026-10-16', '2026-10-19', '2026-10-30'],
    ['on weekdays after the last known term', autumn, '2027-01-20', '2027-01-21', '2027-02-03'],
  ])('begins %s', (_, calendar, today, first, last) => {
    expect(proposedWindow(calendar, schoolDay(today))).toEqual({ opensAt: new Date(`${first}T08:00:00+08:00`), closesAt: new Date(`${last}T18:00:00+08:00`) });
  });
});
