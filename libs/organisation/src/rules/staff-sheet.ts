import type { FieldFault } from '@heliotrope/kernel';
import { isPhone, normalisePhone } from './phone.js';
import { type PostKind, POSTS } from './post.js';
import { isPersonName, isSharedName, isUsername, normaliseUsername } from './user-name.js';

/*
 * What does one row of a staff list say, and what is wrong with it? The sheet is the one a bureau's personnel office has;
 * the first heading of each column is what our template prints. Of a post in it comes a proposal and no more: posts are
 * given by whoever may appoint (三员分立, GB/T 22239-2019 8.1.4.2.d).
 */

export const STAFF_COLUMNS = {
  name: { required: true, headings: ['姓名', '教师姓名', '教职工姓名', '人员姓名'] },
  username: { required: true, headings: ['登录名', '用户名', '账号', '登录账号'] },
  phone: { required: false, headings: ['手机', '手机号', '手机号码', '联系电话', '电话'] },
  school: { required: false, headings: ['学校', '学校名称', '所在学校', '单位', '工作单位'] },
  post: { required: false, headings: ['岗位', '职务', '岗位名称', '担任岗位'] },
  className: { required: false, headings: ['班级', '所带班级', '任教班级'] },
} as const;

export type StaffField = keyof typeof STAFF_COLUMNS;
export const STAFF_FIELDS = Object.keys(STAFF_COLUMNS) as StaffField[];
export const staffHeading = (field: StaffField): string => STAFF_COLUMNS[field].headings[0];

const plain = (heading: string): string => heading.normalize('NFKC').replace(/[\s*:()"“”]/g, '').replace(/必填|选填|可选/g, '');

/** Reads a line of headings; null when it cannot be the headings (a title above the table, a note). */
export function readStaffHeader(cells: readonly string[]): { columns: ReadonlyMap<StaffField, number>; missing: readonly string[] } | null {
  const columns = new Map<StaffField, number>();
  cells.forEach((cell, at) => {
    const field = STAFF_FIELDS.find((one) => STAFF_COLUMNS[one].headings.some((heading) => heading === plain(cell)));
    if (field && !columns.has(field)) columns.set(field, at);
  });
  if (columns.size < 2) return null;
  return { columns, missing: STAFF_FIELDS.filter((field) => STAFF_COLUMNS[field].required && !columns.has(field)).map(staffHeading) };
}

export interface StaffPerson {
  readonly username: string;
  readonly name: string;
  readonly phone: string | null;
  /** The post the row proposes for this person, as far as a row can say it. */
  readonly post: { readonly kind: PostKind; readonly schoolName: string; readonly classText: string } | null;
}

/**
 * One row, judged by itself. Every fault at once, so that the clerk mends the row in one go.
 * @param schools names of the schools in the importer's reach.
 */
export function judgeStaffRow(cells: Readonly<Record<StaffField, string>>, row: number, schools: ReadonlySet<string>): { person: StaffPerson; faults: readonly FieldFault[] } {
  const kind = postNamed(cells.post.trim());
  const person: StaffPerson = {
    username: normaliseUsername(cells.username), name: cells.name.trim(), phone: normalisePhone(cells.phone) || null, post: kind === null ? null : { kind, schoolName: cells.school.trim(), classText: cells.className.trim() },
  };
  const faults: FieldFault[] = [];
  const fault = (field: StaffField, code: string, message: string) => faults.push({ field: staffHeading(field), row, code: `organisation/${code}`, message });
  if (person.name === '') fault('name', 'staff-name-missing', '没有填写');
  else if (!isPersonName(person.name)) fault('name', 'person-name', '不像姓名');
  else if (isSharedName(person.name)) fault('name', 'person-name', '应填本人姓名；账号不能以科室、年级组等名义共用');
  if (person.username === '') fault('username', 'staff-username-missing', '没有填写');
  else if (!isUsername(person.username)) fault('username', 'username-form', '应为3至64个小写字母、数字、点、横线或下划线');
  if (person.phone !== null && !isPhone(person.phone)) fault('phone', 'phone-form', '号码不正确');
  const school = cells.school.trim();
  if (school !== '' && !schools.has(school)) fault('school', 'staff-school-unknown', `本局没有“${school}”`);
  if (cells.post.trim() !== '' && kind === null) fault('post', 'staff-post-unknown', `没有“${cells.post.trim()}”这个岗位`);
  if (kind !== null && POSTS[kind].reach !== 'bureau' && school === '') fault('school', 'staff-school-missing', '学校的岗位要写明学校');
  if (kind !== null && POSTS[kind].reach === 'classes' && cells.className.trim() === '') fault('className', 'staff-class-missing', `${POSTS[kind].name}要写明班级或年级`);
  return { person, faults };
}

function postNamed(text: string): PostKind | null {
  const wanted = text.replace(/\s/g, '');
  return (Object.keys(POSTS) as PostKind[]).find((kind) => POSTS[kind].name === wanted || ALSO_CALLED[kind]?.includes(wanted)) ?? null;
}

const ALSO_CALLED: Partial<Record<PostKind, readonly string[]>> = {
  'psychology-teacher': ['心理老师', '专职心理教师', '兼职心理教师', '心理健康教师'],
  'school-leader': ['校长', '副校长', '分管校长', '学校管理员'],
  'grade-head': ['年级主任', '年级长'],
  'county-officer': ['县教育局专干', '区教育局专干', '县专干', '区专干'],
  'city-officer': ['市专干'],
  'province-officer': ['省专干'],
};
