import type { SchoolDay } from '@heliotrope/kernel';
import { isGone, leaversOf } from './oneroster-leavers.js';
import { FAULT_HEADING, headingOf, type RosterField } from './roster-columns.js';
import { checkRosterRow, type RosterCells, type RosterSchool } from './roster-row.js';

/*
 * What does a OneRoster package say of our roster? Its pupils, each with the class of their enrollment, become the lines
 * of a roster sheet, which is then judged as every sheet is. Staff are not taken over: who holds which post is decided
 * by appointing. Nothing is decided here about a line that is incomplete: the judgement of the sheet names its faults.
 */

export type PackageRow = Readonly<Record<string, string>>;

/** The files of a package that are read, as rows by their headings. */
export interface RosterPackage {
  readonly kind: 'bulk' | 'delta';
  readonly orgs: readonly PackageRow[];
  readonly classes: readonly PackageRow[];
  readonly users: readonly PackageRow[];
  readonly roles: readonly PackageRow[];
  readonly enrollments: readonly PackageRow[];
  readonly demographics: readonly PackageRow[];
}

/** What we know already of the records a package names by our own numbers. */
export interface KnownRecords {
  readonly schools: ReadonlyMap<string, RosterSchool>;
  readonly classes: ReadonlyMap<string, { readonly schoolCode: string; readonly grade: string; readonly number: number }>;
  readonly pupils: ReadonlyMap<string, KnownPupil>;
  /** Ids of pupils by student number, of users marked for deletion under a number that is not ours. */
  readonly pupilsByNumber: ReadonlyMap<string, string>;
}

export interface KnownPupil {
  readonly classId: string;
  readonly studentNumber: string | null;
  readonly citizenNumber: string | null;
}

export const NEEDED_COLUMNS = {
  orgs: ['sourcedId', 'name', 'type'],
  classes: ['sourcedId', 'title', 'schoolSourcedId'],
  users: ['sourcedId', 'givenName', 'familyName'],
  roles: ['userSourcedId', 'role'],
  enrollments: ['classSourcedId', 'userSourcedId', 'role'],
  demographics: ['sourcedId'],
} as const;

const FIELDS: readonly RosterField[] = ['schoolCode', 'schoolName', 'grade', 'classNumber', 'name', 'sex', 'studentNumber', 'citizenNumber', 'bornOn', 'boarding'];
const YEARS = ['', '一年级', '二年级', '三年级', '四年级', '五年级', '六年级', '七年级', '八年级', '九年级', '高一', '高二', '高三'];

export interface RosterLines {
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
  /** Pupils of ours the package says have left: they leave when whoever imports confirms it. */
  readonly leavers: readonly string[];
  /** Pupils of ours the package names in a line that will come back as wrong: they are not missing from it. */
  readonly staying: readonly string[];
  /** Users who are not pupils. */
  readonly notPupils: number;
}

/**
 * The lines of the sheet, and who has left. Of a delta the sheet is marked as a part of the roster, so that nobody counts
 * as leaving who merely is not named.
 */
export function rosterLines(from: RosterPackage, known: KnownRecords, day: SchoolDay): RosterLines {
  const pupils = new Set([
    ...from.roles.filter((row) => row['role'] === 'student').map((row) => row['userSourcedId']!),
    ...from.users.filter((row) => row['role'] === 'student').map((row) => row['sourcedId']!), // 1.1 has the role in users.csv
  ]);
  const classOf = new Map(from.enrollments.filter((row) => row['role'] === 'student' && !isGone(row)).map((row) => [row['userSourcedId']!, row['classSourcedId']!]));
  const classes = new Map(from.classes.map((row) => [row['sourcedId']!, row]));
  const orgs = new Map(from.orgs.map((row) => [row['sourcedId']!, row]));
  const born = new Map(from.demographics.map((row) => [row['sourcedId']!, row]));
  const told = from.users.filter((row) => pupils.has(row['sourcedId']!) || known.pupils.has(row['sourcedId']!));
  const leavers = leaversOf(from, known);
  const here = [...new Map(told.filter((row) => !isGone(row) && !leavers.has(row['sourcedId']!)).map((row) => [row['sourcedId']!, row])).values()];
  const said = new Set(here.map((row) => row['metadata.cn.studentNo']).filter(Boolean));
  const fits = judgeOf(known, day);
  const staying: string[] = [];
  const lines = here.map((user) => {
    const id = user['sourcedId']!;
    const held = known.pupils.get(id);
    // A delta names the enrollment only when it has changed.
    const classId = classOf.get(id) ?? (from.kind === 'delta' ? held?.classId : undefined) ?? '';
    const cells: Partial<Record<RosterField, string>> = {
      ...placeOf(classId, classes.get(classId), orgs, known),
      name: nameOf(user), sex: sexOf(born.get(id)?.['sex']), bornOn: born.get(id)?.['birthDate'] ?? '',
      studentNumber: user['metadata.cn.studentNo'] ?? '', boarding: user['metadata.cn.boarding'] === 'true' ? '是' : user['metadata.cn.boarding'] === 'false' ? '否' : '',
    };
    const whole = cells.studentNumber || !held ? cells : withOurNumbers(cells, held, { known, said, fits });
    if (held && !fits(whole)) staying.push(id);
    return [...FIELDS.map((field) => whole[field] ?? ''), ...(from.kind === 'delta' ? [''] : [])];
  });
  const header = [...FIELDS.map(headingOf), ...(from.kind === 'delta' ? [FAULT_HEADING] : [])];
  return { header, lines, leavers: [...leavers], staying, notPupils: from.users.length - told.length };
}

/**
 * By what does the sheet know a pupil whom the package calls by our own number and who was never told by his? By the
 * numbers we hold; but a line that is wrong comes back to the importer as it stands, and these he may not read. So they
 * go in only when nothing can be wrong with the line: it passes the judgement of a row, in the pupil's own school, and
 * no other line speaks of the same number.
 */
function withOurNumbers(
  cells: RosterCells, held: KnownPupil, by: { readonly known: KnownRecords; readonly said: ReadonlySet<string | undefined>; readonly fits: (cells: RosterCells) => boolean },
): RosterCells {
  if (by.known.classes.get(held.classId)?.schoolCode !== cells.schoolCode) return cells;
  if (held.studentNumber !== null && by.said.has(held.studentNumber)) return cells;
  const whole = { ...cells, studentNumber: held.studentNumber ?? '', citizenNumber: held.citizenNumber ?? '' };
  return by.fits(whole) ? whole : cells;
}

function judgeOf(known: KnownRecords, day: SchoolDay): (cells: RosterCells) => boolean {
  const directory = { byCode: new Map([...known.schools.values()].map((school) => [school.identifierCode, school])), byName: new Map() };
  return (cells) => 'pupil' in checkRosterRow(cells, directory, 0, day);
}

/** The full name stands in both halves (ours, and China's usual way), or is cut in two: 张 and 三. */
function nameOf(user: PackageRow): string {
  const [family = '', given = ''] = [user['familyName'], user['givenName']].map((part) => part?.trim());
  if (family === given || given.startsWith(family)) return given;
  return /\p{Script=Han}/u.test(family + given) ? `${family}${given}` : `${given} ${family}`.trim();
}

const sexOf = (word: string | undefined): string => (word === 'male' ? '男' : word === 'female' ? '女' : '');

function placeOf(
  classId: string, row: PackageRow | undefined, orgs: ReadonlyMap<string, PackageRow>, known: KnownRecords,
): Partial<Record<RosterField, string>> {
  const held = known.classes.get(classId);
  if (held) return { schoolCode: held.schoolCode, grade: held.grade, classNumber: `${held.number}班` };
  if (!row) return {}; // an enrollment that leads nowhere: the sheet's judgement says that grade and class are missing
  const schoolId = row['schoolSourcedId'] ?? '';
  const org = orgs.get(schoolId);
  const code = known.schools.get(schoolId)?.identifierCode ?? (org?.['metadata.cn.schoolCode'] || org?.['identifier'] || '');
  const year = Number(/\d+/.exec(row['grades'] ?? '')?.[0] ?? 0);
  const title = row['title'] ?? '';
  return {
    schoolCode: /^\d{10}$/.test(code) ? code : '', schoolName: /^\d{10}$/.test(code) ? '' : (org?.['name'] ?? ''),
    grade: YEARS[year] || (/^(.+级|[初高][一二三])/.exec(title)?.[1] ?? ''), classNumber: /(\d+)\s*班/.exec(title)?.[1] ?? row['classCode'] ?? '',
  };
}
