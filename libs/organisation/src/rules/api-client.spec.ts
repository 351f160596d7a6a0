import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { type ClientReach, isFittingBlock, isFittingLastDay, isOpen, widens } from './api-client.js';
import { ROSTER, ROSTER_CORE, ROSTER_DEMOGRAPHICS, scopesFor, unknownScopes } from './client-scopes.js';

const reach: ClientReach = { scopes: [ROSTER_CORE], schoolIds: ['a', 'b'], addresses: ['203.0.113.8'], expiresOn: schoolDay('2027-01-31'), perMinute: 600 };

describe('a change to an API client', () => {
  it.each<[string, Partial<ClientReach>, boolean]>([
    ['nothing', {}, false],
    ['a scope more', { scopes: [ROSTER_CORE, ROSTER] }, true],
    ['another scope', { scopes: [ROSTER_DEMOGRAPHICS] }, true],
    ['a school less', { schoolIds: ['a'] }, false],
    ['another school', { schoolIds: ['a', 'c'] }, true],
    ['every school', { schoolIds: [] }, true],
    ['another address', { addresses: ['203.0.113.9'] }, true],
    ['a day less', { expiresOn: schoolDay('2027-01-30') }, false],
    ['a day more', { expiresOn: schoolDay('2027-02-01') }, true],
    ['fewer calls', { perMinute: 599 }, false],
    ['more calls', { perMinute: 601 }, true],
  ])('%s', (_, change, answer) => expect(widens(reach, { ...reach, ...change })).toBe(answer));

  it('from every school to some opens nothing', () => expect(widens({ ...reach, schoolIds: [] }, reach)).toBe(false));
});

describe('an address block', () => {
  it.each([
    ['203.0.113.8', true], ['10.20.0.0/16', true], ['10.0.0.0/15', false], ['0.0.0.0/0', false], ['203.0.113.8/33', false], ['300.1.1.1', false],
    ['2001:db8::/32', true], ['2001:db8::/31', false], ['::1/128', true], ['example.com', false], ['10.0.0.1/', false], ['', false],
  ])('%s is fitting: %s', (block, answer) => expect(isFittingBlock(block)).toBe(answer));
});

describe('the last day', () => {
  const today = schoolDay('2026-10-12');
  it.each([['2026-10-11', false], ['2026-10-12', true], ['2027-10-13', true], ['2027-10-14', false]])('%s: %s', (day, answer) =>
    expect(isFittingLastDay(schoolDay(day), today)).toBe(answer));
  it('counts whole, in China', () => {
    const client = { state: 'active', expiresOn: schoolDay('2026-10-12') } as const;
    expect(isOpen(client, new Date('2026-10-12T15:59:59Z'))).toBe(true);
    expect(isOpen(client, new Date('2026-10-12T16:00:00Z'))).toBe(false);
    expect(isOpen({ ...client, state: 'proposed' }, new Date('2026-10-01T00:00:00Z'))).toBe(false);
  });
});

describe('scopes', () => {
  const allowed = [ROSTER_CORE, ROSTER];
  it('are all those allowed when none is asked for', () => expect(scopesFor(undefined, allowed)).toEqual(allowed));
  it('are those asked for, once each', () => expect(scopesFor(`${ROSTER} ${ROSTER}`, allowed)).toEqual([ROSTER]));
  it('are none when one asked for is not allowed', () => expect(scopesFor(`${ROSTER} ${ROSTER_DEMOGRAPHICS}`, allowed)).toBeNull());
  it('that nobody declares are named', () => expect(unknownScopes([ROSTER, 'roster.write'])).toEqual(['roster.write']));
});
