import { refuse } from '@heliotrope/kernel';
import { readRows, type SheetColumn, type SheetPlan } from '@heliotrope/platform';
import { AREAS, FAULT_HEADING, FOCUS_SOURCES, type PlaceCells, PLACE_SHEETS, placeColumns, type PlaceKind, readPlaceHeader, SPONSORS } from '../../rules/index.js';

/** A sheet as it was uploaded, kept whole until it is confirmed. */
export interface PlaceTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

const MOST_ROWS = 20_000;
const TITLE_LINES = 5;
const TEXT = new Set(['identifierCode', 'unifiedCode', 'divisionCode', 'schoolCode', 'studentNumber', 'openedOn', 'untilOn', 'number']);
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  area: Object.values(AREAS), sponsor: Object.values(SPONSORS), boarding: ['是', '否'], legalPerson: ['是', '否'], system: ['六三制', '五四制'],
  stages: ['小学', '初中', '高中', '九年一贯制', '完全中学'], source: Object.values(FOCUS_SOURCES),
};
const NOTES: Readonly<Record<PlaceKind, readonly string[]>> = {
  schools: ['一、红色列名为必填。学校标识码为10位，按标识码认出已登记的学校。', '二、撤并学校请在学校页面办理，不能用表格。', '三、先上传预检，不会改动任何数据。'],
  classes: ['一、年级写“七年级”“高一”或入学年份“2026级”，班级写“3班”或“3”。', '二、只管一所学校时，学校两列可以不填。', '三、表中没有的班级不受影响。'],
  focus: ['一、类别只能填当前有效的重点关注类别。', '二、关注至最长一年，不填为一年。', '三、这是敏感信息：填完请妥善保管，上传后删除本地文件。'],
};

/** The rows of an uploaded sheet. @throws Refusal when it has no headings, or not all it needs. */
export async function readPlaceTable(kind: PlaceKind, content: Buffer): Promise<PlaceTable> {
  let header: readonly string[] | undefined;
  const rows: { row: number; cells: readonly string[] }[] = [];
  let seen = 0;
  for await (const row of readRows(content, { maxRows: MOST_ROWS + TITLE_LINES })) {
    if (header) rows.push({ row: row.number, cells: row.cells });
    else {
      const read = readPlaceHeader(kind, row.cells);
      if (read && read.missing.length > 0) throw refuse('organisation/columns-missing', { columns: read.missing.join('、') });
      if (read) header = row.cells;
      else if (++seen >= TITLE_LINES) break;
    }
  }
  if (!header) throw refuse('organisation/header-missing');
  if (rows.length === 0) throw refuse('organisation/import-empty');
  return { header, rows };
}

/** One row by field. */
export function cellsOf(kind: PlaceKind, table: PlaceTable, cells: readonly string[]): PlaceCells {
  const { columns } = readPlaceHeader(kind, table.header)!;
  return Object.fromEntries([...columns].map(([field, at]) => [field, cells[at] ?? '']));
}

export function placeTemplate(kind: PlaceKind, categories: readonly string[]): SheetPlan {
  const columns = placeColumns(kind).map(([field, { headings, required }]): SheetColumn => {
    const choices = field === 'category' ? categories : CHOICES[field];
    return { header: headings[0]!, required, text: TEXT.has(field), width: Math.max(14, headings[0]!.length * 2.4), ...(choices?.length ? { choices } : {}) };
  });
  return { name: PLACE_SHEETS[kind].name, columns, notes: NOTES[kind] };
}

/** The clerk's own sheet again, only its wrong rows, with one column that says why. */
export function placeFaultSheet(kind: PlaceKind, table: PlaceTable, wrong: ReadonlyMap<number, string>, watermark: string): { plan: SheetPlan; rows: string[][] } {
  const keep = table.header.flatMap((heading, at) => (heading === FAULT_HEADING ? [] : [at]));
  const columns = keep.map((at): SheetColumn => ({ header: table.header[at] || `列${at + 1}`, text: true }));
  return {
    plan: { name: PLACE_SHEETS[kind].name, columns: [...columns, { header: FAULT_HEADING, width: 60, reason: true }], notes: NOTES[kind], watermark },
    rows: table.rows.flatMap(({ row, cells }) => (wrong.has(row) ? [[...keep.map((at) => cells[at] ?? ''), wrong.get(row)!]] : [])),
  };
}
