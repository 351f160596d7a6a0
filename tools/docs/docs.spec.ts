import { describe, expect, it } from '@jest/globals';
import { coverage } from './coverage.mjs';
import { securityLines } from './security.mjs';
import { walkthroughFaults } from './walkthrough.mjs';

const counts = { BJ: 54, BS: 46, LC: 59, JZ: 35, ZJ: 31 };
const rows = Object.entries(counts).flatMap(([notice, count]) =>
  Array.from({ length: count }, (_, index) => `| ${notice}-${String(index + 1).padStart(2, '0')} | what it asks | planned | |`),
);

describe('the walkthrough', () => {
  it('may only lead to what is there', () => {
    const text = 'first `libs/screening/src/rules/` then `libs/screening/src/server/sheet.service.ts` `submit()`';
    expect(walkthroughFaults(text, () => true)).toEqual([]);
    expect(walkthroughFaults(text, (path) => !path.endsWith('.ts'))).toEqual(['the walkthrough leads to libs/screening/src/server/sheet.service.ts, which is not there']);
  });
  it('must lead somewhere', () => expect(walkthroughFaults('', () => true)).toHaveLength(1));
});

describe('the coverage table', () => {
  it('is whole with every id once and a state each', () => {
    expect(coverage(rows.join('\n'))).toEqual({ faults: [], counts: { done: 0, partly: 0, planned: 225, 'not software': 0 } });
  });
  it('misses an id', () => expect(coverage(rows.slice(1).join('\n')).faults).toEqual(['missing: BJ-01']));
  it('sees an id twice', () => expect(coverage([...rows, rows[0]].join('\n')).faults).toEqual(['BJ-01 stands there twice']));
  it('knows no id beyond the notices', () => expect(coverage([...rows, '| ZJ-32 | x | done | |'].join('\n')).faults).toEqual(['ZJ-32 is no acceptance id']));
  it('wants a state', () => expect(coverage([...rows.slice(1), '| BJ-01 | x | maybe | |'].join('\n')).faults[0]).toMatch(/^BJ-01 has no state/));
});

describe('the security lines', () => {
  const line = (n: number, state = 'done', shown = '`a.spec.ts`: “is safe”') => `| ${n} | what | ${state} | ${shown} |`;
  const all = Array.from({ length: 46 }, (_, n) => line(n + 1));
  const judge = (lines: string[]) => securityLines(lines.join('\n'), (path) => (path === 'a.spec.ts' ? `it('is safe', …` : '')).faults;

  it('are whole with a test that is there each', () => expect(judge(all)).toEqual([]));
  it('miss none', () => expect(judge(all.slice(1))).toEqual(['security line 1 is missing']));
  it('name tests that are there, by the words they go by', () => {
    expect(judge([line(1, 'done', '`a.spec.ts`: “was safe”'), ...all.slice(1)])).toEqual(['security line 1: a.spec.ts has no test “was safe”']);
    expect(judge([line(1, 'done', '`b.spec.ts`: “is safe”'), ...all.slice(1)])).toEqual(['security line 1 names b.spec.ts, which is not there']);
  });
  it('are not done without a test, and not left without a reason', () => {
    expect(judge([line(1, 'done', 'we are sure'), ...all.slice(1)])).toEqual(['security line 1 is done and names no test']);
    expect(judge([line(1, 'partly'), ...all.slice(1)])).toEqual(['security line 1 is partly and does not say why']);
    expect(judge([line(1, 'maybe'), ...all.slice(1)])).toContain('security line 1 has no state: maybe');
  });
});
