import type { Ordinal } from '@heliotrope/kernel';
import {
  type Audience, type CountTable, disclose, type Disclosure, type DisclosedOverTime, type Published, type Shown, tellableOf,
} from '@heliotrope/policy/rules';
import { addProgress, coverage, type RoundProgress } from '@heliotrope/screening/rules';

/** How far one class has come. */
export interface ClassCoverage extends RoundProgress {
  readonly grade: string;
  readonly className: string;
}

/** How many pupils of a grade stand at each ordinal, 0 to 4, as people have decided, and how many wait for a person. */
export interface GradeLevels {
  readonly grade: string;
  readonly counts: readonly [number, number, number, number, number];
  readonly waiting: number;
}

export interface SchoolReportFacts {
  readonly classes: readonly ClassCoverage[];
  readonly grades: readonly GradeLevels[];
  readonly levelLabels: Readonly<Record<Ordinal, string>>;
  readonly limits: Disclosure;
  /** Who will read it. */
  readonly audience: Audience;
}

export interface CoverageLine {
  readonly grade: string;
  readonly className: string;
  readonly progress: RoundProgress;
  /** Share of the eligible with a valid sheet, 0 to 1; null when nobody is eligible. */
  readonly rate: number | null;
}

export interface SchoolReport {
  readonly coverage: readonly CoverageLine[];
  readonly coverageTotal: CoverageLine;
  readonly levelColumns: readonly string[];
  readonly levels: DisclosedOverTime;
  readonly anythingHidden: boolean;
}

/**
 * What may a school's report of one round show? Classes show how many took part and nothing else: in a class of forty
 * a level is a name. Levels are shown by grade, and there small cells are hidden with their covers. Levels that share
 * one local label are one column. A suggestion nobody has judged is no level: those pupils wait in a column of their own.
 * To those above the school its levels are one line: how many stand at ordinal 3 and 4 together.
 *
 * @param earlier the level tables of this school and round that were shown before.
 * Source: docs/domain-facts.md §4.3 (class level shows coverage only; above the school only ordinal ≥ 3 totals); §5.0 (valid ÷
 * eligible, denominator 0 is no number).
 */
export function schoolReport(facts: SchoolReportFacts, earlier: readonly Published[] = []): SchoolReport {
  const table = tellableOf('grade', facts.audience) === 'levels' ? levelTable(facts) : graveTable(facts);
  const levels = disclose(table, facts.limits, earlier);
  const shown: Shown[] = [...levels.rows.flatMap((row) => [...row.cells, row.total]), ...levels.columnTotals, levels.total];
  return {
    coverage: facts.classes.map(lineOf),
    coverageTotal: totalOf(facts.classes),
    levelColumns: table.columns,
    levels,
    anythingHidden: shown.includes(null),
  };
}

function lineOf({ grade, className, ...progress }: ClassCoverage): CoverageLine {
  return { grade, className, progress, rate: coverage(progress) };
}

/** Recomputed from the classes: shares are never averaged. */
function totalOf(classes: readonly ClassCoverage[]): CoverageLine {
  return lineOf({ grade: '', className: '合计', ...addProgress(classes) });
}

function levelTable({ grades, levelLabels }: SchoolReportFacts): CountTable {
  const ordinals: readonly Ordinal[] = [0, 1, 2, 3, 4];
  const columns = [...new Set(ordinals.map((ordinal) => levelLabels[ordinal]))];
  const countOf = (counts: GradeLevels['counts'], label: string) =>
    ordinals.filter((ordinal) => levelLabels[ordinal] === label).reduce<number>((total, ordinal) => total + counts[ordinal], 0);
  return {
    columns: [...columns, '待复核'],
    tellingColumns: columns.filter((label) => label !== levelLabels[0]),
    totalsAreKnown: true, // how many of a grade took part can be added up from the classes above
    rows: grades.map(({ grade, counts, waiting }) => ({
      label: grade,
      cells: [...columns.map((label) => countOf(counts, label)), waiting],
    })),
  };
}

/** A school as those above it see it: one line, and grave or not. */
function graveTable({ grades, levelLabels }: SchoolReportFacts): CountTable {
  const grave = [...new Set([levelLabels[3], levelLabels[4]])].join('、');
  const all = grades.reduce((sum, { counts, waiting }) => sum + waiting + counts.reduce((a, b) => a + b, 0), 0);
  const few = grades.reduce((sum, { counts }) => sum + counts[3] + counts[4], 0);
  return {
    columns: [grave, '其余（含待复核）'], tellingColumns: [grave], totalsAreKnown: true,
    rows: [{ label: '全校', cells: [few, all - few] }],
  };
}
