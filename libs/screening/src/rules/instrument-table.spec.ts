import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyDefinition } from '../testing/definition.builder.js';
import { shipped, shippedLibrary } from '../testing/index.js';
import { readDraft } from './definition-places.js';
import type { InstrumentDefinition } from './instrument.js';
import { instrumentTables, SHEETS } from './instrument-table.js';
import { type ReadLine, type ReadTables, readInstrumentTables } from './instrument-table-reading.js';

type Sheets = Record<string, ReadLine[]>;

/** The tables as they come back from a workbook: every cell a text, the header on line 1, blank lines gone. */
function asRead(definition: InstrumentDefinition): Sheets {
  return Object.fromEntries(instrumentTables(definition).map(({ name, columns, rows }) => [name, [
    { number: 1, cells: columns.map((column) => column.header) },
    ...rows.map((row, at) => ({ number: at + 2, cells: row.map((cell) => (cell === null ? '' : String(cell))) })),
  ]]));
}

function read(sheets: ReadTables) {
  const { file, places, faults } = readInstrumentTables(sheets);
  return readDraft(file, places, faults);
}

describe('a definition written into the tables and read again', () => {
  it.each(shippedLibrary().all().map(({ definition }) => [definition.code, definition] as const))('%s is the same definition', (_, definition) => {
    expect(read(asRead(definition))).toEqual({ ok: true, definition });
  });

  it('is the same definition, whatever it is', () => {
    fc.assert(fc.property(anyDefinition, (definition) => {
      expect(read(asRead(definition))).toEqual({ ok: true, definition });
    }), { numRuns: 300 });
  });
});

/** One cell of a sound workbook changed: `sheet`, its line, the column, what now stands there. */
function changed(code: string, sheet: string, line: number, column: string, text: string): ReadTables {
  const sheets = asRead(shipped(code).definition);
  const at = sheets[sheet]![0]!.cells.indexOf(column);
  const found = sheets[sheet]!.find((one) => one.number === line)!;
  sheets[sheet] = sheets[sheet]!.map((one) => (one === found ? { ...one, cells: one.cells.map((cell, c) => (c === at ? text : cell)) } : one));
  return sheets;
}

describe('what is wrong is said at its line', () => {
  it.each([
    ['an item without words', 'phq-9', '题目', 4, '题干', '', '“题目”第 4 行“题干”', /题干缺失/],
    ['an item number out of order', 'phq-9', '题目', 4, '题号', '7', '“题目”第 4 行', /题号应从 1 开始连续/],
    ['an item scored twice', 'dass-21', '分数', 3, '题号', '2、4、7、9、15、19、20、3', '“题目”第 4 行', /第 3 题被重复计分/],
    ['an item in no sub-scale', 'dass-21', '分数', 3, '题号', '2、4、7、9、15、19', '“题目”第 21 行', /第 20 题没有计入/],
    ['a range the key cannot give', 'phq-9', '分数', 2, '最高分', '30', '“分数”第 2 行“最低分”', /实际范围是 0–27/],
    ['item numbers nobody can read', 'phq-9', '分数', 2, '题号', '一到九', '“分数”第 2 行“题号”', /不是题号/],
    ['a word that is no choice', 'phq-9', '题目', 3, '类别', '重要', '“题目”第 3 行“类别”', /应为 内容、效度/],
    ['an option without words', 'phq-9', '选项', 3, '文字', '', '“选项”第 3 行“文字”', /缺少 “文字”/],
    ['an option set that does not exist', 'phq-9', '题目', 2, '选项组', 'weeks', '“题目”第 2 行“选项组”', /没有名为 weeks 的选项组/],
    ['a critical rule of a mild level', 'phq-9', '规则', 4, '等级', '2', '“规则”第 4 行“等级”', /只能是 3 或 4/],
    ['a rule that can never fire', 'phq-9', '规则', 4, '界限', '5', '“规则”第 4 行', /永远不会触发/],
    ['bands of a score that does not exist', 'phq-9', '分级', 2, '分数', 'sum', '“分级”第 2 行“分数”', /没有名为 sum 的分数/],
    ['a version that is no version', 'phq-9', '量表', 3, '内容', '2021版', '“量表”第 3 行“版本”', /版本号形如/],
    ['a field nobody knows', 'phq-9', '量表', 4, '字段', '名字', '“量表”第 4 行“字段”', /没有名为“名字”的字段/],
  ] as const)('%s', (_, code, sheet, line, column, text, place, message) => {
    const reading = read(changed(code, sheet, line, column, text));
    expect(reading.ok).toBe(false);
    expect(reading.ok ? [] : reading.faults).toContainEqual({ code: expect.stringMatching(/^instrument\//), place, message: expect.stringMatching(message) });
  });

  it('a sheet or a column that is gone', () => {
    const { [SHEETS.items.name]: _items, ...others } = asRead(shipped('phq-9').definition);
    const faults = (tables: ReadTables) => { const reading = read(tables); return reading.ok ? [] : reading.faults.map((fault) => fault.message); };
    expect(faults(others)).toContain('文件里没有“题目”工作表，请用模板填写');
    const sheets = asRead(shipped('phq-9').definition);
    sheets['选项'] = sheets['选项']!.map(({ number, cells }) => ({ number, cells: cells.slice(0, 2) }));
    expect(faults(sheets)).toContain('缺少“文字”一列，请用模板填写');
  });

  it('names of the language itself are names like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(read(changed('phq-9', '选项', 2, '选项组', name)).ok).toBe(false);
      expect(read(changed('phq-9', '题目', 2, '选项组', name)).ok).toBe(false);
    }
  });

  it('everything is said in Chinese', () => {
    fc.assert(fc.property(
      fc.constantFrom('phq-9', 'mht', 'sdq-self', 'asq'), fc.constantFrom(...Object.values(SHEETS)), fc.nat(30), fc.nat(14), fc.constantFrom('', '甲', '-1', '99999', '1-3', '='),
      (code, sheet, line, column, text) => {
        const lines = asRead(shipped(code).definition)[sheet.name]!;
        const number = lines[line % lines.length]!.number;
        const reading = read(changed(code, sheet.name, number, sheet.columns[column % sheet.columns.length]!.header, text));
        for (const fault of reading.ok ? [] : reading.faults) expect(fault.message).toMatch(/[\u4e00-\u9fff]/);
      },
    ), { numRuns: 500 });
  });
});
