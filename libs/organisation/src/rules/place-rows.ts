import { isSchoolDay, type FieldFault, type SchoolDay } from '@heliotrope/kernel';
import { normaliseNumber } from './citizen-number.js';
import { focusFault, FOCUS_SOURCES, latestSheetFocusEnd, type FocusSource } from './focus.js';
import { entryYearOf, readClassNumber, readGrade, STAGE_NAMES, STAGES, type Stage } from './grade.js';
import { placeHeading, type PlaceKind } from './place-columns.js';
import { AREAS, type Area, orderedStages, schoolFaults, type SchoolForm, SPONSORS, type Sponsor } from './school-form.js';
import { readStudentNumber, STUDENT_NUMBER_FAULTS } from './student-number.js';

/*
 * What school, class or mark does one row of a sheet describe, or what exactly is wrong with it? Every fault of a row is
 * told at once, under the heading of its column. Whether it is new or changes something is compared where the data lies.
 */

export type PlaceCells = Readonly<Record<string, string>>;
export type Read<T> = { readonly value: T } | { readonly faults: readonly FieldFault[] };

export interface ClassForm {
  readonly schoolId: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly number: number;
  readonly campus: string | null;
}

export interface FocusForm {
  readonly studentNumber: string;
  readonly name: string;
  readonly code: string;
  readonly source: FocusSource;
  readonly untilOn: SchoolDay;
}

/** What the reader of a class row must know of a school. */
export interface SheetSchool {
  readonly id: string;
  readonly name: string;
  readonly identifierCode: string;
  readonly stages: readonly Stage[];
  readonly primaryYears: number;
  readonly juniorYears: number;
}

/** @param fallbackDivision the bureau's own division, when the sheet names none. */
export function readSchoolRow(cells: PlaceCells, row: number, fallbackDivision: string): Read<SchoolForm> {
  const { text, fault, faults } = reading('schools', cells, row);
  const stages = orderedStages(STAGES.filter((stage) => text('stages').includes(STAGE_NAMES[stage]) || (text('stages') === '九年一贯制' && stage !== 'senior') || (text('stages') === '完全中学' && stage !== 'primary')));
  const byName = <T extends string>(field: string, names: Record<T, string>, words: string): T | null =>
    (Object.keys(names) as T[]).find((key) => names[key] === text(field)) ?? fault(field, 'word', words);
  const area = byName<Area>('area', AREAS, '城乡类别应为城区、镇区或乡村');
  const sponsor = byName<Sponsor>('sponsor', SPONSORS, '办别应为公办或民办');
  const fiveFour = /五四|5-4|54/.test(text('system'));
  if (text('system') !== '' && !fiveFour && !/六三|6-3|63/.test(text('system'))) fault('system', 'word', '学制应为六三制或五四制');
  const yesNo = (field: string, otherwise: boolean): boolean => (text(field) === '' ? otherwise : text(field) === '是' ? true : text(field) === '否' ? false : (fault(field, 'word', '应为“是”或“否”'), otherwise));
  const openedOn = text('openedOn') === '' ? null : readSheetDay(text('openedOn')) ?? fault('openedOn', 'day', '日期应写成2013-09-01的样子');
  const form: SchoolForm = {
    name: text('name'), identifierCode: normaliseNumber(text('identifierCode')), unifiedCode: normaliseNumber(text('unifiedCode')) || null,
    divisionCode: /^\d{6}/.exec(text('divisionCode'))?.[0] ?? fallbackDivision, stages, primaryYears: fiveFour ? 5 : 6, juniorYears: fiveFour ? 4 : 3,
    area: area ?? 'rural', sponsor: sponsor ?? 'public', boarding: yesNo('boarding', false), legalPerson: yesNo('legalPerson', true), openedOn, closedOn: null,
  };
  faults.push(...schoolFaults(form).map((one) => ({ ...one, field: placeHeading('schools', SHEET_FIELD[one.field] ?? one.field), row })));
  return faults.length > 0 ? { faults } : { value: form };
}

const SHEET_FIELD: Record<string, string> = { primaryYears: 'system', juniorYears: 'system' };

/** @param schools the schools this importer may fill; the only one need not be named. */
export function readClassRow(cells: PlaceCells, row: number, schools: readonly SheetSchool[], day: SchoolDay): Read<ClassForm> {
  const { text, fault, faults } = reading('classes', cells, row);
  const code = normaliseNumber(text('schoolCode'));
  const named = schools.filter((school) => (code ? school.identifierCode === code : school.name === text('schoolName')));
  const school = code || text('schoolName') ? (named.length === 1 ? named[0]! : null) : schools.length === 1 ? schools[0]! : null;
  if (!school) fault(code || !text('schoolName') ? 'schoolCode' : 'schoolName', 'school', '没有这所学校，或不在您的管理范围内；有同名学校时请填学校标识码');
  const grade = school ? readGrade(text('grade'), school, day) ?? fault('grade', 'grade', `看不懂的年级，或${school.name}没有这个年级；请写成“七年级”或“2026级”`) : null;
  const number = grade ? readClassNumber(text('number'), grade) ?? fault('number', 'class', '看不懂的班级；请写成“3班”，班号为1至99') : null;
  if (faults.length > 0 || !school || !grade || number === null) return { faults };
  const schoolingLength = grade.stage === 'primary' ? school.primaryYears : grade.stage === 'junior' ? school.juniorYears : 3;
  return { value: { schoolId: school.id, stage: grade.stage, entryYear: entryYearOf(grade.yearInStage, day), schoolingLength, number, campus: text('campus') || null } };
}

/** @param categories code and name of every category in force here today. */
export function readFocusRow(cells: PlaceCells, row: number, categories: readonly { code: string; name: string }[], day: SchoolDay): Read<FocusForm> {
  const { text, fault, faults } = reading('focus', cells, row);
  const studentNumber = normaliseNumber(text('studentNumber'));
  const read = readStudentNumber(studentNumber);
  if ('fault' in read) fault('studentNumber', 'number', STUDENT_NUMBER_FAULTS[read.fault]);
  if (text('name') === '') fault('name', 'missing', '姓名不能为空，用来核对学籍号');
  const category = categories.find((one) => one.name === text('category') || one.code === text('category'));
  if (!category) fault('category', 'category', `没有这个类别；现行的有：${categories.map((one) => one.name).join('、')}`);
  const source = text('source') === '' ? 'sheet' : (Object.keys(FOCUS_SOURCES) as FocusSource[]).find((key) => FOCUS_SOURCES[key] === text('source')) ?? fault('source', 'word', `来源应为${Object.values(FOCUS_SOURCES).join('、')}`);
  const untilOn = text('untilOn') === '' ? latestSheetFocusEnd(day) : readSheetDay(text('untilOn')) ?? fault('untilOn', 'day', '日期应写成2027-06-30的样子');
  if (category && untilOn) {
    const wrong = focusFault({ code: category.code, fromOn: day, untilOn }, [category.code]);
    if (wrong) fault('untilOn', wrong, wrong === 'backwards' ? '截止日期早于今天' : '最长关注一年，到期再评估');
  }
  if (faults.length > 0 || !category || !source || !untilOn) return { faults };
  return { value: { studentNumber, name: text('name'), code: category.code, source, untilOn } };
}

function reading(kind: PlaceKind, cells: PlaceCells, row: number) {
  const faults: FieldFault[] = [];
  const text = (field: string): string => (cells[field] ?? '').normalize('NFKC').replace(/\s+/g, ' ').trim();
  const fault = (field: string, reason: string, message: string): null => {
    faults.push({ field: placeHeading(kind, field), row, code: `organisation/place-${reason}`, message });
    return null;
  };
  return { text, fault, faults };
}

function readSheetDay(text: string): SchoolDay | null {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?([ T].*)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const day = parts ? `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}` : '';
  return isSchoolDay(day) ? day : null;
}
