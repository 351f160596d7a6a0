import { refuse } from '@heliotrope/kernel';
import { readRows, type SheetCell, type SheetColumn, type SheetPlan } from '@heliotrope/platform';
import type { InstrumentDefinition } from '../../rules/instrument.js';
import { PAPER_FAULT, PAPER_NAME, PAPER_SEAT, type PaperHeader, readPaperHeader } from '../../rules/paper-table.js';

/** A table of typed paper as it was uploaded. */
export interface PaperTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** Several times the largest class. */
const MOST_ROWS = 600;
const TITLE_LINES = 5;
const EXCEL_NAME = 31;

/** @throws Refusal when the file has no headings, those of another form, or no rows. */
export async function readPaperTable(definition: InstrumentDefinition, content: Buffer): Promise<PaperTable> {
  let header: readonly string[] | undefined;
  const rows: { row: number; cells: readonly string[] }[] = [];
  let seen = 0;
  for await (const { number, cells } of readRows(content, { maxRows: MOST_ROWS + TITLE_LINES })) {
    if (header) {
      rows.push({ row: number, cells });
      continue;
    }
    const reading = readPaperHeader(cells, definition.items.length);
    if (reading?.ok) header = cells;
    else if (reading) {
      const said = [...reading.missing.map((one) => `缺${one}`), ...reading.extra.map((one) => `多出“${one}”`)];
      throw refuse('screening/paper-columns', { columns: said.slice(0, 6).join('、') });
    } else if (++seen >= TITLE_LINES) break;
  }
  if (!header) throw refuse('screening/paper-header-missing');
  if (rows.length === 0) throw refuse('screening/paper-empty');
  return { header, rows };
}

/** The headings of a table that has been read before. */
export function headerOf(definition: InstrumentDefinition, table: PaperTable): PaperHeader {
  const reading = readPaperHeader(table.header, definition.items.length);
  if (!reading?.ok) throw refuse('screening/paper-header-missing');
  return reading.header;
}

/** What is typed into: a row a seat, a narrow column an item with the printed values to choose from. */
export function paperTemplate(definition: InstrumentDefinition, watermark: string): SheetPlan {
  const items = definition.items.map(({ no, options }): SheetColumn => ({
    header: String(no), width: 6, choices: definition.optionSets[options]!.map((option) => String(option.value)),
  }));
  return {
    name: sheetName(definition),
    columns: [{ header: PAPER_SEAT, required: true, text: true, width: 10 }, { header: PAPER_NAME, text: true, width: 10 }, ...items],
    notes: [
      `一、本表只用于《${definition.title}》（版本 ${definition.version}），共 ${definition.items.length} 题。`,
      '二、每名学生一行，按座位码对应；每题一列，填答题纸上印的数字，漏答的留空。没有交纸质答卷的学生整行留空。',
      ...printedValues(definition),
      '四、两遍录入须各自照答题纸录，不要照抄另一遍。',
      '五、上传后，须立即关注的作答会马上通知心理教师，不等第二遍。',
      '六、这是敏感信息：上传后请删除本地文件。',
    ],
    watermark,
  };
}

/** The typist's own table again, only its wrong rows, with one column that says why. */
export function paperFaultSheet(definition: InstrumentDefinition, table: PaperTable, wrong: ReadonlyMap<number, string>, watermark: string): { plan: SheetPlan; rows: SheetCell[][] } {
  const keep = table.header.flatMap((heading, at) => (heading === PAPER_FAULT ? [] : [at]));
  const columns = keep.map((at): SheetColumn => ({ header: table.header[at] || `列${at + 1}`, text: true }));
  return {
    plan: { name: sheetName(definition), columns: [...columns, { header: PAPER_FAULT, width: 60, reason: true }], watermark },
    rows: table.rows.flatMap(({ row, cells }) => (wrong.has(row) ? [[...keep.map((at) => cells[at] ?? ''), wrong.get(row)!]] : [])),
  };
}

/** Excel takes no more, and none of these signs. */
const sheetName = ({ title }: InstrumentDefinition): string => title.replace(/[\\/*?:[\]]/g, ' ').slice(0, EXCEL_NAME);

function printedValues({ items, optionSets }: InstrumentDefinition): string[] {
  const sets = [...new Set(items.map((item) => item.options))];
  return sets.map((set, at) => {
    const numbers = items.filter((item) => item.options === set).map((item) => item.no);
    const whose = sets.length === 1 ? '各题' : `第 ${numbers.join('、')} 题`;
    return `${at === 0 ? '三、' : ''}${whose}：${optionSets[set]!.map(({ value, label }) => `${value} ${label}`).join('，')}。`;
  });
}
