import type { SchoolDay } from '@heliotrope/kernel';
import { classNameOn, type CsvFile, gradeOn, gradeWord, roleOfPost, type RosterKind, type Stage } from '../../rules/index.js';
import type {
  ClassRecord, CourseRecord, DemographicsRecord, EnrollmentRecord, OrgRecord, RosterRecords, SessionRecord, UserRecord,
} from './roster-record.repository.js';

/** What the shaping of a page needs beside its records. */
export interface Shaping {
  readonly today: SchoolDay;
  /** Below which address the records are reached. */
  readonly home: string;
  /** The terms of this school year, by bureau. */
  readonly terms: ReadonlyMap<number, readonly string[]>;
  /** Student numbers that may be told, by pupil. */
  readonly numbers: ReadonlyMap<string, string>;
}

type Json = Readonly<Record<string, unknown>>;
type Cells = Readonly<Record<string, string>>;

/** The fields of a record as the REST binding names them: what `fields` may ask for. */
export const FIELDS: Readonly<Record<RosterKind, readonly string[]>> = {
  orgs: ['sourcedId', 'status', 'dateLastModified', 'metadata', 'name', 'type', 'identifier', 'parent'],
  academicSessions: ['sourcedId', 'status', 'dateLastModified', 'title', 'startDate', 'endDate', 'type', 'parent', 'schoolYear'],
  courses: ['sourcedId', 'status', 'dateLastModified', 'title', 'courseCode', 'org'],
  classes: ['sourcedId', 'status', 'dateLastModified', 'title', 'classCode', 'classType', 'grades', 'course', 'school', 'terms'],
  users: ['sourcedId', 'status', 'dateLastModified', 'metadata', 'enabledUser', 'username', 'userIds', 'givenName', 'familyName', 'roles', 'primaryOrg', 'grades'],
  enrollments: ['sourcedId', 'status', 'dateLastModified', 'role', 'primary', 'beginDate', 'endDate', 'user', 'class', 'school'],
  demographics: ['sourcedId', 'status', 'dateLastModified', 'birthDate', 'sex'],
};

type Shapers = { readonly [K in RosterKind]: (record: RosterRecords[K], by: Shaping) => Json };

/** One record as JSON. What is unknown is left out: the standard has no null. */
export const AS_JSON: Shapers = {
  orgs: (org, by) => ({
    ...every(org), name: org.name, type: org.type, identifier: org.identifier, parent: link(by, 'orgs', 'org', org['parent.sourcedId']),
    metadata: org.type === 'school' ? { 'cn.schoolCode': org.identifier } : undefined,
  }),
  academicSessions: (session, by) => ({
    ...every(session), title: session.title, startDate: session.startDate, endDate: session.endDate, type: session.type, schoolYear: session.schoolYear,
    parent: link(by, 'academicSessions', 'academicSession', session['parent.sourcedId']),
  }),
  courses: (course, by) => ({ ...every(course), title: course.title, courseCode: course.courseCode, org: link(by, 'orgs', 'org', course['org.sourcedId']) }),
  classes: (schoolClass, by) => ({
    ...every(schoolClass), title: titleOf(schoolClass, by.today), classCode: schoolClass.classCode, classType: 'homeroom', grades: gradesOf(schoolClass, by.today),
    course: link(by, 'courses', 'course', courseOf(schoolClass)), school: link(by, 'orgs', 'org', schoolClass['school.sourcedId']),
    terms: (by.terms.get(schoolClass.jurisdictionId) ?? []).map((id) => link(by, 'academicSessions', 'academicSession', id)),
  }),
  users: (user, by) => ({
    ...every(user), enabledUser: user.enabledUser, username: user.sourcedId, userIds: [], givenName: user.givenName, familyName: user.givenName,
    roles: rolesOf(user).map(({ role, roleType, schoolId, from, until }) => ({
      roleType, role, org: link(by, 'orgs', 'org', schoolId), beginDate: from ?? undefined, endDate: until ?? undefined,
    })),
    primaryOrg: link(by, 'orgs', 'org', user['primaryOrg.sourcedId']), grades: user.isPupil ? gradesOf(user, by.today) : [],
    metadata: user.isPupil ? { 'cn.studentNo': by.numbers.get(user.sourcedId), 'cn.boarding': user.boarding ?? undefined } : undefined,
  }),
  enrollments: (enrollment, by) => ({
    ...every(enrollment), role: enrollment.role, primary: enrollment.primary, beginDate: enrollment.beginDate ?? undefined, endDate: enrollment.endDate ?? undefined,
    user: link(by, 'users', 'user', enrollment['user.sourcedId']), class: link(by, 'classes', 'class', enrollment['class.sourcedId']),
    school: link(by, 'orgs', 'org', enrollment['school.sourcedId']),
  }),
  demographics: (one) => ({ ...every(one), birthDate: one.birthDate ?? undefined, sex: one.sex ?? undefined }),
};

function every({ sourcedId, status, dateLastModified }: { sourcedId: string; status: string; dateLastModified: Date }) {
  return { sourcedId, status, dateLastModified: dateLastModified.toISOString() };
}

const link = (by: Shaping, collection: string, type: string, id: string | null) =>
  id === null ? undefined : { href: `${by.home}/${collection}/${id}`, sourcedId: id, type };

interface InGrade {
  readonly stage: Stage | null;
  readonly entryYear: number | null;
  readonly schoolingLength: number | null;
}

function gradesOf({ stage, entryYear, schoolingLength }: InGrade, today: SchoolDay): string[] {
  if (stage === null || entryYear === null || schoolingLength === null) return [];
  const grade = gradeOn({ stage, entryYear, schoolingLength }, today);
  return typeof grade === 'string' ? [] : [gradeWord(grade.year)];
}

const titleOf = (one: ClassRecord, today: SchoolDay): string => (one.stage === null ? '' : classNameOn({ ...one, stage: one.stage }, today));

const courseOf = (one: ClassRecord): string => `${one.jurisdictionId}-homeroom`;

interface ToldRole {
  readonly role: string;
  readonly roleType: 'primary' | 'secondary';
  readonly schoolId: string;
  readonly from: SchoolDay | null;
  readonly until: SchoolDay | null;
}

/** A pupil has one role, at the school; of staff each post at a school is one, the first at each school its primary. */
function rolesOf(user: UserRecord): readonly ToldRole[] {
  if (user.isPupil) {
    const schoolId = user['primaryOrg.sourcedId'];
    return schoolId === null ? [] : [{ role: 'student', roleType: 'primary', schoolId, from: null, until: null }];
  }
  const seen = new Set<string>();
  return (user.posts ?? []).flatMap(({ post, schoolId, from, until }) => {
    const role = roleOfPost(post);
    if (role === null || seen.has(`${schoolId} ${role}`)) return [];
    const roleType = [...seen].some((one) => one.startsWith(schoolId)) ? 'secondary' : 'primary';
    seen.add(`${schoolId} ${role}`);
    return [{ role, roleType, schoolId, from, until }];
  });
}

/** A line of `roles.csv` is a record of its own; its number is made of the user's, the school's and the role's. */
export function roleLines(user: UserRecord): readonly Cells[] {
  return rolesOf(user).map(({ role, roleType, schoolId, from, until }) => ({
    ...everyCell(user), sourcedId: `${user.sourcedId}:${schoolId}:${role}`, userSourcedId: user.sourcedId, roleType, role, beginDate: from ?? '', endDate: until ?? '',
    orgSourcedId: schoolId,
  }));
}

type CellShapers = { readonly [K in RosterKind & CsvFile]: (record: RosterRecords[K], by: Shaping) => Cells };

/** One record as a line of its file; columns left out are empty. */
export const AS_CELLS: CellShapers = {
  orgs: (org: OrgRecord) => ({
    ...everyCell(org), name: org.name, type: org.type, identifier: org.identifier, parentSourcedId: org['parent.sourcedId'] ?? '',
    'metadata.cn.schoolCode': org.type === 'school' ? org.identifier : '',
  }),
  academicSessions: (session: SessionRecord) => ({
    ...everyCell(session), title: session.title, type: session.type, startDate: session.startDate, endDate: session.endDate,
    parentSourcedId: session['parent.sourcedId'] ?? '', schoolYear: session.schoolYear,
  }),
  courses: (course: CourseRecord) => ({ ...everyCell(course), title: course.title, courseCode: course.courseCode, orgSourcedId: course['org.sourcedId'] }),
  classes: (one: ClassRecord, by) => ({
    ...everyCell(one), title: titleOf(one, by.today), grades: gradesOf(one, by.today).join(','), courseSourcedId: courseOf(one), classCode: one.classCode,
    classType: 'homeroom', schoolSourcedId: one['school.sourcedId'], termSourcedIds: (by.terms.get(one.jurisdictionId) ?? []).join(','),
  }),
  users: (user: UserRecord, by) => ({
    ...everyCell(user), enabledUser: String(user.enabledUser), username: user.sourcedId, givenName: user.givenName, familyName: user.givenName,
    grades: user.isPupil ? gradesOf(user, by.today).join(',') : '', primaryOrgSourcedId: user['primaryOrg.sourcedId'] ?? '',
    'metadata.cn.studentNo': by.numbers.get(user.sourcedId) ?? '', 'metadata.cn.boarding': user.boarding === null ? '' : String(user.boarding),
  }),
  enrollments: (one: EnrollmentRecord) => ({
    ...everyCell(one), classSourcedId: one['class.sourcedId'] ?? '', schoolSourcedId: one['school.sourcedId'], userSourcedId: one['user.sourcedId'], role: one.role,
    primary: String(one.primary), beginDate: one.beginDate ?? '', endDate: one.endDate ?? '',
  }),
  demographics: (one: DemographicsRecord) => ({ ...everyCell(one), birthDate: one.birthDate ?? '', sex: one.sex ?? '' }),
};

const everyCell = (record: { sourcedId: string; status: string; dateLastModified: Date }) => ({
  sourcedId: record.sourcedId, status: record.status, dateLastModified: record.dateLastModified.toISOString(),
});
