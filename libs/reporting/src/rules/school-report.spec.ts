import { describe, expect, it } from '@jest/globals';
import { schoolReport, type SchoolReportFacts } from './school-report.js';

const five = { 0: '正常', 1: '关注', 2: '中度', 3: '严重', 4: '紧急' } as const;
const facts = (with_: Partial<SchoolReportFacts> = {}): SchoolReportFacts => ({
  classes: [
    { grade: '七年级', className: '七年级1班', eligible: 40, completed: 36, inProgress: 1, void: 2, notYet: 1 },
    { grade: '七年级', className: '七年级2班', eligible: 45, completed: 45, inProgress: 0, void: 0, notYet: 0 },
  ],
  grades: [{ grade: '七年级', counts: [60, 12, 6, 3, 2], waiting: 9 }, { grade: '八年级', counts: [70, 15, 8, 5, 0], waiting: 0 }],
  levelLabels: five,
  limits: { minDenominator: 10, minCell: 5 },
  audience: 'school',
  ...with_,
});

describe('a school’s report', () => {
  it('counts coverage from valid sheets and recomputes the total from the classes', () => {
    const { coverage, coverageTotal } = schoolReport(facts());
    expect(coverage[0]!.rate).toBe(0.9);
    expect(coverageTotal.progress).toEqual({ eligible: 85, completed: 81, inProgress: 1, void: 2, notYet: 1 });
    expect(coverageTotal.rate).toBeCloseTo(81 / 85);
  });

  it('has no rate where nobody is eligible', () => {
    const empty = schoolReport(facts({ classes: [{ grade: '', className: '空班', eligible: 0, completed: 0, inProgress: 0, void: 0, notYet: 0 }] }));
    expect([empty.coverage[0]!.rate, empty.coverageTotal.rate]).toEqual([null, null]);
  });

  it('hides the few at the grave levels, and says that something is hidden', () => {
    const report = schoolReport(facts());
    expect(report.levels.rows[0]!.cells.slice(3, 5)).toEqual([null, null]);
    expect(report.anythingHidden).toBe(true);
  });

  it('gives no hidden level away to somebody who adds up how many of each grade took part', () => {
    const { rows, columnTotals } = schoolReport(facts({
      grades: [
        { grade: '七年级', counts: [5, 1, 0, 0, 0], waiting: 0 }, { grade: '八年级', counts: [40, 20, 6, 0, 0], waiting: 0 },
        { grade: '九年级', counts: [50, 30, 12, 0, 0], waiting: 0 },
      ],
    })).levels;
    expect(rows.map((row) => row.total)).toEqual([6, 66, 92]);
    for (const row of rows) expect(row.cells.filter((cell) => cell === null)).not.toHaveLength(1);
    columnTotals.forEach((total, c) => {
      if (total !== null) expect(rows.filter((row) => row.cells[c] === null)).not.toHaveLength(1);
    });
  });

  it('folds levels that share a local label into one column', () => {
    const three = { 0: '绿', 1: '黄', 2: '黄', 3: '红', 4: '红' };
    const report = schoolReport(facts({ levelLabels: three, grades: [{ grade: '七年级', counts: [60, 12, 8, 20, 30], waiting: 0 }] }));
    expect(report.levelColumns).toEqual(['绿', '黄', '红', '待复核']);
    expect(report.levels.rows[0]!.cells).toEqual([60, 20, 50, 0]);
    expect(report.anythingHidden).toBe(false);
  });

  it('shows those above the school one line, grave or not, and no grade', () => {
    const report = schoolReport(facts({ audience: 'bureau' }));
    expect(report.levels.rows).toEqual([{ label: '全校', cells: [10, 180], total: 190 }]);
    expect(report.levelColumns).toEqual(['严重、紧急', '其余（含待复核）']);
    const few = schoolReport(facts({ audience: 'bureau', grades: [{ grade: '七年级', counts: [60, 12, 6, 3, 1], waiting: 9 }] }));
    expect(few.levels.rows[0]!.cells).toEqual([null, null]);
  });

  it('does not lift tomorrow the cover of what it hides today', () => {
    const today = schoolReport(facts());
    const tomorrow = schoolReport(facts({ grades: [{ grade: '七年级', counts: [60, 12, 6, 3, 2], waiting: 9 }, { grade: '八年级', counts: [70, 15, 9, 5, 0], waiting: 0 }] }), [today.levels.published]);
    expect(tomorrow.levels.rows[0]).toEqual(today.levels.rows[0]);
  });
});
