import { describe, expect, it } from '@jest/globals';
import { judgeStaffRow, readStaffHeader, type StaffField } from './staff-sheet.js';

const row = (over: Partial<Record<StaffField, string>>) =>
  ({ name: '李华', username: 'li.hua', phone: '', school: '', post: '', className: '', ...over }) as Record<StaffField, string>;
const faultsOf = (over: Partial<Record<StaffField, string>>) => judgeStaffRow(row(over), 2, new Set(['向阳中学'])).faults.map((fault) => `${fault.field} ${fault.code}`);

describe('a row of a staff list', () => {
  it.each<[string, Partial<Record<StaffField, string>>, string[]]>([
    ['complete', { phone: '139 0000 1234', school: '向阳中学', post: '班主任', className: '七年级1班' }, []],
    ['without a post', {}, []],
    ['by another name of the post', { school: '向阳中学', post: '心理老师' }, []],
    ['of a bureau', { post: '县（区）教育局专干' }, []],
    ['with a user name in capitals and full width', { username: ' ＬｉHua ' }, []],
    ['without a name', { name: '' }, ['姓名 organisation/staff-name-missing']],
    ['of an office', { name: '心理室' }, ['姓名 organisation/person-name']],
    ['without a user name', { username: '' }, ['登录名 organisation/staff-username-missing']],
    ['with a bad user name', { username: '李华' }, ['登录名 organisation/username-form']],
    ['with a bad phone', { phone: '1390000123' }, ['手机 organisation/phone-form']],
    ['at an unknown school', { school: '别的中学' }, ['学校 organisation/staff-school-unknown']],
    ['with an unknown post', { post: '保安' }, ['岗位 organisation/staff-post-unknown']],
    ['with a school post and no school', { post: '学校负责人' }, ['学校 organisation/staff-school-missing']],
    ['of a form teacher without a class', { school: '向阳中学', post: '班主任' }, ['班级 organisation/staff-class-missing']],
    ['wrong in everything', { name: '8', username: '!', phone: '1', school: 'x', post: 'y' }, ['姓名 organisation/person-name', '登录名 organisation/username-form', '手机 organisation/phone-form', '学校 organisation/staff-school-unknown', '岗位 organisation/staff-post-unknown']],
  ])('%s', (_, over, wanted) => expect(faultsOf(over)).toEqual(wanted));

  it('gives a person, and the post that is proposed', () => {
    expect(judgeStaffRow(row({ username: 'Li.Hua', phone: '+86 13900001234', post: '市专干' }), 2, new Set()).person).toEqual({ username: 'li.hua', name: '李华', phone: '13900001234', post: { kind: 'city-officer', schoolName: '', classText: '' } });
    expect(judgeStaffRow(row({ school: '向阳中学', post: '班主任', className: ' 七年级1班 ' }), 2, new Set()).person.post).toEqual({ kind: 'form-teacher', schoolName: '向阳中学', classText: '七年级1班' });
    expect(judgeStaffRow(row({}), 2, new Set()).person.post).toBeNull();
  });
});

describe('the headings', () => {
  it('are known under their usual names, and in any order', () => {
    const read = readStaffHeader(['序号', '手机号码', '教师姓名', '用户名（必填）'])!;
    expect(Object.fromEntries(read.columns)).toEqual({ phone: 1, name: 2, username: 3 });
    expect(read.missing).toEqual([]);
  });
  it('that are missing are named', () => expect(readStaffHeader(['姓名', '手机'])!.missing).toEqual(['登录名']));
  it('are not a title', () => expect(readStaffHeader(['某县教职工名单'])).toBeNull());
});
