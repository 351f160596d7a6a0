import type { Ordinal } from '@heliotrope/kernel';
import { type Counted, type Disclosure, figureName, hiddenFigures, pooled, type Published, type Shown, TOTAL } from '@heliotrope/policy/rules';
import { countedBundles, type CrossedDisclosure, type CrossedTable, gradesId, type PupilSex, WHOLE } from './crossed-counts.js';

/** How many pupils of a grade and sex stand at each ordinal, 0 to 4, as people have decided, and how many wait for a person. */
export interface LevelCount {
  readonly grade: number;
  readonly sex: PupilSex;
  readonly counts: readonly number[];
  readonly waiting: number;
}

export type LevelLabels = Readonly<Record<Ordinal, string>>;

/** One school as those above it see it: the grades it teaches, all who took part, those at ordinal 3 and 4. */
export interface SchoolGrave {
  readonly id: string;
  readonly name: string;
  readonly grades: readonly number[];
  readonly size: number;
  readonly grave: number;
}

const ORDINALS: readonly Ordinal[] = [0, 1, 2, 3, 4];
const WAITING = '待复核';
const TOGETHER = '人数不足单列的学校合计';

/** The word for ordinals 3 and 4 together. */
export const graveLabel = (labels: LevelLabels): string => [...new Set([labels[3], labels[4]])].join('、');

/**
 * The table of levels by grade and sex, ready to be judged. Levels that share one local label are one column; a suggestion
 * nobody has judged is no level: those pupils wait in a column of their own. Above the school, ordinals 3 and 4 are one
 * column, because there each school is told by that one number.
 *
 * Source: docs/domain-facts.md §4.3; 个人信息保护法 第二十四条 (no decision by a machine alone).
 */
export function levelTable(counts: readonly LevelCount[], labels: LevelLabels, isAboveSchool: boolean): CrossedTable {
  const grave = graveLabel(labels);
  const labelOf = (ordinal: Ordinal) => (isAboveSchool && ordinal >= 3 ? grave : labels[ordinal]);
  const columns = [...new Set(ORDINALS.map(labelOf))];
  return {
    columns: [...columns, WAITING],
    tellingColumns: columns.filter((label) => label !== labelOf(0)),
    counts: counts.map(({ grade, sex, counts: at, waiting }) => ({
      grade, sex,
      cells: [...columns.map((label) => ORDINALS.filter((ordinal) => labelOf(ordinal) === label).reduce<number>((sum, ordinal) => sum + at[ordinal]!, 0)), waiting],
    })),
  };
}

interface SchoolLine {
  readonly id: string;
  readonly name: string;
  readonly schools: readonly string[];
  readonly grades: readonly number[];
  readonly cells: readonly number[];
}

/** Schools as they will be told: those of too few pupils together in one line. */
export function schoolLines(schools: readonly SchoolGrave[], limits: Disclosure): SchoolLine[] {
  const own = (school: SchoolGrave): SchoolLine => ({ ...school, schools: [school.id], cells: [school.grave, school.size - school.grave] });
  const rows = schools.filter(({ size }) => size > 0).map((school) => ({ label: school.id, cells: own(school).cells }));
  const lines = pooled(rows, limits, TOGETHER);
  const alone = new Set(lines.map(({ label }) => label));
  const together = schools.filter(({ id, size }) => size > 0 && !alone.has(id));
  return lines.map(({ label, cells }) => {
    const one = schools.find(({ id }) => id === label);
    return one ? own(one) : { id: TOGETHER, name: TOGETHER, schools: together.map(({ id }) => id), grades: [...new Set(together.flatMap(({ grades }) => grades))], cells };
  });
}

export interface SchoolDisclosure {
  readonly lines: readonly { readonly name: string; readonly schools: readonly string[]; readonly grave: Shown; readonly size: number }[];
  readonly published: Published;
}

/**
 * How many pupils at ordinal 3 and 4 may be told of each school, when the table of levels by grade is told as well? The
 * pupils of one bundle of grades are the pupils of the schools that teach them: where the table of levels tells a bundle's
 * number, it is taken for known here, and where it hides it, it is hidden here too.
 *
 * @param levels the table of levels of the same round, already judged, its bundles those of these lines.
 * Source: docs/domain-facts.md §4.3 (county and above see counts by school only for ordinal ≥ 3 totals, n ≥ 10, otherwise pooled).
 */
export function discloseSchools(
  lines: readonly SchoolLine[], levels: { table: CrossedTable; shown: CrossedDisclosure; grave: string }, limits: Disclosure, earlier: readonly Published[] = [],
): SchoolDisclosure {
  const { table, shown, grave } = levels;
  const columns = [grave, '其余'];
  const bundles = countedBundles({ ...table, bundles: lines.map(({ grades }) => grades) }, limits);
  const known = bundles.length > 1 ? bundles.map((bundle) => ({ id: gradesId(bundle), of: lines.filter(({ grades }) => grades.some((grade) => bundle.includes(grade))) })) : [];
  const sum = (of: readonly SchoolLine[]) => columns.map((_, c) => of.reduce((total, { cells }) => total + cells[c]!, 0));
  const wholes = [...known, { id: WHOLE, of: lines }];
  const isHidden = (id: string) => shown.published.hidden.includes(figureName(id, grave));
  const told: Published = {
    columns, totalsAreKnown: true, tellingColumns: [grave],
    groups: wholes.map(({ id, of }) => ({ id, cells: sum(of) })),
    hidden: wholes.flatMap(({ id }) => (isHidden(id) ? columns.map((column) => figureName(id, column)) : [])),
  };
  const counted: Counted = {
    columns, totalsAreKnown: true, tellingColumns: [grave],
    groups: [
      ...lines.map(({ id, cells }) => ({ id, cells })),
      ...known.map(({ id, of }) => ({ id, parts: of.map((line) => line.id) })),
      { id: WHOLE, parts: lines.map(({ id }) => id) },
    ],
  };
  const hidden = lines.length === 0 ? new Set<string>() : hiddenFigures(counted, limits, [...earlier, told]);
  return {
    lines: lines.map(({ id, name, schools, cells }) => ({
      name, schools, size: cells[0]! + cells[1]!, grave: hidden.has(figureName(id, grave)) || hidden.has(figureName(id, TOTAL)) ? null : cells[0]!,
    })),
    published: { ...counted, hidden: [...hidden] },
  };
}
