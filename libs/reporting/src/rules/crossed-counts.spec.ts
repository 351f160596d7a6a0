import { describe, expect, it } from '@jest/globals';
import { attack, trueFigures } from '@heliotrope/policy/testing';
import type { Published } from '@heliotrope/policy/rules';
import fc from 'fast-check';
import { type CrossedCount, type CrossedTable, discloseCrossed } from './crossed-counts.js';
import { discloseSchools, levelTable, type SchoolGrave, schoolLines } from './level-counts.js';

const limits = { minDenominator: 10, minCell: 5 };
const columns = ['无', '关注', '危机'];
const table = (counts: readonly CrossedCount[]): CrossedTable => ({ columns, tellingColumns: ['关注', '危机'], counts });
const at = (grade: number, sex: CrossedCount['sex'], ...cells: number[]): CrossedCount => ({ grade, sex, cells });
const kept = (published: Published) => ({ ...published, counted: trueFigures(published) });

/** Figures of one to four pupils that somebody could tell to less than the hidden range, or as far as the size of a group allows. */
function toldTooNearly(moments: readonly Published[]) {
  const all = moments.map(kept);
  const sizes = new Map(all.flatMap(({ counted }) => [...counted]).filter(([name]) => name.endsWith('|Σ')));
  return attack(all).filter(({ name, value, from, to }) =>
    value > 0 && value < limits.minCell && to - from < Math.min(limits.minCell, sizes.get(`${name.split('|')[0]}|Σ`)!));
}

const cell = fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 0, max: 6 }) }, { weight: 3, arbitrary: fc.integer({ min: 0, max: 60 }) });
const cells = fc.tuple(fc.integer({ min: 10, max: 200 }), cell, cell);
const counts = fc.array(fc.tuple(cells, cells), { minLength: 1, maxLength: 3 })
  .map((grades) => grades.flatMap(([boys, girls], g) => [at(7 + g, 'male', ...boys), at(7 + g, 'female', ...girls)]));

describe('counts by grade and by sex', () => {
  it('give no small number away when the two tables are laid on each other, nor when a pupil has come to another level a day later', () => {
    fc.assert(fc.property(counts, fc.array(fc.tuple(fc.nat(5), fc.nat(2)), { maxLength: 3 }), (first, moves) => {
      const today = discloseCrossed(table(first), limits).published;
      const later = first.map((one, n) => ({ ...one, cells: moves.filter(([m]) => m % first.length === n).reduce((before, [, to]) => before.map((value, c) => value + (c === to ? 1 : 0) - (c === 0 ? 1 : 0)), one.cells) }));
      const tomorrow = discloseCrossed(table(later), limits, [today]).published;
      expect(toldTooNearly([today, tomorrow])).toEqual([]);
    }), { numRuns: 60 });
  });

  it('never show one to four', () => {
    fc.assert(fc.property(counts, (first) => {
      const { byGrade, bySex, whole } = discloseCrossed(table(first), limits);
      for (const line of [...byGrade, ...bySex, whole]) for (const shown of line.cells) expect(shown === null || shown === 0 || shown >= 5).toBe(true);
    }), { numRuns: 60 });
  });

  it('fold a grade of a few pupils into the next, and leave the sexes out where a grade has few of one', () => {
    const few = discloseCrossed(table([at(7, 'male', 3, 1, 0), at(7, 'female', 2, 0, 0), at(8, 'male', 60, 20, 10), at(8, 'female', 60, 20, 10)]), limits);
    expect(few.byGrade.map(({ grades }) => grades)).toEqual([[7, 8]]);
    expect(few.bySex).toHaveLength(2);
    const oneSided = discloseCrossed(table([at(7, 'male', 60, 20, 10), at(7, 'female', 2, 0, 0)]), limits);
    expect(oneSided.bySex).toEqual([]);
    expect(oneSided.byGrade[0]!.total).toBe(92);
  });

  it('count the few whose sex is not on record with the larger sex', () => {
    const { bySex } = discloseCrossed(table([at(7, 'male', 60, 20, 10), at(7, 'female', 70, 20, 10), at(7, 'unknown', 2, 0, 0)]), limits);
    expect(bySex.map(({ sexes, total }) => [sexes, total])).toEqual([[['male'], 90], [['female', 'unknown'], 102]]);
  });

  it('are shown again as they were as long as nothing has changed, and are empty of nobody', () => {
    const one = table([at(7, 'male', 60, 3, 10), at(7, 'female', 50, 2, 8)]);
    const first = discloseCrossed(one, limits);
    expect(discloseCrossed(one, limits, [first.published])).toEqual(first);
    expect(discloseCrossed(table([]), limits)).toMatchObject({ byGrade: [], bySex: [], anythingHidden: false });
  });
});

describe('one number for each school', () => {
  const labels = { 0: '正常', 1: '关注', 2: '中度', 3: '严重', 4: '紧急' };
  const school = (id: string, grades: number[], size: number, grave: number): SchoolGrave => ({ id, name: `校${id}`, grades, size, grave });

  it('does not give away what the table of levels hides: one senior school is all of the senior grades', () => {
    // Three senior grades in one school; junior grades in two others. Grade 10 has two grave pupils.
    const levels = (grade: number, grave: number) => [{ grade, sex: 'male' as const, counts: [200, 20, 10, grave, 0], waiting: 0 }];
    const bare = levelTable([...levels(7, 9), ...levels(8, 12), ...levels(10, 2), ...levels(11, 6), ...levels(12, 8)], labels, true);
    const lines = schoolLines([school('a', [7, 8], 240, 10), school('b', [7, 8], 241, 11), school('c', [10, 11, 12], 706, 16)], limits);
    const full = { ...bare, bundles: lines.map(({ grades }) => grades) };
    const shown = discloseCrossed(full, limits);
    expect(shown.byGrade.find(({ grades }) => grades[0] === 10)!.cells[3]).toBeNull();
    const bySchool = discloseSchools(lines, { table: full, shown, grave: '严重、紧急' }, limits);
    expect(bySchool.lines.map(({ grave }) => grave)).toEqual([10, 11, 16]);
    // The senior school's sixteen are known, so two of its grades must be unknown, not one.
    const hiddenSenior = shown.byGrade.filter(({ grades, cells: shownCells }) => grades[0]! >= 10 && shownCells[3] === null);
    expect(hiddenSenior.length).toBeGreaterThan(1);
    const told: Published = { columns: ['x'], groups: [], hidden: [] };
    expect(toldTooNearly([shown.published, { ...told, columns: bySchool.published.columns, groups: bySchool.published.groups, hidden: bySchool.published.hidden, totalsAreKnown: true }])).toEqual([]);
  });

  it('stands for several schools where one has fewer than ten', () => {
    const lines = schoolLines([school('a', [7], 100, 6), school('b', [7], 4, 1), school('c', [7], 8, 0), school('d', [7], 0, 0)], limits);
    expect(lines.map(({ name, schools, cells: own }) => [name, schools.length, own])).toEqual([['校a', 1, [6, 94]], ['人数不足单列的学校合计', 2, [1, 11]]]);
  });

  it('of one to four is hidden, with as many others as it takes', () => {
    const schools = [school('a', [7], 300, 2), school('b', [7], 300, 20), school('c', [7], 300, 8)];
    const bare = levelTable([{ grade: 7, sex: 'male', counts: [800, 40, 30, 20, 10], waiting: 0 }], labels, true);
    const shown = discloseCrossed(bare, limits);
    const { lines } = discloseSchools(schoolLines(schools, limits), { table: bare, shown, grave: '严重、紧急' }, limits);
    expect(lines.find(({ name }) => name === '校a')!.grave).toBeNull();
    expect(lines.filter(({ grave }) => grave === null).length).toBeGreaterThan(1);
  });
});
