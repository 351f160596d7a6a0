import { describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { LONGEST_LINE, scoreStream } from './stream.mjs';

const command = path.resolve(import.meta.dirname, '../score.mjs');
const run = (input: string) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [command], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { lines: stdout.split('\n'), stderr, status };
};

describe('npm run score', () => {
  it('answers good and bad lines, each in its place', () => {
    const { lines, stderr, status } = run([
      '{"instrument":"phq-9","answers":[0,1,2,0,0,0,0,0,0]}', 'not json', '{"instrument":"nobody","answers":[]}',
      '{"instrument":"k10","answers":[1,1,1,1,1,1,1,1,1,0]}', '', `{"instrument":"mht","answers":[${Array(100).fill(1).join(',')}]}`,
    ].join('\n'));
    expect([status, stderr]).toEqual([0, '']);
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { instrument: 'phq-9', scores: { total: 3 }, bands: { total: 'minimal' }, critical: [], validity: 'valid' },
      { error: { code: 'score/not-json' } }, { error: { code: 'score/unknown-instrument' } }, { error: { code: 'score/value-not-on-form' } },
      { error: { code: 'score/not-json' } }, { instrument: 'mht', scores: { total: 90, lie: 10 }, critical: [85, 97], validity: 'void' },
    ]);
  });

  it('answers nothing to nothing', () => expect(run('')).toEqual({ lines: [''], stderr: '', status: 0 }));

  it('streams through in flat memory', async () => {
    const measured = path.join(os.tmpdir(), `score-memory-${process.pid}.mjs`);
    fs.writeFileSync(measured, `process.on('exit', () => process.stderr.write(String(process.memoryUsage().rss)));\nawait import(${JSON.stringify(command)});\n`);
    const peak = async (count: number) => {
      const child = spawn(process.execPath, [measured], { stdio: ['pipe', 'pipe', 'pipe'] });
      let stderr = '';
      let answered = 0;
      let wrong = 0;
      child.stderr.on('data', (text: Buffer) => { stderr += text; });
      child.stdout.on('data', (chunk: Buffer) => { for (const byte of chunk) if (byte === 10) answered++; });
      const block = Array.from({ length: 100 }, (_, at) => (at === 50 ? 'oops' : `{"instrument":"ces-d","answers":[${Array(20).fill(at % 4).join(',')}]}`)).join('\n') + '\n';
      Readable.from((function* () { for (let sent = 0; sent < count; sent += 100) yield block; })()).pipe(child.stdin);
      const [status] = await once(child, 'close') as [number];
      if (status !== 0) wrong++;
      expect([answered, wrong]).toEqual([count, 0]);
      return Number(stderr);
    };
    const [small, large] = [await peak(5_000), await peak(200_000)];
    fs.rmSync(measured);
    expect(large - small).toBeLessThan(64 * 1024 * 1024); // the large input alone is 11 MB, its answers 24 MB
  });

  it('goes quietly when the reader goes', () => {
    const { stderr, status } = spawnSync('sh', ['-c', `yes '{"instrument":"phq-2","answers":[1,1]}' | head -200000 | "$0" "$1" | head -1 | grep -c total`, process.execPath, command], { encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
  });
});

describe('splitting into lines', () => {
  const split = async (chunks: (string | Buffer)[]) => {
    const output = new PassThrough();
    const done = scoreStream(Readable.from(chunks.map((chunk) => Buffer.from(chunk)), { objectMode: true }), output, { answer: (line: string) => `<${line}>`, tooLong: 'LONG' })
      .then(() => output.end());
    let text = '';
    for await (const chunk of output) text += chunk;
    await done;
    return text;
  };

  it.each([
    ['a line without its end', ['a\nb'], '<a>\n<b>\n'],
    ['a line in many pieces', ['a', 'b', 'c\nd', 'e\n'], '<abc>\n<de>\n'],
    ['blank lines', ['\n\na\n\n'], '<>\n<>\n<a>\n<>\n'],
    ['a line end alone in its chunk', ['a', '\n', 'b', '\n'], '<a>\n<b>\n'],
    ['a byte order mark, at the very beginning only', ['\ufeffa\n\ufeffb\n'], '<a>\n<\ufeffb>\n'],
    ['nothing', [], ''],
  ] as [string, string[], string][])('%s', async (_, chunks, expected) => expect(await split(chunks)).toBe(expected));

  it('a character cut in two between chunks', async () => {
    const bytes = Buffer.from('向阳\n');
    expect(await split([bytes.subarray(0, 2), bytes.subarray(2, 4), bytes.subarray(4)])).toBe('<向阳>\n');
  });

  it('a line too long to hold is answered as such and the rest go on', async () => {
    const long = 'x'.repeat(LONGEST_LINE / 2);
    expect(await split(['a\n', long, long, long, '\nb\n'])).toBe('<a>\nLONG\n<b>\n');
    expect(await split(['a\n', long, long, long, 'y\nb\nc'])).toBe('<a>\nLONG\n<b>\n<c>\n');
    expect(await split([long, long, long])).toBe('LONG\n');
    expect(await split([`${long}${long}x\nb\n`])).toBe('LONG\n<b>\n');
  });
});
