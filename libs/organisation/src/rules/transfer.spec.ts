import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { missingOf, transferStep } from './transfer.js';

describe('a transfer', () => {
  it.each([
    ['proposed', null, 'announce'],
    ['withdrawn', null, 'nothing'],
    ['proposed', 'proposed', 'nothing'],
    ['proposed', 'accepted', 'move'],
    ['proposed', 'declined', 'tell-declined'],
    ['withdrawn', 'proposed', 'tell-withdrawn'],
    ['withdrawn', 'accepted', 'undo-acceptance'],
    ['withdrawn', 'declined', 'nothing'],
    ['accepted', 'accepted', 'nothing'],
    ['declined', 'declined', 'nothing'],
  ] as const)('that is %s here and %s there: %s', (out, into, step) => expect(transferStep(out, into)).toBe(step));
});

describe('a summary goes along', () => {
  const day = schoolDay('2026-11-22');
  it.each([
    ['with nothing', { basis: 'none', consentOn: null, note: '' }, []],
    ['not without the day of the consent', { basis: 'guardian-consent', consentOn: null, note: '' }, ['consent-day']],
    ['not with a consent of tomorrow', { basis: 'guardian-consent', consentOn: schoolDay('2026-11-23'), note: '' }, ['consent-later']],
    ['with a consent of today', { basis: 'guardian-consent', consentOn: day, note: '' }, []],
    ['not for a danger nobody describes', { basis: 'vital-interest', consentOn: null, note: ' 急 ' }, ['note']],
    ['for a danger that is described', { basis: 'vital-interest', consentOn: null, note: '正在接受危机干预' }, []],
  ] as const)('%s', (_, right, missing) => expect(missingOf(right, day)).toEqual(missing));
});
