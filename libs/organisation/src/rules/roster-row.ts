import { isSchoolDay, type FieldFault, type SchoolDay } from '@heliotrope/kernel';
import { CITIZEN_NUMBER_FAULTS, normaliseNumber, readCitizenNumber } from './citizen-number.js';
import { entryYearOf, type Grade, readClassNumber, readGrade, type Stage } from './grade.js';
import { isPhone, normalisePhone } from './phone.js';
import { headingOf, type RosterField } from './roster-columns.js';
import { readStudentNumber, STUDENT_NUMBER_FAULTS } from './student-number.js';

/*
 * What pupil does one row of a roster describe, or what exactly is wrong with it? Every fault of the row is told at
 * once, each with its column and a sentence that says what to do. It does not decide whether the pupil is new
 * (roster-diff) nor whether two rows of the sheet contradict each other (the import compares them).
 */

/** One row as text, by field; absent when the sheet has no such column. */
export type RosterCells = Readonly<Partial<Record<RosterField, string>>>;

export interface RosterSchool {
  readonly id: string;
  readonly name: string;
  readonly identifierCode: string;
  readonly stages: readonly Stage[];
  readonly primaryYears: number;
  readonly juniorYears: number;
}

/** The schools this importer may fill, by code and by name. `only` when they are one: the sheet need not name it. */
export interface RosterDirectory {
  readonly byCode: ReadonlyMap<string, RosterSchool>;
  readonly byName: ReadonlyMap<string, RosterSchool | 'ambiguous'>;
  readonly only?: RosterSchool;
  /** Word or code of each category in force → its code. Absent: this importer may set no mark of special attention. */
  readonly focus?: ReadonlyMap<string, string>;
}

export interface RosterPupil {
  readonly schoolId: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly name: string;
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
  readonly sex: 0 | 1 | 2 | 9;
  readonly bornOn: SchoolDay | null;
  readonly studentNumber: string | null;
  readonly citizenNumber: string | null;
  readonly boarding: boolean | null;
  readonly guardian: { readonly name: string; readonly relation: string; readonly phone: string | null } | null;
  /** Codes of the categories the row names, in order; none: the row says nothing about them. */
  readonly focus: readonly string[];
}

export type RosterRowVerdict = { readonly pupil: RosterPupil } | { readonly faults: readonly FieldFault[] };

const SEXES: Record<string, 0 | 1 | 2 | 9> = { 男: 1, 男性: 1, '1': 1, 女: 2, 女性: 2, '2': 2, 未知: 0, '0': 0, 未说明: 9, '9': 9 };
const YES = /^(是|住宿|住校|寄宿|住校生|寄宿生|1|y|yes|√)$/i;
const NO = /^(否|不住宿|不住校|走读|走读生|通学|0|n|no|×)$/i;
const NAME = /^[\p{Script=Han}\p{L}·.\- ']{2,50}$/u;

/** @param row number of the row in its sheet, as the person who made it counts. @param day today in China. */
export function checkRosterRow(cells: RosterCells, directory: RosterDirectory, row: number, day: SchoolDay): RosterRowVerdict {
  const faults: FieldFault[] = [];
  const fault = (field: RosterField, reason: string, message: string): null => {
    faults.push({ field: headingOf(field), row, code: `organisation/roster-${reason}`, message });
    return null;
  };
  const text = (field: RosterField): string => readable(cells[field] ?? '');
  const known = knownOf(directory);

  const school = findSchool(text('schoolCode'), text('schoolName'), directory, fault);
  const grade = !school ? null
    : text('grade') === '' ? fault('grade', 'missing', '年级不能为空')
    : known.grade(text('grade'), school, day) ?? fault('grade', 'grade', `看不懂的年级，或${school.name}没有这个年级；请写成“七年级”或“高一”`);
  const classNumber = !grade ? null
    : text('classNumber') === '' ? fault('classNumber', 'missing', '班级不能为空')
    : known.classNumber(text('classNumber'), grade) ?? fault('classNumber', 'class', '看不懂的班级；请写成“3班”，班号为1至99');

  const name = text('name').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '').replace(/[•・．]/g, '·');
  if (name === '') fault('name', 'missing', '姓名不能为空');
  else if (!NAME.test(name)) fault('name', 'name', '姓名应为2至50个字，不含数字和符号');

  const citizen = readNumber('citizenNumber', cells, fault, (number) => {
    const read = readCitizenNumber(number);
    return 'fault' in read ? CITIZEN_NUMBER_FAULTS[read.fault] : read;
  });
  const student = readNumber('studentNumber', cells, fault, (number) => {
    const read = readStudentNumber(number);
    return 'fault' in read ? STUDENT_NUMBER_FAULTS[read.fault] : read;
  });
  if (!text('citizenNumber') && !text('studentNumber')) {
    fault('studentNumber', 'missing', '学籍号和身份证号至少填一项');
  }

  const bornText = text('bornOn');
  const written = bornText === '' ? null : readDay(bornText) ?? fault('bornOn', 'birth-date', '出生日期应写成2013-09-01的样子');
  const bornOn = written ?? citizen?.bornOn ?? student?.bornOn ?? null;
  if (written && citizen && written !== citizen.bornOn) fault('bornOn', 'birth-date-differs', '出生日期与身份证号中的不一致');
  if (bornOn && bornOn > day) fault('bornOn', 'birth-date', '出生日期晚于今天');

  const sexText = text('sex');
  const sex = sexText === '' ? citizen?.sex ?? 0 : SEXES[sexText] ?? fault('sex', 'sex', '性别应为“男”或“女”');
  if (citizen && (sex === 1 || sex === 2) && sex !== citizen.sex) fault('sex', 'sex-differs', '性别与身份证号中的不一致');

  const boardingText = text('boarding');
  const boarding = boardingText === '' ? null
    : YES.test(boardingText) ? true
    : NO.test(boardingText) ? false
    : fault('boarding', 'boarding', '是否住宿应为“是”或“否”');

  const guardian = readGuardian(text('guardianName'), text('guardianRelation'), cells.guardianPhone ?? '', fault);

  const focus = readFocus(text('focus'), directory.focus, fault);

  if (faults.length > 0 || !school || !grade || classNumber === null || sex === null || !focus) return { faults };
  const schoolingLength = grade.stage === 'primary' ? school.primaryYears : grade.stage === 'junior' ? school.juniorYears : 3;
  return {
    pupil: {
      schoolId: school.id, stage: grade.stage, entryYear: entryYearOf(grade.yearInStage, day), schoolingLength, classNumber,
      name, sex, bornOn, studentNumber: student?.number ?? null, citizenNumber: citizen?.number ?? null, boarding, guardian, focus,
    },
  };
}

const PLAIN = /^[\x21-\x7e\u4e00-\u9fff]*$/; // nothing to normalise, nothing to trim

const readable = (cell: string): string => (PLAIN.test(cell) ? cell : cell.normalize('NFKC').replace(/\s+/g, ' ').trim());

interface Readings {
  grade(text: string, school: RosterSchool, day: SchoolDay): Grade | null;
  classNumber(text: string, grade: Grade): number | null;
}

const KNOWN = new WeakMap<RosterDirectory, Readings>();

/** A sheet of a million rows has some dozen ways to write a grade or a class: each is read once. */
function knownOf(directory: RosterDirectory): Readings {
  const found = KNOWN.get(directory);
  if (found) return found;
  const grades = new Map<string, Grade | null>();
  const classes = new Map<string, number | null>();
  const once = <T>(map: Map<string, T>, key: string, read: () => T): T => {
    const known = map.get(key);
    if (known !== undefined) return known;
    if (map.size > 20_000) map.clear();
    const value = read();
    map.set(key, value);
    return value;
  };
  const made: Readings = {
    grade: (text, school, day) => once(grades, `${school.id} ${day} ${text}`, () => readGrade(text, school, day)),
    classNumber: (text, grade) => once(classes, `${grade.name} ${text}`, () => readClassNumber(text, grade)),
  };
  KNOWN.set(directory, made);
  return made;
}

type Fault = (field: RosterField, reason: string, message: string) => null;

function findSchool(code: string, name: string, directory: RosterDirectory, fault: Fault): RosterSchool | null {
  if (code !== '') {
    const school = directory.byCode.get(code);
    if (!school) return fault('schoolCode', 'school', '没有这个学校标识码，或不在您的管理范围内');
    if (name !== '' && name !== school.name) return fault('schoolName', 'school-differs', `标识码属于“${school.name}”，与学校名称不一致`);
    return school;
  }
  if (name !== '') {
    const school = directory.byName.get(name);
    if (school === 'ambiguous') return fault('schoolName', 'school', '有同名的学校，请填学校标识码');
    return school ?? fault('schoolName', 'school', '没有这所学校，或不在您的管理范围内；请用全称');
  }
  return directory.only ?? fault('schoolCode', 'missing', '学校标识码和学校名称至少填一项');
}

function readNumber<T extends object>(
  field: 'citizenNumber' | 'studentNumber', cells: RosterCells, fault: Fault, read: (number: string) => T | string,
): T | null {
  const number = normaliseNumber(cells[field] ?? '');
  if (number === '') return null;
  // 5.30111E+17: the sheet took the number for a quantity, and its last digits are lost for good.
  if (/^\d(\.\d+)?E\+?\d+$/.test(number)) return fault(field, 'number-spoilt', '号码已被电子表格变成科学计数，请把该列设为文本后重新填写');
  const result = read(number);
  return typeof result === 'string' ? fault(field, 'number', result) : result;
}

function readGuardian(name: string, relation: string, phoneText: string, fault: Fault): RosterPupil['guardian'] {
  const phone = normalisePhone(phoneText);
  if (phone !== '' && !isPhone(phone)) return fault('guardianPhone', 'phone', '电话应为11位手机号，或带区号的固定电话');
  if (name === '' && phone === '') return null;
  if (name === '') return fault('guardianName', 'missing', '填了监护人电话，也要填监护人姓名');
  if (name.length > 50) return fault('guardianName', 'name', '监护人姓名太长');
  return { name, relation: relation.slice(0, 20), phone: phone === '' ? null : phone };
}

/** “留守、单亲”. An empty cell and 无 say nothing: a sheet gives marks and takes none away. */
function readFocus(cell: string, known: RosterDirectory['focus'], fault: Fault): readonly string[] | null {
  if (cell === '' || cell === '无') return [];
  if (!known) return fault('focus', 'focus-right', '您不能标注重点关注；请清空这一格，由学校填写');
  const words = cell.split(/[、,;\/|\s]+/).filter((word) => word !== '');
  const strange = words.filter((word) => !known.has(word));
  if (strange.length > 0) {
    const names = [...known.keys()].filter((word) => !/^[a-z0-9-]+$/.test(word));
    return fault('focus', 'focus', `没有类别“${strange.join('、')}”；现行的有：${names.join('、')}，多个用顿号隔开`);
  }
  return [...new Set(words.map((word) => known.get(word)!))].sort();
}

/** 2013-09-01, 2013/9/1, 2013.9.1, 20130901, 2013年9月1日, and the timestamps spreadsheets write. */
function readDay(text: string): SchoolDay | null {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?([ T].*)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return null;
  const day = `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`;
  return isSchoolDay(day) && day >= '1980-01-01' ? day : null;
}
