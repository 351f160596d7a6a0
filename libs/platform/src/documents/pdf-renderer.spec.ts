import zlib from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { definePdf, PdfRenderer } from './pdf-renderer.js';

definePdf({
  name: 'spec/listing',
  body: String.raw`
= #data.title
#data.intro
== 名单
#listing((3cm, 1fr), ("序号", "姓名"), data.rows)
`,
});
definePdf({ name: 'spec/thief', body: '#read("/etc/passwd")' });

const dress = { title: '秋季测评报告', header: '某某县教育局', watermark: '王老师 2026-10-12 09:00' };
const renderer = new PdfRenderer({ fontsDir: process.env['FONTS_DIR'] ?? null });
const listing = (rows: unknown[], intro = '') => renderer.render('spec/listing', { title: '报告', intro, rows }, dress);

/** All texts of a PDF, as code points, through each font's own table from glyph to letter. */
function lettersOf(pdf: Buffer): string {
  const letters = new Set<string>();
  for (const [, start] of [...pdf.toString('latin1').matchAll(/stream\r?\n/g)].map((found) => [0, found.index + found[0].length] as const)) {
    let text: string;
    try {
      text = zlib.inflateSync(pdf.subarray(start), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString('latin1');
    } catch {
      continue;
    }
    if (!text.includes('beginbfchar') && !text.includes('beginbfrange')) continue;
    for (const [, code] of text.matchAll(/<[0-9A-Fa-f]+> *<([0-9A-Fa-f]+)>/g)) {
      letters.add(Buffer.from(code!, 'hex').swap16().toString('utf16le'));
    }
  }
  return [...letters].join('');
}

const pagesOf = (pdf: Buffer) => Number(/\/Type\s*\/Pages[^>]*?\/Count\s+(\d+)/s.exec(pdf.toString('latin1'))?.[1] ?? 0);

describe('a PDF', () => {
  it('holds the Chinese of its data, its head, foot and watermark, rare names included', () => {
    const pdf = listing([['1', '䶮㛃'], ['2', '欧阳娜娜']]);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const letters = lettersOf(pdf);
    for (const letter of '䶮㛃欧阳娜报告某某县教育局第页共王老师秋季测评') expect(letters).toContain(letter);
  });

  it('runs on over as many pages as it needs', () => {
    expect(pagesOf(listing([['1', '张三']]))).toBe(1);
    expect(pagesOf(listing(Array.from({ length: 120 }, (_, n) => [String(n + 1), '张三'])))).toBeGreaterThan(3);
  });

  it('sets markup in a name as letters, not as markup', () => {
    const letters = lettersOf(listing([], '#panic("x") *粗* $1+1$ = 题 <a> @b'));
    for (const sign of '#*$@<') expect(letters).toContain(sign);
  });

  it('is the same bytes for the same data: a report can be compared', () => {
    expect(listing([['1', '张三']]).equals(listing([['1', '张三']]))).toBe(true);
  });

  it('cannot carry away a file of the server', () => {
    expect(() => renderer.render('spec/thief', {}, dress)).toThrow(/not found|denied/);
  });

  it('is refused, with the command that helps, where no Chinese font is to be had', () => {
    const poor = new PdfRenderer({ families: ['No Such Font'] });
    expect(() => poor.render('spec/listing', { title: '', intro: '', rows: [] }, dress)).toThrow(
      expect.objectContaining({ code: 'platform/pdf-font-missing', zh: expect.stringContaining('apt-get install fonts-noto-cjk') }),
    );
  });

  it('of an unknown name is a bug that says so', () => {
    expect(() => renderer.render('spec/unknown', {}, dress)).toThrow('no such PDF template');
    expect(() => definePdf({ name: 'spec/thief', body: '' })).toThrow('twice');
  });
});
