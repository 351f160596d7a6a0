import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { aCitizenNumber } from '../testing/index.js';
import { type KnownRecords, rosterLines as linesOn, type RosterPackage } from './oneroster-import.js';

const DAY = schoolDay('2026-10-12');
const rosterLines = (from: RosterPackage, known: KnownRecords) => linesOn(from, known, DAY);
const CITIZEN = aCitizenNumber(8, '20120904');
const NOTHING: KnownRecords = { schools: new Map(), classes: new Map(), pupils: new Map(), pupilsByNumber: new Map() };
const EMPTY: RosterPackage = { kind: 'bulk', orgs: [], classes: [], users: [], roles: [], enrollments: [], demographics: [] };

const foreign: RosterPackage = {
  ...EMPTY,
  orgs: [{ sourcedId: 'o1', name: '甲校', type: 'school', identifier: '2199000001' }],
  classes: [{ sourcedId: 'c1', title: '七年级3班', grades: '07', schoolSourcedId: 'o1' }],
  users: [
    { sourcedId: 'u1', familyName: '张', givenName: '三', 'metadata.cn.studentNo': 'L990101201309041234', 'metadata.cn.boarding': 'true' },
    { sourcedId: 'u2', familyName: '王老师', givenName: '王老师' },
  ],
  roles: [{ userSourcedId: 'u1', role: 'student' }, { userSourcedId: 'u2', role: 'teacher' }],
  enrollments: [{ userSourcedId: 'u1', classSourcedId: 'c1', role: 'student' }],
  demographics: [{ sourcedId: 'u1', sex: 'female', birthDate: '2013-09-04' }],
};
const byHeading = ({ header, lines }: { header: readonly string[]; lines: readonly (readonly string[])[] }) =>
  lines.map((line) => Object.fromEntries(header.map((name, n) => [name, line[n]]).filter(([, value]) => value !== '')));

describe('a package of another system', () => {
  it('becomes the lines of a sheet, pupils only', () => {
    const made = rosterLines(foreign, NOTHING);
    expect(byHeading(made)).toEqual([{
      学校标识码: '2199000001', 年级: '七年级', 班级: '3', 姓名: '张三', 性别: '女', 学籍号: 'L990101201309041234', 出生日期: '2013-09-04', 是否住宿: '是',
    }]);
    expect([made.leavers, made.notPupils]).toEqual([[], 1]);
  });

  it.each([['张三', '张三', '张三'], ['三', '张', '张三'], ['Anna', 'Smith', 'Anna Smith'], ['张三', '张', '张三']])('names %s %s as %s', (givenName, familyName, name) => {
    const users = [{ ...foreign.users[0]!, givenName, familyName }];
    expect(byHeading(rosterLines({ ...foreign, users }, NOTHING))[0]).toMatchObject({ 姓名: name });
  });

  it('leaves out what an enrollment into nowhere does not say', () => {
    const enrollments = [{ userSourcedId: 'u1', classSourcedId: 'c9', role: 'student' }];
    expect(byHeading(rosterLines({ ...foreign, enrollments }, NOTHING))[0]).not.toHaveProperty('班级');
  });
});

describe('a package of our own numbers', () => {
  const school = { id: 'o1', name: '甲校', identifierCode: '3499000009', stages: ['junior'] as const, primaryYears: 6, juniorYears: 3 };
  const known: KnownRecords = {
    schools: new Map([['o1', school], ['o2', { ...school, id: 'o2', name: '乙校', identifierCode: '3499000010' }]]),
    classes: new Map([['c1', { schoolCode: '3499000009', grade: '八年级', number: 4 }], ['c2', { schoolCode: '3499000010', grade: '八年级', number: 4 }]]),
    pupils: new Map([['u1', { classId: 'c1', studentNumber: `G${CITIZEN}`, citizenNumber: CITIZEN }]]),
    pupilsByNumber: new Map(),
  };
  const ours = { ...foreign, users: [{ sourcedId: 'u1', familyName: '张三', givenName: '张三' }], demographics: [] };

  it('takes from us what it was never told', () => {
    expect(byHeading(rosterLines(ours, known))).toEqual([
      { 学校标识码: '3499000009', 年级: '八年级', 班级: '4班', 姓名: '张三', 学籍号: `G${CITIZEN}`, 身份证号: CITIZEN }]);
  });

  it.each<[string, Partial<RosterPackage>]>([
    ['a name that is none', { users: [{ sourcedId: 'u1', familyName: '？', givenName: '？' }] }],
    ['another birth date', { demographics: [{ sourcedId: 'u1', birthDate: '2011-01-01' }] }],
    ['a class of another school', { enrollments: [{ userSourcedId: 'u1', classSourcedId: 'c2', role: 'student' }] }],
    ['no class', { enrollments: [] }],
    ['another line with the same number', {
      users: [...ours.users, { sourcedId: 'u9', familyName: '李四', givenName: '李四', 'metadata.cn.studentNo': `G${CITIZEN}` }],
      roles: [...ours.roles, { userSourcedId: 'u9', role: 'student' }],
    }],
  ])('does not show our numbers beside %s, for that line comes back to be read', (_, over) => {
    const [line] = byHeading(rosterLines({ ...ours, ...over }, known));
    expect(line).not.toHaveProperty('身份证号');
    expect(line).not.toHaveProperty('学籍号');
  });

  it('says each pupil once', () => {
    expect(rosterLines({ ...ours, users: [...ours.users, ...ours.users] }, known).lines).toHaveLength(1);
  });

  it('that is a delta is a part of the roster, and says who has gone', () => {
    const users = [{ sourcedId: 'u1', familyName: '张三', givenName: '张三', status: 'tobedeleted' }];
    const made = rosterLines({ ...EMPTY, kind: 'delta', users }, known);
    expect([made.header.at(-1), made.lines, made.leavers]).toEqual(['错误原因', [], ['u1']]);
    expect(byHeading(rosterLines({ ...EMPTY, kind: 'delta', users: [{ ...users[0]!, status: 'active' }] }, known))[0]).toMatchObject({ 班级: '4班' });
  });

  it('says of a pupil whose line will come back that he is not missing', () => {
    expect(rosterLines(ours, known).staying).toEqual([]);
    expect(rosterLines({ ...ours, users: [{ sourcedId: 'u1', familyName: '？', givenName: '？' }] }, known).staying).toEqual(['u1']);
  });

  const enrolled = (classSourcedId: string, status: string) => ({ userSourcedId: 'u1', classSourcedId, role: 'student', status });
  const gone = { sourcedId: 'u1', familyName: '张三', givenName: '张三', status: 'tobedeleted' };
  it.each<[string, Partial<RosterPackage>, string[]]>([
    ['a user marked for deletion', { users: [gone] }, ['u1']],
    ['a user we know by his student number only', { users: [{ ...gone, sourcedId: 'x7', 'metadata.cn.studentNo': 'L1' }] }, ['p7']],
    ['a user we do not know', { users: [{ ...gone, sourcedId: 'x8', 'metadata.cn.studentNo': 'L2' }] }, []],
    ['a user marked in one row and active in another', { users: [gone, { ...gone, status: 'active' }] }, []],
    ['an enrollment marked, in the class we hold', { users: [], enrollments: [enrolled('c1', 'tobedeleted')] }, ['u1']],
    ['an enrollment marked, of an active user', { users: [{ ...gone, status: 'active' }], enrollments: [enrolled('c1', 'tobedeleted')] }, ['u1']],
    ['an enrollment marked, in a class left long ago', { users: [], enrollments: [enrolled('c2', 'tobedeleted')] }, []],
    ['an enrollment marked, and another begun', { users: [], enrollments: [enrolled('c1', 'tobedeleted'), enrolled('c2', 'active')] }, []],
    ['a teacher’s enrollment marked', { users: [], enrollments: [{ ...enrolled('c1', 'tobedeleted'), role: 'teacher' }] }, []],
  ])('takes %s for a pupil leaving or not', (_, over, leavers) => {
    for (const kind of ['bulk', 'delta'] as const) {
      const made = rosterLines({ ...EMPTY, kind, ...over }, { ...known, pupilsByNumber: new Map([['L1', 'p7']]) });
      expect(made.leavers).toEqual(leavers);
      if (leavers.includes('u1')) expect(made.lines).toEqual([]);
    }
  });
});
