/*
 * What do we tell in OneRoster 1.2, and under which names? Source: 1EdTech OneRoster 1.2, CSV binding and rostering
 * service REST binding (19 September 2022), with the columns `metadata.cn.*` of docs/domain-facts.md §3.7, as Japan's
 * profile adds its own. Citizen numbers are never told, nor G student numbers, which contain one; nor what a focus list
 * says (`leftBehind`), which stays in the school.
 */

export type RosterKind = 'orgs' | 'academicSessions' | 'courses' | 'classes' | 'users' | 'enrollments' | 'demographics';

/** How a field is compared. */
export type FieldType = 'text' | 'time' | 'day' | 'flag';

const EVERY = { sourcedId: 'text', status: 'text', dateLastModified: 'time' } as const;

/** The fields of each kind by which one may filter and sort, in the dotted words of the REST binding. */
export const SEARCHABLE: Readonly<Record<RosterKind, Readonly<Record<string, FieldType>>>> = {
  orgs: { ...EVERY, name: 'text', type: 'text', identifier: 'text', 'parent.sourcedId': 'text' },
  academicSessions: { ...EVERY, type: 'text', startDate: 'day', endDate: 'day', schoolYear: 'text' },
  courses: { ...EVERY, title: 'text', courseCode: 'text', 'org.sourcedId': 'text' },
  classes: { ...EVERY, classCode: 'text', classType: 'text', 'school.sourcedId': 'text' },
  users: { ...EVERY, enabledUser: 'flag', givenName: 'text', familyName: 'text', 'primaryOrg.sourcedId': 'text' },
  enrollments: {
    ...EVERY, role: 'text', 'class.sourcedId': 'text', 'school.sourcedId': 'text', 'user.sourcedId': 'text', beginDate: 'day', endDate: 'day',
  },
  demographics: { ...EVERY, birthDate: 'day', sex: 'text' },
};

/** The files of a CSV package and their columns, in the order of the standard; ours stand behind them. */
export const CSV_COLUMNS = {
  orgs: ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId', 'metadata.cn.schoolCode'],
  academicSessions: ['sourcedId', 'status', 'dateLastModified', 'title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
  courses: ['sourcedId', 'status', 'dateLastModified', 'schoolYearSourcedId', 'title', 'courseCode', 'grades', 'orgSourcedId', 'subjects', 'subjectCodes'],
  classes: [
    'sourcedId', 'status', 'dateLastModified', 'title', 'grades', 'courseSourcedId', 'classCode', 'classType', 'location', 'schoolSourcedId',
    'termSourcedIds', 'subjects', 'subjectCodes', 'periods',
  ],
  users: [
    'sourcedId', 'status', 'dateLastModified', 'enabledUser', 'username', 'userIds', 'givenName', 'familyName', 'middleName', 'identifier', 'email',
    'sms', 'phone', 'agentSourcedIds', 'grades', 'password', 'userMasterIdentifier', 'resourceSourcedIds', 'preferredGivenName',
    'preferredMiddleName', 'preferredFamilyName', 'primaryOrgSourcedId', 'pronouns', 'metadata.cn.studentNo', 'metadata.cn.boarding',
  ],
  roles: ['sourcedId', 'status', 'dateLastModified', 'userSourcedId', 'roleType', 'role', 'beginDate', 'endDate', 'orgSourcedId', 'userProfileSourcedId'],
  enrollments: ['sourcedId', 'status', 'dateLastModified', 'classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role', 'primary', 'beginDate', 'endDate'],
  demographics: [
    'sourcedId', 'status', 'dateLastModified', 'birthDate', 'sex', 'americanIndianOrAlaskaNative', 'asian', 'blackOrAfricanAmerican',
    'nativeHawaiianOrOtherPacificIslander', 'white', 'demographicRaceTwoOrMoreRaces', 'hispanicOrLatinoEthnicity', 'countryOfBirthCode',
    'stateOfBirthAbbreviation', 'cityOfBirth', 'publicSchoolResidenceStatus',
  ],
} as const satisfies Record<string, readonly string[]>;

export type CsvFile = keyof typeof CSV_COLUMNS;

/** Files a manifest must name although we have nothing for them. */
const NEVER_SENT = ['categories', 'classResources', 'courseResources', 'lineItemLearningObjectiveIds', 'lineItems', 'lineItemScoreScales', 'resources',
  'resultLearningObjectiveIds', 'results', 'resultScoreScales', 'scoreScales', 'userProfiles', 'userResources'] as const;

/** The lines of `manifest.csv`. */
export function manifestLines(sent: readonly CsvFile[], kind: 'bulk' | 'delta', source: { readonly name: string; readonly code: string }): readonly (readonly [string, string])[] {
  const files = [...(Object.keys(CSV_COLUMNS) as string[]), ...NEVER_SENT].sort();
  return [
    ['propertyName', 'value'], ['manifest.version', '1.0'], ['oneroster.version', '1.2'],
    ...files.map((file) => [`file.${file}`, (sent as readonly string[]).includes(file) ? kind : 'absent'] as const),
    ['source.systemName', source.name], ['source.systemCode', source.code],
  ];
}

/** The word of the standard for a post at a school; null for a post that is told to nobody. */
export function roleOfPost(post: string): 'teacher' | 'counselor' | 'principal' | null {
  switch (post) {
    case 'form-teacher':
    case 'grade-head':
      return 'teacher';
    case 'psychology-teacher':
      return 'counselor';
    case 'school-leader':
      return 'principal';
    default:
      return null;
  }
}

/** GB/T 2261.1 in the words of the standard; nothing where it is unknown or not stated. */
export function sexWord(code: number): 'male' | 'female' | null {
  return code === 1 ? 'male' : code === 2 ? 'female' : null;
}

/** The year of schooling as the standard's CEDS vocabulary writes a grade: `07`. */
export function gradeWord(year: number): string {
  return String(year).padStart(2, '0');
}

/** May this student number leave? G contains a citizen number. */
export function mayTellStudentNumber(number: string): boolean {
  return /^[JL]/.test(number);
}
