/** `[1, 2, 3, 7]` → `1-3、7`: how item numbers stand in one cell. Their order is kept. */
export function writeItemNumbers(numbers: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const no of numbers) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === no) last[1] = no;
    else runs.push([no, no]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join('、');
}

/** The other way round, as people write it: commas of either kind, spaces, runs with a dash. Null: not item numbers. */
export function readItemNumbers(text: string): number[] | null {
  const numbers: number[] = [];
  for (const part of text.split(/[、,，;；\s]+/).filter(Boolean)) {
    const run = /^(\d{1,3})(?:[-–—~～至](\d{1,3}))?$/.exec(part);
    if (!run) return null;
    const [from, to] = [Number(run[1]), Number(run[2] ?? run[1])];
    if (to < from) return null;
    for (let no = from; no <= to; no++) numbers.push(no);
  }
  return numbers;
}
