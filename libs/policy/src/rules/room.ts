/** One thing that is known of unknown numbers: their sum, with signs, is `equals`. */
export interface KnownSum {
  readonly terms: readonly (readonly [unknown: number, sign: number])[];
  readonly equals: number;
}

const EPSILON = 1e-7;
const isNothing = (value: number) => Math.abs(value) < EPSILON;

/**
 * How much room does each unknown number have, when none is negative and some sums of them are known? What somebody with
 * patience can work out, exactly: the smallest and the largest value by the simplex method (Dantzig 1947, with Bland's rule,
 * which cannot run in circles). The sums must have a solution; true counts are one.
 */
export class Room {
  /** One row for each known sum: a basic number equals its constant (last) less the other numbers times their coefficients. */
  private rows: number[][];
  private basis: number[];
  private readonly low: number[];
  private readonly high: number[];

  constructor(
    private readonly count: number,
    sums: readonly KnownSum[],
  ) {
    this.rows = sums.map(({ terms, equals }) => {
      const row = Array.from({ length: count + 1 }, () => 0);
      for (const [unknown, sign] of terms) row[unknown]! += sign;
      row[count] = equals;
      return equals < 0 ? row.map((value) => -value) : row;
    });
    this.basis = this.rows.map(() => -1);
    this.findSolution();
    this.low = Array.from({ length: count }, () => Infinity);
    this.high = Array.from({ length: count }, () => 0);
    this.remember();
  }

  /** Is the largest possible value of this unknown at least `enough` above the smallest? */
  hasRoom(unknown: number, enough: number): boolean {
    const seen = () => this.high[unknown]! - this.low[unknown]! >= enough - EPSILON;
    // Every solution met on the way counts for all unknowns, so most are found roomy without a search of their own.
    return seen() || !this.goesUpTo(unknown, seen) || seen() || this.goesDown(unknown, seen);
  }

  /** Raises the unknown. True when it has met its limit, or the answer is found; false when nothing limits it. */
  private goesUpTo(unknown: number, isFound: () => boolean): boolean {
    while (!isFound()) {
      const row = this.rows[this.basis.indexOf(unknown)];
      const entering = row ? row.findIndex((value, k) => k < this.count && value < -EPSILON) : unknown;
      if (entering < 0) return true;
      const leaving = this.leavingFor(entering);
      if (leaving < 0) return false;
      this.pivot(leaving, entering);
    }
    return true;
  }

  private goesDown(unknown: number, isFound: () => boolean): boolean {
    for (;;) {
      if (isFound()) return true;
      const at = this.basis.indexOf(unknown);
      const entering = at < 0 ? -1 : this.rows[at]!.findIndex((value, k) => k < this.count && k !== unknown && value > EPSILON);
      if (entering < 0) return false;
      this.pivot(this.leavingFor(entering), entering);
    }
  }

  /** Phase one: rows whose basic number is not yet one of ours are driven to nothing. */
  private findSolution(): void {
    for (;;) {
      const open = this.rows.filter((_, i) => this.basis[i] === -1);
      if (open.every((row) => isNothing(row[this.count]!))) break;
      const entering = Array.from({ length: this.count }, (_, k) => open.reduce((sum, row) => sum + row[k]!, 0)).findIndex((gain) => gain > EPSILON);
      if (entering < 0) throw new Error('the known sums contradict each other');
      this.pivot(this.leavingFor(entering), entering);
    }
    for (let i = 0; i < this.rows.length; i += 1) {
      if (this.basis[i] !== -1) continue;
      const entering = this.rows[i]!.findIndex((value, k) => k < this.count && !isNothing(value));
      if (entering >= 0) this.pivot(i, entering);
    }
    const useful = this.basis.map((basic) => basic !== -1); // a row of nothing said nothing new
    this.rows = this.rows.filter((_, i) => useful[i]);
    this.basis = this.basis.filter((_, i) => useful[i]);
  }

  /** The row that limits an entering number first; of several, the one whose basic number comes first. -1: none does. */
  private leavingFor(entering: number): number {
    let best = -1;
    let limit = Infinity;
    this.rows.forEach((row, i) => {
      if (row[entering]! <= EPSILON) return;
      const ratio = row[this.count]! / row[entering]!;
      const isNearer = ratio < limit - EPSILON;
      if (isNearer || (ratio < limit + EPSILON && this.basis[i]! < this.basis[best]!)) [best, limit] = [i, Math.min(limit, ratio)];
    });
    return best;
  }

  private pivot(leaving: number, entering: number): void {
    const row = this.rows[leaving]!;
    const by = row[entering]!;
    for (let k = 0; k <= this.count; k += 1) row[k] = isNothing(row[k]! / by) ? 0 : row[k]! / by;
    for (const other of this.rows) {
      const times = other === row ? 0 : other[entering]!;
      if (times === 0) continue;
      for (let k = 0; k <= this.count; k += 1) if (row[k] !== 0) other[k] = isNothing(other[k]! - times * row[k]!) ? 0 : other[k]! - times * row[k]!;
    }
    this.basis[leaving] = entering;
    if (this.low) this.remember();
  }

  private remember(): void {
    const values = Array.from({ length: this.count }, () => 0);
    this.basis.forEach((basic, i) => (values[basic] = this.rows[i]![this.count]!));
    values.forEach((value, k) => {
      this.low[k] = Math.min(this.low[k]!, value);
      this.high[k] = Math.max(this.high[k]!, value);
    });
  }
}
