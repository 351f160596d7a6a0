import { refuse } from '@heliotrope/kernel';
import { readRows, type SheetColumn, type SheetPlan } from '@heliotrope/platform';
import { FAULT_HEADING, POSTS, readStaffHeader, STAFF_COLUMNS, STAFF_FIELDS, type StaffField, staffHeading } from '../../rules/index.js';

/** A sheet as it was uploaded, kept whole until it is confirmed. */
export interface StaffTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

const MOST_ROWS = 5_000;
const TITLE_LINES = 5;
const NAME = '人员名单';
const NOTES = [
  '一、红色列名为必填。登录名由3至64个小写字母、数字、点、横线或下划线组成，全平台不能重复。',
  '二、每个账号只属于一个人，姓名填本人姓名，不能填科室、年级组。',
  '三、按登录名认出已有的账号；表中没有的人不受影响。',
  '四、本表建立账号。写明岗位的，确认后交安全管理员在“待任命岗位”中接受，接受之前不生效；岗位从接受当天起算。',
  '五、先上传预检，不会改动任何数据。建好账号后，在账号管理中打印一次性登录码。',
];

/** The rows of an uploaded sheet. @throws Refusal when it has no headings, or not all it needs. */
export async function readStaffTable(content: Buffer): Promise<StaffTable> {
  let header: readonly string[] | undefined;
  const rows: { row: number; cells: readonly string[] }[] = [];
  let seen = 0;
  for await (const row of readRows(content, { maxRows: MOST_ROWS + TITLE_LINES })) {
    if (header) rows.push({ row: row.number, cells: row.cells });
    else {
      const read = readStaffHeader(row.cells);
      if (read && read.missing.length > 0) throw refuse('organisation/columns-missing', { columns: read.missing.join('、') });
      if (read) header = row.cells;
      else if (++seen >= TITLE_LINES) break;
    }
  }
  if (!header) throw refuse('organisation/header-missing');
  if (rows.length === 0) throw refuse('organisation/import-empty');
  return { header, rows };
}

/** One row by field; a column that is not there is empty. */
export function staffCells(table: StaffTable, cells: readonly string[]): Record<StaffField, string> {
  const { columns } = readStaffHeader(table.header)!;
  return Object.fromEntries(STAFF_FIELDS.map((field) => [field, cells[columns.get(field) ?? -1] ?? ''])) as Record<StaffField, string>;
}

export const STAFF_TEMPLATE: SheetPlan = {
  name: NAME,
  notes: NOTES,
  columns: STAFF_FIELDS.map((field): SheetColumn => ({
    header: staffHeading(field), required: STAFF_COLUMNS[field].required, text: true, width: field === 'school' ? 26 : 16,
    ...(field === 'post' ? { choices: Object.values(POSTS).map((post) => post.name) } : {}),
  })),
};

/** The clerk's own sheet again, only its wrong rows, with one column that says why. */
export function staffFaultSheet(table: StaffTable, wrong: ReadonlyMap<number, string>, watermark: string): { plan: SheetPlan; rows: string[][] } {
  const keep = table.header.flatMap((heading, at) => (heading === FAULT_HEADING ? [] : [at]));
  const columns = keep.map((at): SheetColumn => ({ header: table.header[at] || `列${at + 1}`, text: true }));
  return {
    plan: { name: NAME, columns: [...columns, { header: FAULT_HEADING, width: 60, reason: true }], notes: NOTES, watermark },
    rows: table.rows.flatMap(({ row, cells }) => (wrong.has(row) ? [[...keep.map((at) => cells[at] ?? ''), wrong.get(row)!]] : [])),
  };
}
