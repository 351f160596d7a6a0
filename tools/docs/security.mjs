const STATES = ['done', 'partly', 'later'];
const LINES = 46;

/**
 * Does every line of the checklist stand once, with a state, and does each test it names exist?
 * @param {string} text docs/security.md
 * @param {(path: string) => string} read a file's text; empty when it is not there
 * @returns {{ faults: string[], counts: Record<string, number> }}
 */
export function securityLines(text, read) {
  const faults = [];
  const counts = Object.fromEntries(STATES.map((state) => [state, 0]));
  const seen = new Set();
  for (const [, number, , state, shown] of text.matchAll(/^\| (\d+) \| (.*?) \| (.*?) \| (.*) \|$/gm)) {
    const line = Number(number);
    if (seen.has(line)) faults.push(`security line ${line} stands there twice`);
    seen.add(line);
    if (!STATES.includes(state)) faults.push(`security line ${line} has no state: ${state}`);
    else counts[state] += 1;
    const tests = [...shown.matchAll(/`([^`]+)`: “([^”]+)”/g)];
    if (state === 'done' && tests.length === 0) faults.push(`security line ${line} is done and names no test`);
    if (state !== 'done' && shown.replace(/`[^`]+`: “[^”]+”;?\s*/g, '').trim() === '') faults.push(`security line ${line} is ${state} and does not say why`);
    for (const [, path, name] of tests) {
      const source = read(path);
      if (source === '') faults.push(`security line ${line} names ${path}, which is not there`);
      else if (!source.includes(name)) faults.push(`security line ${line}: ${path} has no test “${name}”`);
    }
  }
  for (let line = 1; line <= LINES; line += 1) if (!seen.has(line)) faults.push(`security line ${line} is missing`);
  for (const line of seen) if (line > LINES) faults.push(`there is no security line ${line}`);
  return { faults, counts };
}
