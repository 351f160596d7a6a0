import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attack, leaks, trueFigures } from '../testing/attacker.builder.js';
import { type Counted, type CountedGroup, hiddenFigures, type Published } from './published-counts.js';

const limits = { minDenominator: 10, minCell: 5 };
const COLUMNS = ['无', '关注', '危机'];

/** Shows each moment knowing the ones before, as a bureau would over a school year, and keeps what an attacker keeps. */
function publishAll(moments: readonly Counted[]) {
  const kept: Published[] = [];
  for (const moment of moments) kept.push({ ...moment, hidden: [...hiddenFigures(moment, limits, kept)] });
  return kept.map((moment) => ({ ...moment, counted: trueFigures(moment) }));
}

const shownOf = ({ groups, hidden, counted }: ReturnType<typeof publishAll>[number]) =>
  [...counted].filter(([name]) => !hidden.includes(name) && groups.find(({ id }) => name.startsWith(`${id}|`))!.isPublished !== false);

const cell = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 }) });
const leaf = fc.tuple(cell, cell, cell);
const county = fc.array(fc.array(leaf, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 });
const changes = fc.array(fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.integer({ min: -6, max: 6 })), { maxLength: 4 }), { maxLength: 2 });
type County = number[][][];

/** The county again after some figures moved. */
function moved(before: County, moves: readonly (readonly number[])[]): County {
  const after = before.map((school) => school.map((grade) => [...grade]));
  for (const [s, g, c, by] of moves) {
    const grade = after[s! % after.length]![g! % after[s! % after.length]!.length]!;
    grade[c!] = Math.max(0, grade[c!]! + by!);
  }
  return after;
}

const datesOf = (first: County, moves: readonly (readonly (readonly number[])[])[]): County[] =>
  moves.reduce<County[]>((dates, some) => [...dates, moved(dates.at(-1)!, some)], [first]);

const treeOf = (schools: County): CountedGroup[] => [
  ...schools.flatMap((grades, s) => grades.map((cells, g) => ({ id: `g${s}.${g}`, cells }))),
  ...schools.map((grades, s) => ({ id: `s${s}`, parts: grades.map((_, g) => `g${s}.${g}`) })),
  { id: 'county', parts: schools.map((_, s) => `s${s}`) },
];

describe('published counts', () => {
  it('give no hidden cell away, whatever is subtracted from whatever: places, their parts and all dates', () => {
    fc.assert(fc.property(county, changes, (first, moves) => {
      const kept = publishAll(datesOf(first, moves).map((schools) => ({ columns: COLUMNS, groups: treeOf(schools) })));
      expect(leaks(attack(kept), limits)).toEqual([]);
      for (const moment of kept) expect(shownOf(moment).filter(([, value]) => value > 0 && value < limits.minCell)).toEqual([]);
    }), { numRuns: 150 });
  });

  it('give none away either when every group\'s size is told elsewhere', () => {
    fc.assert(fc.property(county, (schools) => {
      const kept = publishAll([{ columns: COLUMNS, groups: treeOf(schools), totalsAreKnown: true }]);
      // Who knows that seven pupils took part knows that no level holds more than seven: less room than that is nobody's fault.
      const sizes = [...kept.flatMap(({ counted }) => [...counted])].filter(([name]) => name.endsWith('|Σ')).map(([name, value]) => [name.split('|')[0], value] as const);
      const room = (name: string) => Math.min(limits.minCell, ...sizes.filter(([group]) => group === name.split('|')[0]).map(([, size]) => size));
      expect(attack(kept).filter(({ name, from, to }) => to - from < room(name))).toEqual([]);
    }), { numRuns: 150 });
  });

  it('give none away to somebody who asks for one school more and one less', () => {
    const schools = fc.array(leaf, { minLength: 3, maxLength: 5 });
    const filters = fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(schools, filters, (cells, asked) => {
      const leaves = cells.map((own, s): CountedGroup => ({ id: `s${s}`, cells: own, isPublished: false }));
      const kept = publishAll(asked.map((list) => {
        const parts = [...new Set(list.map((s) => `s${s % cells.length}`))].sort();
        return { columns: COLUMNS, groups: [...leaves, { id: `filter ${parts.join('+')}`, parts, isFilter: true }] };
      }));
      const all = new Map(kept.flatMap(({ counted }) => [...counted]));
      // What may be counted aloud by itself may be worked out as well; what is small may not.
      const secret = attack(kept).filter(({ name }) => {
        const [value, size] = [all.get(name)!, all.get(`${name.split('|')[0]}|Σ`)!];
        return (value > 0 && value < limits.minCell) || (size > 0 && size < limits.minDenominator);
      });
      expect(leaks(secret, limits)).toEqual([]);
    }), { numRuns: 150 });
  });

  it('refuses to let the difference of two filters be a handful of pupils', () => {
    const leaves = [[30, 20, 10], [40, 30, 12], [5, 1, 0], [1, 2, 0]].map((cells, s): CountedGroup => ({ id: `s${s}`, cells, isPublished: false }));
    const whole = { columns: COLUMNS, groups: [...leaves, { id: 'all', parts: ['s0', 's1', 's2', 's3'], isFilter: true }] };
    const first: Published = { ...whole, hidden: [...hiddenFigures(whole, limits)] };
    expect(first.hidden.filter((name) => name.startsWith('all|'))).toEqual([]);
    const less = { columns: COLUMNS, groups: [...leaves, { id: 'less', parts: ['s0', 's1'], isFilter: true }] };
    expect([...hiddenFigures(less, limits, [first])]).toContain('less|Σ'); // all − less = nine pupils
  });

  it('of two dozen schools are judged in the time a page has', () => {
    const schools = Array.from({ length: 24 }, (_, s) => Array.from({ length: 3 }, (__, g) => [180 + s, (s * 7 + g * 3) % 23, (s + g) % 9]));
    const from = process.cpuUsage();
    hiddenFigures({ columns: COLUMNS, groups: treeOf(schools) }, limits);
    expect(process.cpuUsage(from).user / 1e6).toBeLessThan(8);
  });
});
