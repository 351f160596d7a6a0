/** The acceptance ids of the five notices: prefix and how many. */
const NOTICES = { BJ: 54, BS: 46, LC: 59, JZ: 35, ZJ: 31 };
const STATES = ['done', 'partly', 'planned', 'not software'];

const acceptanceIds = Object.entries(NOTICES).flatMap(([notice, count]) =>
  Array.from({ length: count }, (_, index) => `${notice}-${String(index + 1).padStart(2, '0')}`),
);

/**
 * Does the coverage table name every acceptance id exactly once, with a state? A row is
 * `| BJ-01 | what it asks | state | where |`; the states are done, partly, planned, not software.
 * @param {string} text docs/requirements.md
 * @returns {{ faults: string[], counts: Record<string, number> }}
 */
export function coverage(text) {
  const faults = [];
  const seen = new Map();
  const counts = Object.fromEntries(STATES.map((state) => [state, 0]));
  for (const line of text.split('\n')) {
    const [, id, rest] = /^\|\s*((?:BJ|BS|LC|JZ|ZJ)-\d+)\s*\|(.*)$/.exec(line) ?? [];
    if (!id) continue;
    if (!acceptanceIds.includes(id)) faults.push(`${id} is no acceptance id`);
    if (seen.has(id)) faults.push(`${id} stands there twice`);
    seen.set(id, true);
    const state = rest.split('|').map((cell) => cell.trim()).find((cell) => STATES.includes(cell));
    if (state) counts[state] += 1;
    else faults.push(`${id} has no state: ${STATES.join(', ')}`);
  }
  const missing = acceptanceIds.filter((id) => !seen.has(id));
  if (missing.length > 0) faults.push(`missing: ${missing.join(' ')}`);
  return { faults, counts };
}
