import { addDays, schoolDay } from '@heliotrope/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { policyValue } from '../testing/policy-value.builder.js';
import { applicable, isCovered, regionsOf, WHOLE_COUNTRY, type PolicyValue } from './index.js';

const KEY = 'lessons.per-week';
const COUNTY = 530521;
const regions = regionsOf(COUNTY);
const winner = (values: readonly PolicyValue[], on = '2026-10-01', subject = {}) =>
  applicable(values, { key: KEY, regions, on: schoolDay(on), subject }).wins?.id ?? null;
const row = (id: string, parts: Partial<Parameters<typeof policyValue>[0]> = {}) => policyValue({ key: KEY, value: 0.5, id, ...parts });

describe('regions over a county', () => {
  it.each([
    [530521, [530521, 530500, 530000, WHOLE_COUNTRY]],
    [530500, [530500, 530000, WHOLE_COUNTRY]],
    [330000, [330000, WHOLE_COUNTRY]],
    [WHOLE_COUNTRY, [WHOLE_COUNTRY]],
  ])('%d lies under %j', (code, expected) => expect(regionsOf(code)).toEqual(expected));
});

describe('the value in force', () => {
  const dated = [row('spring', { from: '2025-03-06', until: '2026-07-31' })];
  it.each<[string, string | null, string]>([
    ['2025-03-05', null, 'the day before it begins'],
    ['2025-03-06', 'spring', 'its first day'],
    ['2025-03-07', 'spring', 'the day after'],
    ['2026-07-30', 'spring', 'the day before it ends'],
    ['2026-07-31', 'spring', 'its last day'],
    ['2026-08-01', null, 'the day after it ended'],
  ])('on %s is %s: %s', (on, expected) => expect(winner(dated, on)).toBe(expected));

  it('is the nearest one, wherever it stands in the list', () => {
    const country = row('country');
    const province = row('province', { region: 530000 });
    const city = row('city', { region: 530500 });
    const neighbour = row('neighbour', { region: 530600 });
    expect(winner([country, neighbour, city, province])).toBe('city');
    expect(winner([neighbour])).toBeNull();
  });

  it('is a paper of the country before a default of the platform for the county', () => {
    expect(winner([row('default', { region: COUNTY, authority: 'platform-default' }), row('paper')])).toBe('paper');
  });

  it('of two papers of one tier is the stricter, and the other stays in sight', () => {
    const values = [row('half', { value: 0.5, from: '2026-01-01' }), row('one', { value: 1 })];
    const found = applicable(values, { key: KEY, regions, on: schoolDay('2026-10-01') });
    expect(found.all.map((value) => value.id)).toEqual(['one', 'half']);
  });

  it('knows that a shorter rotation is the stricter one', () => {
    const values = [3, 2, 5].map((value) => policyValue({ key: 'training.rotation', value, id: `${value}` }));
    expect(applicable(values, { key: 'training.rotation', regions, on: schoolDay('2026-10-01') }).wins?.value).toBe(2);
  });

  it('of two that cannot be compared is the newer', () => {
    const values = ['2024-01-01', '2025-01-01'].map((from) => policyValue({ key: 'severity.scale', value: {}, id: from, from }));
    expect(applicable(values, { key: 'severity.scale', regions, on: schoolDay('2026-10-01') }).wins?.id).toBe('2025-01-01');
  });

  it('applies only to whom it names', () => {
    const values = [row('secondary', { appliesTo: { stage: ['junior', 'senior'] } })];
    expect(winner(values, '2026-10-01', { stage: 'junior' })).toBe('secondary');
    expect(winner(values, '2026-10-01', { stage: 'primary' })).toBeNull();
    expect(winner(values)).toBeNull();
  });

  it('judges a past term by the rules of its day', () => {
    const values = [row('old', { until: '2025-03-05' }), row('new', { from: '2025-03-06', value: 1 })];
    expect([winner(values, '2024-10-01'), winner(values, '2025-10-01')]).toEqual(['old', 'new']);
  });

  it('never loses to one further away, is always in force, and does not depend on the order of the list', () => {
    const day0 = schoolDay('2026-01-01');
    const anyRow = fc.record({
      region: fc.constantFrom(...regions, 610300), from: fc.integer({ min: -40, max: 40 }), days: fc.option(fc.integer({ min: 0, max: 60 })),
      value: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(fc.property(fc.array(anyRow, { maxLength: 12 }), fc.integer({ min: -50, max: 110 }), (rows, offset) => {
      const values = rows.map(({ region, from, days, value }, at) => {
        const first = addDays(day0, from);
        return row(`r${at}`, { region, value, from: first, ...(days === null ? {} : { until: addDays(first, days) }) });
      });
      const on = addDays(day0, offset);
      const found = applicable(values, { key: KEY, regions, on });
      const inForce = values.filter((v) => regions.includes(v.region) && v.from <= on && (v.until === null || on <= v.until));
      expect(found.all).toHaveLength(inForce.length);
      expect(applicable([...values].reverse(), { key: KEY, regions, on })).toEqual(found);
      for (const other of inForce) {
        const [mine, theirs] = [regions.indexOf(found.wins!.region), regions.indexOf(other.region)];
        expect(mine).toBeLessThanOrEqual(theirs);
        if (mine === theirs) expect(found.wins!.value as number).toBeGreaterThanOrEqual(other.value as number);
      }
    }));
  });
});

describe('who is screened', () => {
  const coverage = [{ stage: 'primary', fromYear: 4 }, { stage: 'junior', fromYear: 7 }] as const;
  it.each([
    ['primary', 3, false], ['primary', 4, true], ['primary', 5, true],
    ['junior', 6, false], ['junior', 7, true], ['vocational', 10, false],
  ])('%s, year of schooling %d: %s', (stage, yearOfSchooling, expected) => {
    expect(isCovered(coverage, { stage, yearOfSchooling })).toBe(expected);
  });
});
