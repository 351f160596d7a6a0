import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { type Audience, type ConsentRule, decidersFor, hasCompletedYears, yearsLater } from './deciders.js';

const day = schoolDay;

describe('who decides', () => {
  const rows: [rule: ConsentRule, bornOn: string | null, on: string, guardianAlso: boolean, who: Audience[], why: string][] = [
    ['none-required-by-law-basis', '2015-05-06', '2026-10-12', true, [], 'the statutory duty carries the round'],
    ['consent-by-age', '2012-10-12', '2026-10-12', true, ['guardian'], 'on the fourteenth birthday still the guardian'],
    ['consent-by-age', '2012-10-11', '2026-10-12', true, ['pupil', 'guardian'], 'from the day after it the pupil, and the guardian is asked too'],
    ['consent-by-age', '2012-10-11', '2026-10-12', false, ['pupil'], 'where policy asks for the legal minimum'],
    ['consent-by-age', '2012-10-13', '2026-10-12', false, ['guardian'], 'a day before the birthday'],
    ['consent-by-age', null, '2026-10-12', false, ['guardian'], 'an unknown birthday counts as under fourteen'],
    ['guardian-consent', '2009-01-01', '2026-10-12', false, ['pupil', 'guardian'], 'a guardian never replaces a pupil of fourteen'],
    ['guardian-consent', '2016-01-01', '2026-10-12', false, ['guardian'], 'a child'],
    ['consent-by-age', '2012-02-29', '2026-03-01', false, ['guardian'], 'born on a leap day: 1 March is the birthday'],
    ['consent-by-age', '2012-02-29', '2026-03-02', false, ['pupil'], 'and the day after it the pupil decides'],
  ];
  it.each(rows)('%s, born %s, on %s, guardian also %s: %j (%s)', (rule, bornOn, on, guardianAlso, who) => {
    expect(decidersFor(rule, { bornOn: bornOn === null ? null : day(bornOn) }, day(on), guardianAlso)).toEqual(who);
  });

  it('counts years over leap days', () => {
    expect(yearsLater(day('2024-02-29'), 1)).toBe('2025-03-01');
    expect(yearsLater(day('2024-02-29'), 4)).toBe('2028-02-29');
    expect(yearsLater(day('2023-08-31'), 3)).toBe('2026-08-31');
    expect(hasCompletedYears(day('2012-10-12'), 14, day('2026-10-13'))).toBe(true);
  });
});
