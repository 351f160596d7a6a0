import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { schoolDay } from '@heliotrope/kernel';
import { checkCharacter } from './citizen-number.js';
import { headingOf, readRosterHeader, ROSTER_COLUMNS, ROSTER_FIELDS } from './roster-columns.js';
import { changedFields, rosterChange, type RosterRecord } from './roster-diff.js';
import { checkRosterRow, type RosterCells, type RosterDirectory, type RosterSchool } from './roster-row.js';

const today = schoolDay('2026-10-12');
const school: RosterSchool = {
  id: 's1', name: '向阳中学', identifierCode: '3153000001', stages: ['junior'], primaryYears: 6, juniorYears: 3,
};
const directory: RosterDirectory = { byCode: new Map([[school.identifierCode, school]]), byName: new Map<string, RosterSchool | 'ambiguous'>([[school.name, school], ['同名学校', 'ambiguous']]) };
const good: RosterCells = {
  schoolCode: '3153000001', schoolName: '向阳中学', grade: '七年级', classNumber: '3班', name: '张 小明', sex: '男',
  studentNumber: 'G530901201203150018', citizenNumber: '530901201203150018', bornOn: '2012/3/15', boarding: '是',
  guardianName: '张大明', guardianRelation: '父亲', guardianPhone: '138 0013 8000',
};
const check = (cells: RosterCells) => checkRosterRow(cells, directory, 7, today);
const faultsOf = (cells: RosterCells) => {
  const verdict = check(cells);
  return 'faults' in verdict ? verdict.faults.map((fault) => `${fault.field}:${fault.code.replace('organisation/roster-', '')}`) : [];
};

describe('a row of a roster', () => {
  it('is normalised when nothing is wrong with it', () => {
    expect(check(good)).toEqual({
      pupil: {
        schoolId: 's1', stage: 'junior', entryYear: 2026, schoolingLength: 3, classNumber: 3, name: '张小明', sex: 1, bornOn: '2012-03-15',
        studentNumber: 'G530901201203150018', citizenNumber: '530901201203150018', boarding: true, focus: [],
        guardian: { name: '张大明', relation: '父亲', phone: '13800138000' },
      },
    });
  });

  it('takes birth date and sex from the citizen number when the sheet does not say', () => {
    expect(check({ ...good, sex: '', bornOn: '' })).toMatchObject({ pupil: { sex: 1, bornOn: '2012-03-15' } });
  });

  it('finds the school by name alone, or needs neither when there is only one', () => {
    expect(check({ ...good, schoolCode: '' })).toMatchObject({ pupil: { schoolId: 's1' } });
    expect(checkRosterRow({ ...good, schoolCode: '', schoolName: '' }, { ...directory, only: school }, 7, today)).toMatchObject({ pupil: { schoolId: 's1' } });
  });

  it.each<[string, RosterCells, string[]]>([
    ['an unknown school code', { schoolCode: '3153000009' }, ['学校标识码:school']],
    ['a school name that is another', { schoolName: '向阴中学' }, ['学校名称:school-differs']],
    ['a name two schools bear', { schoolCode: '', schoolName: '同名学校' }, ['学校名称:school']],
    ['no school', { schoolCode: '', schoolName: '' }, ['学校标识码:missing']],
    ['no grade', { grade: ' ' }, ['年级:missing']],
    ['a grade the school has not', { grade: '高一' }, ['年级:grade']],
    ['no class', { classNumber: '' }, ['班级:missing']],
    ['a class that is none', { classNumber: '火箭班' }, ['班级:class']],
    ['no name', { name: '' }, ['姓名:missing']],
    ['a name with digits', { name: '张3' }, ['姓名:name']],
    ['a name of one letter', { name: '张' }, ['姓名:name']],
    ['neither number', { studentNumber: '', citizenNumber: '' }, ['学籍号:missing']],
    ['a mistyped citizen number', { citizenNumber: '530901201203150017' }, ['身份证号:number']],
    ['a number spoilt by the sheet', { citizenNumber: '5.30901E+17' }, ['身份证号:number-spoilt']],
    ['a mistyped student number', { studentNumber: 'G530901201203150017' }, ['学籍号:number']],
    ['another birth date than the number says', { bornOn: '2012-03-16' }, ['出生日期:birth-date-differs']],
    ['a birth date that is none', { bornOn: '2012-02-30' }, ['出生日期:birth-date']],
    ['a sex that is none', { sex: '帅' }, ['性别:sex']],
    ['another sex than the number says', { sex: '女' }, ['性别:sex-differs']],
    ['boarding neither yes nor no', { boarding: '有时' }, ['是否住宿:boarding']],
    ['a phone that is none', { guardianPhone: '12345' }, ['监护人电话:phone']],
    ['a phone of nobody', { guardianName: '' }, ['监护人姓名:missing']],
  ])('is refused for %s', (_, change, expected) => expect(faultsOf({ ...good, ...change })).toEqual(expected));

  it('reads the categories it names, by their word, and only for those who may set marks', () => {
    const may = { ...directory, focus: new Map([['留守', 'left-behind'], ['left-behind', 'left-behind'], ['单亲', 'single-parent']]) };
    const read = (focus: string, where: RosterDirectory = may) => {
      const verdict = checkRosterRow({ ...good, focus }, where, 7, today);
      return 'faults' in verdict ? verdict.faults.map((fault) => `${fault.code} ${fault.message}`).join() : verdict.pupil.focus;
    };
    expect([read(''), read('无'), read('单亲、留守，单亲'), read('left-behind')]).toEqual([[], [], ['left-behind', 'single-parent'], ['left-behind']]);
    expect(read('留守、孤儿')).toContain('organisation/roster-focus 没有类别“孤儿”；现行的有：留守、单亲');
    expect(read('留守', directory)).toContain('organisation/roster-focus-right');
    expect(read('', directory)).toEqual([]);
  });

  it('tells every fault at once, with row and sentence', () => {
    const verdict = check({ ...good, name: '', sex: '?', guardianPhone: '1' });
    expect('faults' in verdict && verdict.faults).toHaveLength(3);
    expect('faults' in verdict && verdict.faults[0]).toMatchObject({ row: 7, message: '姓名不能为空' });
  });

  it('allows a G number that is no longer the citizen number', () => {
    expect(faultsOf({ ...good, studentNumber: 'G61030120130904123' + checkCharacter('61030120130904123') })).toEqual([]);
  });

  it('never throws and always answers, whatever the cells hold', () => {
    const cells = fc.record(Object.fromEntries(ROSTER_FIELDS.map((field) => [field, fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(good[field]))])));
    fc.assert(fc.property(cells, (row) => {
      const verdict = check(row as RosterCells);
      if ('faults' in verdict) expect(verdict.faults.length).toBeGreaterThan(0);
      else expect(verdict.pupil.schoolId).toBe('s1');
    }));
  });
});

describe('the headings of a roster', () => {
  it('are our own', () => {
    const header = readRosterHeader(ROSTER_FIELDS.map(headingOf));
    expect(header?.missing).toEqual([]);
    expect(header?.columns.size).toBe(ROSTER_FIELDS.length);
  });

  it('are those of other systems, with marks and spaces', () => {
    const header = readRosterHeader(['序号', ' *学生姓名（必填）', '性别', '全国学籍号', '身份证件号', '年级名称', '班级名称', '就读学校']);
    expect(header?.missing).toEqual([]);
    expect(header?.columns.get('name')).toBe(1);
  });

  it('are missed by name', () => {
    expect(readRosterHeader(['姓名', '年级', '性别'])?.missing).toEqual(['班级', '学籍号或身份证号']);
  });

  it('are not a title line', () => expect(readRosterHeader(['2026学年学生名册', '', '']) ).toBeNull());

  it('mean one field each', () => {
    const all = ROSTER_FIELDS.flatMap((field) => [...ROSTER_COLUMNS[field].headings]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the difference to the roster we hold', () => {
  const held: RosterRecord = {
    schoolId: 's1', stage: 'junior', entryYear: 2026, classNumber: 3, name: '张小明', sex: 1, bornOn: '2012-03-15', boarding: true,
    studentNumber: 'aa', citizenNumber: 'bb', guardianName: '张大明', guardianRelation: '父亲', guardianPhone: 'cc', focus: ['left-behind'], state: 'enrolled',
  };
  const { state: _, ...same } = held;

  it.each<[string, Partial<typeof same>, string[]]>([
    ['nothing', {}, []],
    ['a class', { classNumber: 4 }, ['classNumber']],
    ['a name', { name: '张晓明' }, ['name']],
    ['a phone', { guardianPhone: 'dd' }, ['guardianPhone']],
    ['a mark it does not bear yet', { focus: ['left-behind', 'poor'] }, ['focus']],
    ['nothing by a mark it bears, or by naming none', { focus: [] }, []],
    ['nothing by a column left out', { boarding: null, citizenNumber: null, guardianName: null, bornOn: null, sex: 0, guardianRelation: '' }, []],
  ])('is %s', (_, change, fields) => expect(changedFields(held, { ...same, ...change })).toEqual(fields));

  it('is a return when the pupil had left', () => {
    expect(changedFields({ ...held, state: 'left' }, same)).toEqual(['state']);
    expect(rosterChange(undefined, same)).toBe('new');
    expect(rosterChange(held, same)).toBe('unchanged');
    expect(rosterChange(held, { ...same, classNumber: 4 })).toBe('changed');
  });
});

