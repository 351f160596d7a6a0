import type { SheetColumn, SheetPlan } from '@heliotrope/platform';
import { FAULT_HEADING, headingOf, readRosterHeader, ROSTER_COLUMNS, ROSTER_FIELDS, type RosterField } from '../../rules/index.js';

const TEXT = new Set<RosterField>(['schoolCode', 'studentNumber', 'citizenNumber', 'guardianPhone', 'bornOn', 'classNumber']);
const CHOICES: Partial<Record<RosterField, readonly string[]>> = {
  sex: ['男', '女'],
  boarding: ['是', '否'],
  grade: ['一年级', '二年级', '三年级', '四年级', '五年级', '六年级', '七年级', '八年级', '九年级', '高一', '高二', '高三'],
  guardianRelation: ['父亲', '母亲', '祖父', '祖母', '外祖父', '外祖母', '其他'],
};
const WIDTHS: Partial<Record<RosterField, number>> = { schoolName: 24, studentNumber: 24, citizenNumber: 22, guardianPhone: 16, focus: 20 };

const NOTES = [
  '一、红色列名为必填。学校标识码和学校名称至少填一项；学籍号和身份证号至少填一项。',
  '二、学籍号、身份证号、电话所在列已设为文本格式，请勿改动，否则号码的后几位会丢失。',
  '三、年级可从下拉列表选择，也可写“初一”“高二”或入学年份“2026级”。班级写“3班”或“3”。',
  '四、出生日期写成2013-09-01。填了身份证号，出生日期和性别可以不填；填了则必须一致。',
  '五、已在名册中的学生按学籍号、再按身份证号认出；表中没有的列、空着的格，不改动原有内容。',
  '六、先上传预检，不会改动名册。有错误的行可下载错误表，在原表上改好后直接再次上传。',
  '七、默认不处理“表中没有的学生”。要把他们记为离校，请在确认时勾选。',
  '八、重点关注类别填写本局现行的类别名称，多个用顿号隔开，如“留守、单亲”；每次标注一年。由学校填写，教育局上传时请留空。',
  '九、除本表列出的以外，请不要加入其他个人信息。',
];

const columnOf = (field: RosterField): SheetColumn => ({
  header: headingOf(field),
  text: TEXT.has(field),
  required: ROSTER_COLUMNS[field].required,
  ...(CHOICES[field] ? { choices: CHOICES[field] } : {}),
  ...(WIDTHS[field] ? { width: WIDTHS[field] } : {}),
});

/** The empty sheet a clerk fills in. */
export const TEMPLATE_PLAN: SheetPlan = { name: '学生名册', columns: ROSTER_FIELDS.map(columnOf), notes: NOTES };

/** The clerk's own sheet again, only its wrong rows, with one column that says why. */
export function faultPlan(header: readonly string[], watermark: string): { plan: SheetPlan; keep: readonly number[] } {
  const known = new Map([...(readRosterHeader(header)?.columns ?? [])].map(([field, column]) => [column, field]));
  const keep = header.flatMap((heading, column) => (heading === FAULT_HEADING ? [] : [column]));
  const columns = keep.map((column): SheetColumn => {
    const field = known.get(column);
    return field ? { ...columnOf(field), header: header[column]! } : { header: header[column] || `列${column + 1}` };
  });
  return { plan: { name: '学生名册', columns: [...columns, { header: FAULT_HEADING, width: 60, reason: true }], notes: NOTES, watermark }, keep };
}
