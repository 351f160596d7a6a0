/*
 * Which columns do the sheets of schools, of classes and of focus categories have? A clerk has them in Excel already; the
 * first heading is what our template prints, the others are how the same column is called elsewhere.
 */

export const PLACE_SHEETS = {
  schools: {
    name: '学校',
    fields: {
      name: { required: true, headings: ['学校名称', '学校', '单位名称', '名称'] },
      identifierCode: { required: true, headings: ['学校标识码', '学校代码', '机构标识码', '学校（机构）标识码', '单位代码'] },
      unifiedCode: { required: false, headings: ['统一社会信用代码', '信用代码'] },
      divisionCode: { required: false, headings: ['行政区划代码', '所在区划', '区划代码'] },
      stages: { required: true, headings: ['学段', '办学学段', '办学类型'] },
      system: { required: false, headings: ['学制'] },
      area: { required: true, headings: ['城乡类别', '城乡', '所在地城乡类型'] },
      sponsor: { required: true, headings: ['办别', '举办者', '公办民办', '办学性质'] },
      boarding: { required: false, headings: ['是否寄宿', '寄宿', '寄宿制', '是否寄宿制'] },
      legalPerson: { required: false, headings: ['是否法人', '法人学校', '独立法人'] },
      openedOn: { required: false, headings: ['开办日期', '建校日期', '成立日期'] },
    },
  },
  classes: {
    name: '班级',
    fields: {
      schoolCode: { required: false, headings: ['学校标识码', '学校代码'] },
      schoolName: { required: false, headings: ['学校名称', '学校'] },
      grade: { required: true, headings: ['年级', '年级名称', '入学年份', '届别'] },
      number: { required: true, headings: ['班级', '班号', '班级名称', '行政班'] },
      campus: { required: false, headings: ['校区', '教学点', '校区或教学点'] },
    },
  },
  focus: {
    name: '重点关注',
    fields: {
      studentNumber: { required: true, headings: ['学籍号', '全国学籍号', '学籍号码'] },
      name: { required: true, headings: ['姓名', '学生姓名'] },
      category: { required: true, headings: ['重点关注类别', '关注类别', '类别'] },
      source: { required: false, headings: ['信息来源', '来源'] },
      untilOn: { required: false, headings: ['关注至', '截止日期', '有效期至'] },
    },
  },
} as const;

export type PlaceKind = keyof typeof PLACE_SHEETS;
export const PLACE_KINDS = Object.keys(PLACE_SHEETS) as PlaceKind[];
export type PlaceField<K extends PlaceKind> = keyof (typeof PLACE_SHEETS)[K]['fields'] & string;
type Column = { readonly required: boolean; readonly headings: readonly string[] };

export function isPlaceKind(text: string): text is PlaceKind {
  return text in PLACE_SHEETS;
}

export function placeColumns(kind: PlaceKind): [string, Column][] {
  return Object.entries(PLACE_SHEETS[kind].fields) as [string, Column][];
}

/** The heading our template prints, and by which faults name the column. */
export function placeHeading(kind: PlaceKind, field: string): string {
  return placeColumns(kind).find(([name]) => name === field)?.[1].headings[0] ?? field;
}

const plain = (heading: string): string => heading.normalize('NFKC').replace(/[\s*:()"“”]/g, '').replace(/必填|选填|可选/g, '');

/** Reads a line of headings; null when it cannot be the headings (a title above the table, a note). */
export function readPlaceHeader(kind: PlaceKind, cells: readonly string[]): { columns: ReadonlyMap<string, number>; missing: readonly string[] } | null {
  const columns = new Map<string, number>();
  cells.forEach((cell, index) => {
    const field = placeColumns(kind).find(([, column]) => column.headings.some((heading) => plain(heading) === plain(cell)))?.[0];
    if (field && !columns.has(field)) columns.set(field, index);
  });
  if (columns.size < 2) return null;
  return { columns, missing: placeColumns(kind).flatMap(([field, column]) => (column.required && !columns.has(field) ? [column.headings[0]!] : [])) };
}
