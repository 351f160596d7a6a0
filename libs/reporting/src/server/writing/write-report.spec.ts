import { describe, expect, it } from '@jest/globals';
import { PdfRenderer, readRows, unzipFiles } from '@heliotrope/platform';
import type { ReportDocument } from '../../rules/index.js';
import { writeReport } from './write-report.js';

const report: ReportDocument = {
  title: '2026年秋季测评 测评报告', unit: '某某县教育局', lead: '2026-10-12 至 2026-10-24', watermark: '王老师 2026-11-01',
  blocks: [
    { kind: 'heading', text: '一、参测情况' },
    { kind: 'text', text: '名字里有 <标记> & "引号" 和 #let x = 1 *粗*。' },
    { kind: 'facts', facts: [['学校', '䶮㛃中学'], ['班级', '七年级1班'], ['用途', '复核']] },
    { kind: 'table', name: '参测情况', head: ['学校', '应测', '有效率'], hasTotal: true, rows: [['第一中学', 540, '95.0%'], ['第二\u0000中学', null, '—'], ['合计', 1080, '95.0%']] },
    { kind: 'notes', lines: ['第一条', '第二条'] },
    { kind: 'seal', who: '教育局（盖章）', on: '2026-11-01' },
  ],
};
const renderer = new PdfRenderer({ fontsDir: process.env['FONTS_DIR'] ?? null });

describe('a report', () => {
  it('is set as PDF from any blocks', async () => {
    const pdf = Buffer.from(await writeReport(report, 'pdf', renderer));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(5_000);
  });

  it('is a Word document whose every part is sound XML and says the same', async () => {
    const names = ['[Content_Types].xml', '.rels', 'core.xml', 'document.xml', 'document.xml.rels', 'styles.xml', 'numbering.xml', 'header1.xml', 'footer1.xml'];
    const parts = await unzipFiles(Buffer.from(await writeReport(report, 'docx', renderer)), { names: new Set(names), most: 1_000_000 });
    expect([...parts.keys()].sort()).toEqual([...names].sort());
    for (const [name, part] of parts) expect([name, unclosed(part.toString())]).toEqual([name, []]);
    const text = parts.get('document.xml')!.toString();
    for (const words of ['一、参测情况', '名字里有 &lt;标记&gt; &amp; &quot;引号&quot; 和 #let x = 1 *粗*。', '䶮㛃中学', '<w:t xml:space="preserve">*</w:t>', '第二中学', '第一条', '教育局（盖章）']) expect(text).toContain(words);
    expect(text).not.toContain('\u0000');
    expect(parts.get('header1.xml')!.toString()).toContain('王老师 2026-11-01');
    expect(parts.get('footer1.xml')!.toString()).toContain('NUMPAGES');
    for (const [, target] of parts.get('document.xml.rels')!.toString().matchAll(/Target="([^"]+)"/g)) expect(names).toContain(target);
  });

  it('is a workbook with a sheet for each table, numbers as numbers and a sign where one is hidden', async () => {
    const rows: (readonly string[])[] = [];
    for await (const row of readRows(await writeReport(report, 'xlsx', renderer), { sheet: '参测情况' })) rows.push(row.cells);
    expect(rows).toEqual([['学校', '应测', '有效率'], ['第一中学', '540', '95.0%'], [expect.stringContaining('第二'), '*', '—'], ['合计', '1080', '95.0%']]);
  });
});

/** Elements that are opened and not closed, or closed and not opened, in their order. */
function unclosed(xml: string): string[] {
  const open: string[] = [];
  for (const [, closing, name, empty] of xml.replace(/<\?.*?\?>/s, '').matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (empty === '/') continue;
    if (closing === '/') {
      if (open.pop() !== name) return [...open, `/${name}`];
    } else open.push(name!);
  }
  return open;
}
