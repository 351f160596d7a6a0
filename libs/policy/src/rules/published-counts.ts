import { type KnownSum, Room } from './room.js';

export interface Disclosure {
  /** A group of fewer pupils shows nothing but that it is small. */
  readonly minDenominator: number;
  /** A cell of one or more pupils but fewer than this is hidden. */
  readonly minCell: number;
}

/**
 * Pupils who are counted together, by columns that share them out. A group either counts itself (`cells`) or is made of
 * others (`parts`): a school of its grades, a county of its schools, a filter's answer of what it took in.
 */
export interface CountedGroup {
  readonly id: string;
  readonly cells?: readonly number[];
  readonly parts?: readonly string[];
  /** False: it is not shown itself, but nobody must be able to work it out either. */
  readonly isPublished?: boolean;
  /** Somebody chose what it takes in, and may choose a little less the next time. */
  readonly isFilter?: boolean;
}

/** What was counted at one moment. */
export interface Counted {
  readonly columns: readonly string[];
  readonly groups: readonly CountedGroup[];
  /** The size of every group is told elsewhere, so hiding it here covers nothing. */
  readonly totalsAreKnown?: boolean;
  /** Columns that would say something of each pupil if they held a whole group. */
  readonly tellingColumns?: readonly string[];
}

/** A moment's counts, and the figures that were not shown of them. */
export interface Published extends Counted {
  readonly hidden: readonly string[];
}

export const TOTAL = 'Σ';

/** One figure's name: the group and the column, or the group's size. */
export const figureName = (group: string, column: string): string => `${group}|${column}`;

interface Figure {
  readonly value: number;
  readonly isTotal: boolean;
  /** Small itself, or of a small group: what all this is about. */
  isSmall: boolean;
  /** Never meant to be shown: may be worked out unless it is small. */
  isUnpublished: boolean;
  state: 'told' | 'shown' | 'hidden';
}

/**
 * Which figures of this moment must be hidden, so that neither they nor any hidden before can be worked out from all that
 * was ever shown: from margins, from a place and its parts, from two dates, from two filters one of which lies in the other?
 * The reader is taken to know more than he does: which figures did not change between two dates. A hidden figure is safe
 * when all that is shown leaves it as much room as the hidden range is wide. As long as one is not, one more figure near
 * it is hidden: the smallest that gives enough room alone, else the largest.
 *
 * @param earlier what was published before of the same or overlapping groups, oldest first.
 * @returns the names of the figures to hide (`figureName`).
 * Source: docs/domain-facts.md §4.3; the numbers come from policy `statistics.min-denominator` and `statistics.min-cell`.
 */
export function hiddenFigures(now: Counted, limits: Disclosure, earlier: readonly Published[] = []): Set<string> {
  const web = new Web(limits);
  for (const moment of earlier) web.add(moment, new Set(moment.hidden));
  const names = web.add(now);
  web.cover();
  return new Set([...names].filter(([, figure]) => web.isHidden(figure)).map(([name]) => name));
}

/** All figures of all moments, and the sums that bind them. */
class Web {
  private readonly figures: Figure[] = [];
  private readonly sums: { readonly whole: number; readonly parts: readonly number[] }[] = [];
  private readonly standsIn = new Map<number, (readonly number[])[]>();
  /** The newest figure under each name: one that has not changed since is the same figure. */
  private readonly newest = new Map<string, number>();
  private filters = new Map<string, ReadonlySet<string>>();

  constructor(private readonly limits: Disclosure) {}

  isHidden(figure: number): boolean {
    return this.figures[figure]!.state === 'hidden';
  }

  /** @param hidden what was hidden when this moment was published; left out for the moment that is being published. */
  add(moment: Counted, hidden?: ReadonlySet<string>): Map<string, number> {
    const groups = this.withDifferences(moment.groups);
    const cells = cellsOf(groups);
    const columns = [...moment.columns, TOTAL];
    const mine = new Map<string, number>();
    for (const group of groups) {
      const values = cells.get(group.id)!;
      const size = values.reduce((a, b) => a + b, 0);
      columns.forEach((column, c) => {
        const isTotal = column === TOTAL;
        const value = isTotal ? size : values[c]!;
        const isWhole = value === size && size > 0 && (moment.tellingColumns?.includes(column) ?? false);
        const isSmall = size < this.limits.minDenominator ? size > 0 : (value > 0 && value < this.limits.minCell) || isWhole;
        const name = figureName(group.id, column);
        const isKnown = isTotal && moment.totalsAreKnown === true;
        const wasShown = hidden !== undefined && !hidden.has(name);
        const figure = this.same(name, { value, isTotal, isSmall: isSmall && !isKnown, isUnpublished: group.isPublished === false, state: 'shown' });
        const { state } = this.figures[figure]!;
        const isTold = group.isPublished !== false && (isKnown || wasShown);
        if (isTold) this.figures[figure]!.state = 'told';
        else if (state !== 'told' && (hidden !== undefined || isSmall || group.isPublished === false)) this.figures[figure]!.state = 'hidden';
        mine.set(name, figure);
      });
      const at = (column: string, of = group.id) => mine.get(figureName(of, column)) ?? this.newest.get(figureName(of, column))!;
      this.bind(at(TOTAL), moment.columns.map((column) => at(column)));
      if (group.parts) for (const column of columns) this.bind(at(column), group.parts.map((part) => at(column, part)));
    }
    return mine;
  }

  private bind(whole: number, parts: readonly number[]): void {
    this.sums.push({ whole, parts });
    const all = [whole, ...parts];
    for (const one of all) this.standsIn.set(one, [...(this.standsIn.get(one) ?? []), all]);
  }

  /** Hides until nothing hidden can be worked out, or nothing is left to hide. */
  cover(): void {
    while (this.coverTheWeak());
  }

  /** Hides one figure more for each hidden one that lacks room, unless one beside it was hidden for another just now. */
  private coverTheWeak(): boolean {
    const unknown = this.figures.flatMap(({ state }, figure) => (state === 'hidden' ? [figure] : []));
    const place = new Map(unknown.map((figure, n) => [figure, n]));
    const known: KnownSum[] = this.sums.map(({ whole, parts }) => {
      const terms = [[whole, -1] as const, ...parts.map((part) => [part, 1] as const)];
      const isOpen = ([figure]: readonly [number, number]) => place.has(figure);
      return {
        terms: terms.filter(isOpen).map(([figure, sign]) => [place.get(figure)!, sign] as const),
        equals: 0 - terms.filter((term) => !isOpen(term)).reduce((sum, [figure, sign]) => sum + sign * this.figures[figure]!.value, 0),
      };
    });
    const room = new Room(unknown.length, known.filter(({ terms }) => terms.length > 0));
    const covered = new Set<number>();
    for (const figure of unknown) {
      const { isSmall, isTotal, isUnpublished } = this.figures[figure]!;
      if ((isUnpublished && !isSmall) || covered.has(figure)) continue;
      const enough = isSmall && isTotal ? this.limits.minDenominator : this.limits.minCell;
      if (room.hasRoom(place.get(figure)!, enough)) continue;
      const cover = this.coverFor(figure);
      if (cover === null) continue;
      this.figures[cover]!.state = 'hidden';
      for (const beside of this.sumsOf(cover)) for (const one of beside) covered.add(one);
    }
    return covered.size > 0;
  }

  /** A shown figure bound to this hidden one by a sum, or by a chain of sums through other hidden ones; the nearest first. */
  private coverFor(figure: number): number | null {
    const reached = new Set([figure]);
    for (let edge = [figure]; edge.length > 0; ) {
      const sums = edge.flatMap((one) => this.sumsOf(one));
      const hiddenIn = (sum: readonly number[]) => sum.filter((one) => this.figures[one]!.state === 'hidden').length;
      const value = (one: number) => this.figures[one]!.value;
      // The sum with the fewest unknowns gives the most away, so it is mended first.
      for (const sum of [...sums].sort((a, b) => hiddenIn(a) - hiddenIn(b))) {
        const shown = sum.filter((one) => this.figures[one]!.state === 'shown');
        const roomy = shown.filter((one) => value(one) >= this.limits.minCell);
        const [best] = roomy.length > 0 ? roomy.sort((a, b) => value(a) - value(b)) : shown.sort((a, b) => value(b) - value(a));
        if (best !== undefined) return best;
      }
      const beside = [...new Set(sums.flat())];
      edge = beside.filter((one) => this.figures[one]!.state === 'hidden' && !reached.has(one));
      for (const one of edge) reached.add(one);
    }
    return null;
  }

  /** The sums a figure stands in, each as all its figures. */
  private sumsOf(figure: number): readonly (readonly number[])[] {
    return this.standsIn.get(figure) ?? [];
  }

  /** The figure of this name, the one of before if it has not changed. */
  private same(name: string, figure: Figure): number {
    const before = this.newest.get(name);
    if (before !== undefined && this.figures[before]!.value === figure.value) {
      this.figures[before]!.isSmall ||= figure.isSmall;
      this.figures[before]!.isUnpublished &&= figure.isUnpublished;
      return before;
    }
    this.newest.set(name, this.figures.push(figure) - 1);
    return this.figures.length - 1;
  }

  /** Where one filter's answer lies wholly within another, what is left of the larger is a group as well: somebody will subtract. */
  private withDifferences(groups: readonly CountedGroup[]): CountedGroup[] {
    const leaves = leafSets(groups);
    const filters = new Map([...this.filters, ...groups.flatMap(({ id, isFilter }) => (isFilter ? [[id, leaves.get(id)!] as const] : []))]);
    const added = new Map<string, CountedGroup>();
    for (const [outer, all] of new Map([...leaves, ...filters])) {
      for (const [inner, some] of new Map([...leaves, ...filters])) {
        if (some.size >= all.size || !(filters.has(outer) || filters.has(inner)) || ![...some].every((leaf) => all.has(leaf))) continue;
        const rest = [...all].filter((leaf) => !some.has(leaf));
        if (rest.length > 1 && rest.every((leaf) => leaves.has(leaf))) added.set(rest.sort().join('∪'), { id: rest.join('∪'), parts: rest, isPublished: false });
      }
    }
    this.filters = filters;
    return [...groups.filter(({ cells }) => cells), ...inOrder(groups), ...added.values()];
  }
}

/** Groups made of others, each after its parts. */
function inOrder(groups: readonly CountedGroup[]): CountedGroup[] {
  const done = new Set(groups.filter(({ cells }) => cells).map(({ id }) => id));
  const waiting = groups.filter(({ cells }) => !cells);
  const ordered: CountedGroup[] = [];
  while (ordered.length < waiting.length) {
    const ready = waiting.filter(({ id, parts }) => !done.has(id) && (parts ?? []).every((part) => done.has(part)));
    if (ready.length === 0) throw new Error('a group is made of groups that are not counted');
    for (const group of ready) done.add(group.id);
    ordered.push(...ready);
  }
  return ordered;
}

/** Every group's counts, by column. */
export function cellsOf(groups: readonly CountedGroup[]): Map<string, readonly number[]> {
  const found = new Map(groups.flatMap(({ id, cells }) => (cells ? [[id, cells] as const] : [])));
  for (const { id, parts = [] } of inOrder(groups)) {
    const width = found.get(parts[0] ?? '')?.length ?? 0;
    found.set(id, Array.from({ length: width }, (_, c) => parts.reduce((sum, part) => sum + found.get(part)![c]!, 0)));
  }
  return found;
}

function leafSets(groups: readonly CountedGroup[]): Map<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>(groups.flatMap(({ id, cells }) => (cells ? [[id, new Set([id])] as const] : [])));
  for (const { id, parts = [] } of inOrder(groups)) found.set(id, new Set(parts.flatMap((part) => [...found.get(part)!])));
  return found;
}
