import type { Ordinal } from '@heliotrope/kernel';
import { type CountTable, disclose, type Disclosure, type DisclosedTable, type Shown } from '@heliotrope/policy/rules';

/** How far one class has come. The five numbers add up to the eligible in every line. */
export interface ClassCoverage {
  readonly grade: string;
  readonly className: string;
  readonly eligible: number;
  readonly completed: number;
  readonly void: number;
}

/** How many pupils of a grade stand at each ordinal, 0 to 4, by the highest level suggested or confirmed. */
export interface GradeLevels {
  readonly grade: string;
  readonly counts: readonly [number, number, number, number, number];
}

export interface SchoolReportFacts {
  readonly classes: readonly ClassCoverage[];
  readonly grades: readonly GradeLevels[];
  readonly levelLabels: Readonly<Record<Ordinal, string>>;
  readonly limits: Disclosure;
}

export interface CoverageLine {
  readonly grade: string;
  readonly className: string;
  readonly eligible: number;
  readonly valid: number;
  readonly void: number;
  readonly notYet: number;
  /** Share of the eligible with a valid sheet, 0 to 1; null when nobody is eligible. */
  readonly rate: number | null;
}

export interface SchoolReport {
  readonly coverage: readonly CoverageLine[];
  readonly coverageTotal: CoverageLine;
  readonly levelColumns: readonly string[];
  readonly levels: DisclosedTable;
  readonly anythingHidden: boolean;
}

/**
 * What may a school's report of one round show? Classes show how many took part and nothing else: in a class of forty
 * a level is a name. Levels are shown by grade, and there small cells are hidden with their covers. Levels that share
 * one local label are one column.
 *
 * Source: domain notes §4.3 (class level shows coverage only); §5.0 (valid ÷ eligible, denominator 0 is no number).
 */
export function schoolReport(facts: SchoolReportFacts): SchoolReport {
  const coverage = facts.classes.map(lineOf);
  const table = levelTable(facts);
  const levels = disclose(table, facts.limits);
  const shown: Shown[] = [...levels.rows.flatMap((row) => [...row.cells, row.total]), ...levels.columnTotals, levels.total];
  return {
    coverage,
    coverageTotal: totalOf(facts.classes),
    levelColumns: table.columns,
    levels,
    anythingHidden: shown.includes(null),
  };
}

function lineOf(one: ClassCoverage): CoverageLine {
  const valid = one.completed - one.void;
  return {
    grade: one.grade, className: one.className, eligible: one.eligible, valid, void: one.void,
    notYet: one.eligible - one.completed,
    rate: one.eligible === 0 ? null : valid / one.eligible,
  };
}

/** Recomputed from the classes: shares are never averaged. */
function totalOf(classes: readonly ClassCoverage[]): CoverageLine {
  const sum = (of: (one: ClassCoverage) => number) => classes.reduce((total, one) => total + of(one), 0);
  return lineOf({
    grade: '', className: '合计', eligible: sum((one) => one.eligible), completed: sum((one) => one.completed), void: sum((one) => one.void),
  });
}

function levelTable({ grades, levelLabels }: SchoolReportFacts): CountTable {
  const ordinals: readonly Ordinal[] = [0, 1, 2, 3, 4];
  const columns = [...new Set(ordinals.map((ordinal) => levelLabels[ordinal]))];
  return {
    columns,
    rows: grades.map(({ grade, counts }) => ({
      label: grade,
      cells: columns.map((label) => ordinals.filter((o) => levelLabels[o] === label).reduce((total, o) => total + counts[o], 0)),
    })),
  };
}
