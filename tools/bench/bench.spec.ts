import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomAnswers, randomSeconds } from './answers.mjs';
import { firstLoad } from './bundle.mjs';
import { fire, post } from './load-gun.mjs';
import { figure, median, percentile, ratio } from './statistics.mjs';
import { judge } from './targets.mjs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

describe('figures', () => {
  it('takes percentiles by nearest rank', () => {
    expect([0, 0.25, 0.5, 0.99, 1].map((share) => percentile([40, 10, 30, 20], share))).toEqual([10, 10, 20, 40, 40]);
    expect(percentile([], 0.5)).toBeNull();
    fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (numbers, share) => {
      const found = percentile(numbers, share)!;
      expect(numbers.filter((number) => number <= found).length).toBeGreaterThanOrEqual(share * numbers.length);
    }));
  });

  it('takes the median of the rounds with its spread', () => {
    expect(figure([3, 1, 2])).toMatchObject({ value: 2, spread: { min: 1, max: 3 }, rounds: [3, 1, 2], load: expect.any(Number) });
  });

  it('divides round by round: a disturbed round disturbs its own ratio only', () => {
    const found = ratio({ name: 'a', unit: '1/s', values: [10, 1, 10] }, { name: 'b', unit: '1/s', values: [20, 2, 5] });
    expect(found).toMatchObject({ value: 0.5, rounds: [0.5, 0.5, 2], parts: { numerator: { median: 10 }, denominator: { median: 5 } } });
    expect(median([10, 1, 10])! / median([20, 2, 5])!).not.toBe(found.value);
  });

  it('holds figures against targets, and a figure that is missing has met nothing', () => {
    const targets = judge({ submit_vs_insert: { value: 0.6 }, student_js_kb: { value: 60 }, critical_to_case_ms: { value: 1001 } });
    expect(targets).toMatchObject({
      submit_vs_insert: { met: true, aimMet: false }, student_js_kb: { met: true, aimMet: false },
      critical_to_case_ms: { met: false }, submit_cpu_us: { met: false, value: null }, round_reopen_vs_open: { aimMet: null },
    });
  });
});

describe('the first load of an app', () => {
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-bundle-'));
  afterAll(() => fs.rmSync(dist, { recursive: true }));

  it('counts what index.html names and what that imports statically, each once, and nothing that is asked for later', () => {
    const files = {
      'index.html': '<script type="module" src="/assets/main.js?v=1"></script><link rel="modulepreload" href="./assets/vendor.js">'
        + '<link rel="stylesheet" href="/assets/main.css"><script src="https://elsewhere.example/x.js"></script>',
      'assets/main.js': 'import{a as b}from"./vendor.js";import"./side.js";export{c}from\'./named.js\';const later=()=>import("./later.js");',
      'assets/vendor.js': 'import{x}from"./side.js";export const a=1',
      'assets/side.js': 'export const x=1',
      'assets/named.js': 'export const c=1',
      'assets/later.js': 'export const much='.padEnd(5000, 'x'),
      'assets/main.css': 'body{}',
    };
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(dist, name)), { recursive: true });
      fs.writeFileSync(path.join(dist, name), text);
    }
    const found = firstLoad(dist);
    const counted = (['main', 'vendor', 'side', 'named'] as const).map((name) => `assets/${name}.js` as const);
    expect(found.files.sort()).toEqual([...counted].sort());
    const bytes = counted.reduce((sum, name) => sum + zlib.gzipSync(files[name], { level: 9 }).length, 0);
    expect(found.value).toBe(Math.round(bytes / 100) / 10);
  });
});

describe('the load gun', () => {
  it('fires each request once, reads answers in pieces, and counts them by status', async () => {
    const seen: string[] = [];
    const server = http.createServer((request, response) => {
      request.on('data', (chunk: Buffer) => seen.push(JSON.parse(chunk.toString()).id));
      request.on('end', () => {
        const body = 'x'.repeat(3000);
        response.writeHead(seen.length % 5 === 0 ? 503 : 201, { 'content-length': body.length });
        response.write(body.slice(0, 10));
        setTimeout(() => response.end(body.slice(10)), 1);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const requests = Array.from({ length: 100 }, (_, id) => post('/x', { id: String(id) }));
    const shot = await fire({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, connections: 4, seconds: 20, next: () => requests.pop() });
    server.close();
    expect(new Set(seen).size).toBe(100);
    expect(Object.values(shot.counts).reduce((sum: number, count) => sum + (count as number), 0)).toBe(100);
    expect(shot.counts['503']).toBeGreaterThan(0);
    expect(shot.milliseconds).toHaveLength(100);
  });

  it('answers are never twice the same, and few are critical', () => {
    const sheets = Array.from({ length: 2000 }, () => randomAnswers({ count: 100, critical: [85, 97] }));
    expect(new Set(sheets.map(String)).size).toBe(2000);
    const critical = sheets.filter((sheet: number[]) => sheet[84] === 1 || sheet[96] === 1).length;
    expect(critical).toBeGreaterThan(5);
    expect(critical).toBeLessThan(120);
    expect(randomSeconds({ count: 100 })).toHaveLength(100);
  });
});
