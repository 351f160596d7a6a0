/*
 * Which column of a school's spreadsheet holds what? Schools export from many systems; the usual headings are known
 * here, and the first of each list is what our template prints.
 */

export const ROSTER_COLUMNS = {
  schoolCode: { required: false, headings: ['学校标识码', '学校代码', '机构标识码', '学校（机构）标识码', '单位代码'] },
  schoolName: { required: false, headings: ['学校名称', '学校', '所在学校', '就读学校', '单位名称'] },
  grade: { required: true, headings: ['年级', '年级名称', '所在年级', '入学年级', '级别', '入学年份', '届别'] },
  classNumber: { required: true, headings: ['班级', '班级名称', '班号', '所在班级', '行政班'] },
  name: { required: true, headings: ['姓名', '学生姓名', '名字', '学生'] },
  sex: { required: false, headings: ['性别'] },
  studentNumber: { required: false, headings: ['学籍号', '全国学籍号', '学籍号码', '全国学籍', '学籍辅号'] },
  citizenNumber: { required: false, headings: ['身份证号', '身份证件号', '身份证号码', '身份证', '证件号码', '证件号', '公民身份号码'] },
  bornOn: { required: false, headings: ['出生日期', '出生年月', '出生年月日', '生日'] },
  boarding: { required: false, headings: ['是否住宿', '住宿', '住校', '是否住校', '是否寄宿', '住校生'] },
  guardianName: { required: false, headings: ['监护人姓名', '监护人', '家长姓名', '家长', '联系人', '成员1姓名', '父亲姓名'] },
  guardianRelation: { required: false, headings: ['与学生关系', '关系', '监护人关系', '成员1关系'] },
  guardianPhone: { required: false, headings: ['监护人电话', '监护人联系电话', '联系电话', '家长电话', '手机', '手机号', '手机号码', '电话', '成员1联系电话'] },
  focus: { required: false, headings: ['重点关注类别', '关注类别', '重点关注', '特殊群体', '特殊群体类别'] },
} as const;

export type RosterField = keyof typeof ROSTER_COLUMNS;

export const ROSTER_FIELDS = Object.keys(ROSTER_COLUMNS) as RosterField[];

/** The heading our template prints above a field, and by which faults name it. */
export function headingOf(field: RosterField): string {
  return ROSTER_COLUMNS[field].headings[0];
}

/** The column we add to a sheet of faults; it is passed over when the sheet comes back. */
export const FAULT_HEADING = '错误原因';

const plain = (heading: string): string =>
  heading.normalize('NFKC').replace(/[\s*:()"“”]/g, '').replace(/必填|选填|可选/g, '');

const FIELD_BY_HEADING = new Map<string, RosterField>(
  ROSTER_FIELDS.flatMap((field) => ROSTER_COLUMNS[field].headings.map((heading) => [plain(heading), field] as const)),
);

export interface RosterHeader {
  /** Column number (from 0) of each field found; the first column wins when two carry the same heading. */
  readonly columns: ReadonlyMap<RosterField, number>;
  readonly missing: readonly string[];
}

/**
 * Reads a line of headings. `null` when it cannot be the headings: fewer than three known columns (a title line above
 * the table, a note).
 */
export function readRosterHeader(cells: readonly string[]): RosterHeader | null {
  const columns = new Map<RosterField, number>();
  cells.forEach((cell, index) => {
    const field = FIELD_BY_HEADING.get(plain(cell));
    if (field && !columns.has(field)) columns.set(field, index);
  });
  if (columns.size < 3) return null;
  const missing = ROSTER_FIELDS.filter((field) => ROSTER_COLUMNS[field].required && !columns.has(field)).map(headingOf);
  if (!columns.has('studentNumber') && !columns.has('citizenNumber')) {
    missing.push(`${headingOf('studentNumber')}或${headingOf('citizenNumber')}`);
  }
  return { columns, missing };
}
