import { type CountedGroup, cellsOf, type Disclosure, figureName, hiddenFigures, type Published, type Shown, TOTAL } from '@heliotrope/policy/rules';

/** How many pupils of one grade and sex fall into each column. */
export interface CrossedCount {
  /** School year, 1 to 12. */
  readonly grade: number;
  readonly sex: PupilSex;
  readonly cells: readonly number[];
}

export type PupilSex = 'male' | 'female' | 'unknown';

export interface CrossedTable {
  readonly columns: readonly string[];
  /** Columns that would say something of each pupil if they held a whole group. */
  readonly tellingColumns: readonly string[];
  readonly counts: readonly CrossedCount[];
  /** Grades whose sums are told elsewhere together: those taught by the same schools, where schools are told one by one. */
  readonly bundles?: readonly (readonly number[])[];
}

export interface ShownLine {
  readonly cells: readonly Shown[];
  readonly total: Shown;
}

export interface CrossedDisclosure {
  readonly columns: readonly string[];
  /** A grade of very few pupils stands together with the next one. */
  readonly byGrade: readonly (ShownLine & { readonly grades: readonly number[] })[];
  /** Empty where some grade has too few boys or girls. Pupils whose sex is not on record, if few, count with the larger group. */
  readonly bySex: readonly (ShownLine & { readonly sexes: readonly PupilSex[] })[];
  readonly whole: ShownLine;
  readonly published: Published;
  readonly anythingHidden: boolean;
}

export const WHOLE = '∀';

/**
 * Which counts by grade and which by sex may be shown together? The two tables cut the same pupils in two ways, so they are
 * judged as one: what a grade hides must not come out of the boys and the girls. Nobody sees a grade's boys; they are
 * counted here because they could be worked out. How many pupils a group has is told by the participation tables, so
 * a group of very few is no line of its own: no cover could hide what its size alone gives away.
 *
 * @param earlier what was shown of the same pupils before, oldest first. The same counts again are shown as they were.
 * Source: docs/domain-facts.md §4.3 (secondary suppression, so that no cell can be derived from totals or from two dates; pooling).
 */
export function discloseCrossed(table: CrossedTable, limits: Disclosure, earlier: readonly Published[] = []): CrossedDisclosure {
  const { columns, tellingColumns } = table;
  const grades = foldedGrades(table.counts, limits.minDenominator);
  const sexes = shownSexes(table.counts, grades, limits.minDenominator);
  const groups = groupsOf(table, grades, sexes, table.bundles ? countedBundles(table, limits) : []);
  const counted = { columns, groups, totalsAreKnown: true, tellingColumns };
  const isEmpty = table.counts.length === 0;
  const hidden = isEmpty ? new Set<string>() : hiddenAgain(counted, earlier) ?? hiddenFigures(counted, limits, earlier);
  const values = isEmpty ? new Map<string, readonly number[]>() : cellsOf(groups);
  const line = (id: string): ShownLine => {
    const cells = values.get(id) ?? columns.map(() => 0);
    const show = (value: number, column: string): Shown => (hidden.has(figureName(id, column)) ? null : value);
    return { cells: columns.map((column, c) => show(cells[c]!, column)), total: show(cells.reduce((a, b) => a + b, 0), TOTAL) };
  };
  const byGrade = grades.map((some) => ({ grades: some, ...line(gradesId(some)) }));
  const bySex = sexes.map((some) => ({ sexes: some, ...line(some.join('+')) }));
  const whole = line(WHOLE);
  const anythingHidden = [...byGrade, ...bySex, whole].some(({ cells, total }) => total === null || cells.includes(null));
  return { columns, byGrade, bySex, whole, published: { ...counted, hidden: [...hidden] }, anythingHidden };
}

/** The name under which these grades are counted together. */
export const gradesId = (grades: readonly number[]): string => grades.join('+');

/** Bundles as they are counted: a grade folded into another brings its bundle along. */
export function countedBundles(table: CrossedTable, limits: Disclosure): number[][] {
  const all: (readonly number[])[] = [...(table.bundles ?? []), ...foldedGrades(table.counts, limits.minDenominator)];
  const present = new Set(table.counts.map(({ grade }) => grade));
  let merged: number[][] = [];
  for (const next of all.map((some) => some.filter((grade) => present.has(grade))).filter((some) => some.length > 0)) {
    const touching = merged.filter((one) => one.some((grade) => next.includes(grade)));
    merged = [...merged.filter((one) => !touching.includes(one)), [...new Set([...touching.flat(), ...next])].sort((a, b) => a - b)];
  }
  return merged;
}

function groupsOf(table: CrossedTable, grades: readonly (readonly number[])[], sexes: readonly (readonly PupilSex[])[], bundles: readonly (readonly number[])[]): CountedGroup[] {
  const width = table.columns.length;
  const sum = (of: readonly CrossedCount[]) => Array.from({ length: width }, (_, c) => of.reduce((total, { cells }) => total + cells[c]!, 0));
  const whole = { id: WHOLE, parts: grades.map(gradesId) };
  const between = bundles.filter((bundle) => bundle.length < grades.flat().length && !grades.some((some) => gradesId(some) === gradesId(bundle)))
    .map((bundle) => ({ id: gradesId(bundle), parts: grades.filter((some) => bundle.includes(some[0]!)).map(gradesId) }));
  if (sexes.length === 0) {
    return [...grades.map((some) => ({ id: gradesId(some), cells: sum(table.counts.filter(({ grade }) => some.includes(grade))) })), ...between, whole];
  }
  const leaf = (some: readonly number[], of: readonly PupilSex[]) => `${gradesId(some)}·${of.join('+')}`;
  return [
    ...grades.flatMap((some) => sexes.map((of) => ({
      id: leaf(some, of), isPublished: false, cells: sum(table.counts.filter(({ grade, sex }) => some.includes(grade) && of.includes(sex))),
    }))),
    ...grades.map((some) => ({ id: gradesId(some), parts: sexes.map((of) => leaf(some, of)) })),
    ...sexes.map((of) => ({ id: of.join('+'), parts: grades.map((some) => leaf(some, of)) })),
    ...between,
    whole,
  ];
}

const sizeOf = (counts: readonly CrossedCount[]) => counts.reduce((sum, { cells }) => sum + cells.reduce((a, b) => a + b, 0), 0);

/** Grades in order, each of too few pupils together with the next. */
function foldedGrades(counts: readonly CrossedCount[], least: number): number[][] {
  const grades = [...new Set(counts.map(({ grade }) => grade))].sort((a, b) => a - b);
  const size = (some: readonly number[]) => sizeOf(counts.filter(({ grade }) => some.includes(grade)));
  const folded: number[][] = [];
  for (const grade of grades) {
    const last = folded.at(-1);
    if (last && size(last) < least) last.push(grade);
    else folded.push([grade]);
  }
  if (folded.length > 1 && size(folded.at(-1)!) < least) folded.splice(-2, 2, folded.slice(-2).flat());
  return folded;
}

/** Boys and girls, if every grade has enough of both. */
function shownSexes(counts: readonly CrossedCount[], grades: readonly (readonly number[])[], least: number): PupilSex[][] {
  const of = (sexes: readonly PupilSex[]) => counts.filter(({ sex }) => sexes.includes(sex));
  const [smaller, larger] = (['female', 'male'] as const).toSorted((a, b) => sizeOf(of([a])) - sizeOf(of([b])));
  const unknown = sizeOf(of(['unknown']));
  const sexes: PupilSex[][] = unknown >= least * grades.length ? [['male'], ['female'], ['unknown']]
    : [[smaller!], [larger!, ...(unknown > 0 ? (['unknown'] as const) : [])]].toSorted((a) => (a[0] === 'male' ? -1 : 1));
  const isEnough = grades.length > 0 && grades.every((some) => sexes.every((one) => sizeOf(of(one).filter(({ grade }) => some.includes(grade))) >= least));
  return isEnough ? sexes : [];
}

/** What was hidden of exactly these counts when they were shown last: a report opened twice need not be judged twice. */
function hiddenAgain(now: Omit<Published, 'hidden'>, earlier: readonly Published[]): Set<string> | undefined {
  const last = earlier.at(-1);
  const said = ({ columns, groups, tellingColumns }: Omit<Published, 'hidden'>) => JSON.stringify([columns, tellingColumns ?? [], groups.map(({ id, cells, parts }) => [id, cells ?? parts])]);
  return last && said(last) === said(now) ? new Set(last.hidden) : undefined;
}
