import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { writeXlsx as hucreWrite } from 'hucre';
import { cellText, guarded } from './cell-text.js';
import { readRows, type SheetRow, type SheetSource } from './read-rows.js';
import { wpsWorkbook, xlsBook, zipOf } from './spreadsheets.builder.js';
import { writeCsv } from './write-csv.js';
import { type SheetPlan, writeXlsx } from './write-xlsx.js';

const all = async (source: SheetSource, options = {}): Promise<SheetRow[]> => {
  const rows: SheetRow[] = [];
  for await (const row of readRows(source, options)) rows.push(row);
  return rows;
};
const cells = async (source: SheetSource) => (await all(source)).map((row) => row.cells);
const refused = (source: SheetSource, options = {}) => all(source, options).then(() => 'read', (error) => error.code ?? error);

const plan: SheetPlan = {
  name: '学生名册',
  columns: [
    { header: '姓名', required: true },
    { header: '身份证号', text: true, width: 24 },
    { header: '性别', choices: ['男', '女'] },
    { header: '错误原因', reason: true, width: 40 },
  ],
  notes: ['一行一名学生。', '身份证号请按文本填写。'],
  watermark: '向阳 王老师 2026-10-12 09:00 A&B',
};
const roster = [
  ['欧阳娜娜', '330106201203040017', '女', ''],
  ['䶮㛃𬀩', '33010620120304002X', '男', '=cmd|calc!A1'],
];

const opened = async (stream: Readable) => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await buffer(stream)) as never);
  return book;
};

describe('a workbook we write', () => {
  it('is read alike by another program, digits, lists, pane, notes and print marks included', async () => {
    const book = await opened(writeXlsx(plan, roster));
    const sheet = book.getWorksheet('学生名册')!;
    expect(sheet.getRow(1).values).toEqual([undefined, '姓名', '身份证号', '性别', '错误原因']);
    expect(sheet.getCell('B2').value).toBe('330106201203040017');
    expect(sheet.getCell('B2').numFmt).toBe('@');
    expect(sheet.getCell('A3').value).toBe('䶮㛃𬀩');
    expect(sheet.getCell('D3').value).toBe(`'=cmd|calc!A1`);
    expect(sheet.getCell('A1').font).toMatchObject({ bold: true });
    expect(sheet.getCell('C2').dataValidation).toMatchObject({ type: 'list', formulae: ['"男,女"'] });
    expect(sheet.getCell('C9000').dataValidation).toMatchObject({ type: 'list' });
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.headerFooter.oddHeader).toContain('王老师 2026-10-12 09:00 A&&B');
    expect(book.getWorksheet('填写说明')!.getCell('A1').value).toBe('一行一名学生。');
  });

  it('as an empty template has its cells for numbers in text format', async () => {
    const sheet = (await opened(writeXlsx(plan, []))).getWorksheet('学生名册')!;
    expect(sheet.getCell('B2').numFmt).toBe('@');
    expect(sheet.getCell('B400').numFmt).toBe('@');
  });

  it('comes back through our own reader as it was', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((value) => cellText(value).text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text, text), { maxLength: 8 }), async (rows) => {
        const kept = rows.map((row) => row.map((value) => (/[\p{C}]/u.test(value) || cellText(value).text !== value ? 'x' : value)));
        const read = (await cells(await buffer(writeXlsx(plan, kept)))).slice(1);
        const wanted = kept.map((row) => row.join('\0').replace(/\0+$/, '').split('\0')).filter((row) => row.join('') !== '');
        expect(read).toEqual(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it('of many rows is streamed, with the watermark as its last row', async () => {
    async function* many() {
      for (let n = 0; n < 20_500; n += 1) yield [`学生${n}`, '330106201203040017', '男', null];
    }
    const file = await buffer(writeXlsx(plan, many()));
    const rows = await all(file);
    expect(rows).toHaveLength(20_502);
    expect(rows[20_500]).toEqual({ number: 20_501, cells: ['学生20499', '330106201203040017', '男'], imprecise: [] });
    expect(rows.at(-1)!.cells).toEqual([plan.watermark]);
    const sheet = (await opened(Readable.from([file]))).worksheets[0]!;
    expect(sheet.getCell('B20000').value).toBe('330106201203040017');
  });

  it('lets its source go when the reader leaves early', async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield ['x', null, null, null];
      } finally {
        closed = true;
      }
    }
    const stream = writeXlsx(plan, endless());
    stream.once('data', () => stream.destroy());
    await new Promise((resolve) => stream.once('close', resolve));
    await pause(20);
    expect(closed).toBe(true);
  });
});

describe('a workbook others made', () => {
  it('by WPS: numbers typed as numbers are told as imprecise, days are days, blank formatted rows are nothing', async () => {
    const rows = await all(wpsWorkbook());
    expect(rows).toEqual([
      { number: 1, cells: ['姓名', '身份证号', '出生日期', '手机'], imprecise: [] },
      { number: 2, cells: ['张三', '330106201203040000', '2012-03-04', '13800001234'], imprecise: [1] },
      { number: 5, cells: ['李 四', '33010620120304002X'], imprecise: [] },
    ]);
  });

  it('by exceljs, with rich text and a formula result', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('a').addRows([['姓名', '班级'], [{ richText: [{ text: '张' }, { text: '三' }] }, { formula: '1+1', result: 2 }]]);
    expect(await cells(Buffer.from(await book.xlsx.writeBuffer()))).toEqual([['姓名', '班级'], ['张三', '2']]);
  });

  it('in the old .xls format', async () => {
    expect(await cells(xlsBook([['姓名', '身份证号'], ['张三', '33010620120304002X'], ['李四', 12]]))).toEqual([
      ['姓名', '身份证号'],
      ['张三', '33010620120304002X'],
      ['李四', '12'],
    ]);
  });

  it('is read at the sheet that is asked for', async () => {
    const book = await hucreWrite({ sheets: [{ name: '说明', rows: [['x']] }, { name: '数据', rows: [['y']] }] });
    expect(await cells(book)).toEqual([['x']]);
    expect((await all(book, { sheet: '数据' }))[0]!.cells).toEqual(['y']);
    expect(await refused(book, { sheet: '没有' })).toBe('platform/sheet-absent');
  });
});

describe('a CSV file', () => {
  const text = '姓名,身份证号\r\n张三,330106201203040017\r\n\r\n"李,四",3.30106E+17\r\n';
  const gb18030 = Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac50d0ad5c5c8fd2c3333303130363230313230333034303031370d0a', 'hex');

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with tabs, as Excel saves "Unicode text"', Buffer.from(`\ufeff${text.replace('"李,四"', '"李,四"').replace(/,(?=[身3])/g, '\t')}`, 'utf16le')],
  ])('in %s', async (_, bytes) => {
    expect(await all(bytes)).toEqual([
      { number: 1, cells: ['姓名', '身份证号'], imprecise: [] },
      { number: 2, cells: ['张三', '330106201203040017'], imprecise: [] },
      { number: 4, cells: ['李,四', '3.30106E+17'], imprecise: [1] },
    ]);
  });

  it('in GB18030, as Excel in China saves it', async () => {
    expect(await cells(gb18030)).toEqual([['姓名', '身份证号'], ['张三', '330106201203040017']]);
  });

  it('we write opens with its mark, its quotes and no live formula', async () => {
    const file = await buffer(writeCsv(['姓名', '备注'], [['张"三', '=1+1'], ['李四', '-5']]));
    expect(file.toString()).toBe('\ufeff姓名,备注\r\n"张""三",\'=1+1\r\n李四,-5\r\n');
    expect(await cells(file)).toEqual([['姓名', '备注'], ['张"三', '=1+1'], ['李四', '-5']]);
  });

  it('arriving in pieces is the same file', async () => {
    const bytes = Buffer.from(text);
    expect(await cells(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]))).toEqual(await cells(bytes));
  });
});

describe('what is refused, each with its own sentence', () => {
  const book = () => hucreWrite({ sheets: [{ name: 'a', rows: [['1'], ['2'], ['3']] }] });

  it('more rows or bytes than agreed', async () => {
    expect(await refused(await book(), { maxRows: 2 })).toBe('platform/sheet-too-many-rows');
    expect(await refused(await book(), { maxBytes: 10 })).toBe('platform/sheet-too-large');
    expect(await refused(Readable.from([Buffer.alloc(8), Buffer.alloc(8)]), { maxBytes: 10 })).toBe('platform/sheet-too-large');
  });

  it('a workbook with a password', async () => {
    const locked = await hucreWrite({ sheets: [{ name: 'a', rows: [['1']] }], encryption: { password: 'x', spinCount: 1000 } });
    expect(await refused(locked)).toBe('platform/sheet-encrypted');
  });

  it('a web page that calls itself a spreadsheet, a picture, another archive, a stump', async () => {
    expect(await refused(Buffer.from('<html><table>'))).toBe('platform/sheet-unsupported');
    expect(await refused(Buffer.from('89504e470d0a1a0a0000000d', 'hex'))).toBe('platform/sheet-unsupported');
    expect(await refused(zipOf({ 'a.txt': Buffer.from('hello') }))).toBe('platform/sheet-unsupported');
    expect(await refused((await book()).subarray(0, 500))).toBe('platform/sheet-unreadable');
    expect(await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('platform/sheet-unreadable');
  });

  it('an archive that would blow up, before it is opened', async () => {
    const bomb = zipOf({ 'xl/workbook.xml': Buffer.alloc(20) }, { 'xl/sharedStrings.xml': 700 * 1024 * 1024 });
    expect(await refused(bomb)).toBe('platform/sheet-too-large');
  });

  it('an archive that lies about its sizes', async () => {
    const lying = zipOf({ 'xl/workbook.xml': Buffer.alloc(20) });
    lying.writeUInt32LE(2_000_000_000, 22); // the local header now claims more than the directory
    expect(await refused(lying)).toBe('platform/sheet-unreadable');
  });
});

describe('the guard against formulas', () => {
  it.each(['=1+1', '+cmd', '@SUM(A1)', '-2+3', '\t=1'])('marks %j and the reader takes the mark off', (text) => {
    expect(guarded(text)).toBe(`'${text}`);
    expect(cellText(guarded(text)).text).toBe(text.trim());
  });
  it.each(['张三', '-5', '+8613800001234', '3.14', '-', ''])('leaves %j alone', (text) => expect(guarded(text)).toBe(text));
});

describe('a CSV file made to stop others', () => {
  it('is refused at the first record of too many columns, long before all is read', async () => {
    const row = `${','.repeat(200_000)}x\n`;
    expect(await refused(Buffer.from(`姓名,学号\n${row.repeat(20)}`))).toBe('platform/sheet-too-large');
    expect(await refused(Buffer.from(`姓名,学号\n${','.repeat(5_000_000)}x\n`))).toBe('platform/sheet-unreadable');
  });

  it('lets others have their turn even while it yields nothing', async () => {
    let turns = 0;
    const others = setInterval(() => (turns += 1), 1);
    await all(Buffer.from(`姓名\n${'"","","",""\n'.repeat(100_000)}`));
    clearInterval(others);
    expect(turns).toBeGreaterThan(5);
  });

  it('is put together rightly where it was cut', async () => {
    const names = Array.from({ length: 30_000 }, (_, n) => `䶮㛃𬀩${n}`);
    expect((await cells(Buffer.from(names.join('\n')))).map(([name]) => name)).toEqual(names);
  });
});
