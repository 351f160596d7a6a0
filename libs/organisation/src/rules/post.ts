/*
 * Which posts are there, and what may each do? One row for every action of every domain, so that a bureau's lawyer can
 * read the whole of it on one page. Sources: the five notices name the posts; 三员分立 (GB/T 22239-2019, 8.1.4.2) keeps the
 * three administrators away from pupils' records and from each other; docs/domain-facts.md §4.3–4.4: individual
 * records stay in the school, a bureau reads counts. Boot checks that the table and the declared actions are the same.
 */

export type PostKind =
  | 'form-teacher' | 'grade-head' | 'psychology-teacher' | 'school-leader'
  | 'county-officer' | 'city-officer' | 'province-officer' | 'researcher' | 'inspector'
  | 'system-admin' | 'security-admin' | 'audit-admin';

export interface PostDescription {
  readonly name: string;
  /** Where the post stands: at classes or a grade of a school, at a school, or at a bureau and all below it. */
  readonly reach: 'classes' | 'school' | 'bureau';
}

export const POSTS: Readonly<Record<PostKind, PostDescription>> = {
  'form-teacher': { name: '班主任', reach: 'classes' },
  'grade-head': { name: '年级组长', reach: 'classes' },
  'psychology-teacher': { name: '心理教师', reach: 'school' },
  'school-leader': { name: '学校负责人', reach: 'school' },
  'county-officer': { name: '县（区）教育局专干', reach: 'bureau' },
  'city-officer': { name: '市教育局专干', reach: 'bureau' },
  'province-officer': { name: '省教育厅专干', reach: 'bureau' },
  'researcher': { name: '教研员', reach: 'bureau' },
  'inspector': { name: '督学', reach: 'bureau' },
  'system-admin': { name: '系统管理员', reach: 'bureau' },
  'security-admin': { name: '安全管理员', reach: 'bureau' },
  'audit-admin': { name: '审计管理员', reach: 'bureau' },
};

export const POST_KINDS = Object.keys(POSTS) as PostKind[];

export function isPostKind(text: string): text is PostKind {
  return text in POSTS;
}

const CLASS = ['form-teacher', 'grade-head'] as const;
const SCHOOL = ['psychology-teacher', 'school-leader'] as const;
const BUREAU = ['county-officer', 'city-officer', 'province-officer'] as const;
const ADMINS = ['system-admin', 'security-admin', 'audit-admin'] as const;
const VISITORS = ['researcher', 'inspector'] as const;
const EVERYBODY = [...CLASS, ...SCHOOL, ...BUREAU, ...VISITORS, ...ADMINS] as const;

/** What the installation gives. A bureau's dated decisions lie over it (rights.ts); what they may not say stands in separation.ts. */
export const GRANTS: Readonly<Record<string, readonly PostKind[]>> = {
  'organisation.read-tree': EVERYBODY,
  'organisation.read-calendar': EVERYBODY,
  'organisation.edit-calendar': ['county-officer', 'city-officer', 'province-officer', 'system-admin'],
  'organisation.edit-divisions': ['system-admin'],
  'organisation.read-students': [...CLASS, ...SCHOOL],
  'organisation.import-roster': ['school-leader', 'county-officer', 'city-officer'],
  'organisation.edit-schools': ['county-officer', 'city-officer', 'province-officer', 'system-admin'],
  'organisation.edit-classes': ['school-leader', 'county-officer', 'city-officer'],
  'organisation.import-places': [...SCHOOL, 'county-officer', 'city-officer', 'system-admin'],
  'organisation.edit-school-calendar': ['school-leader', 'county-officer', 'city-officer'],
  'organisation.edit-holidays': ['province-officer', 'system-admin'],
  'organisation.read-dormitories': SCHOOL,
  'organisation.edit-dormitories': ['school-leader'],
  'organisation.edit-students': ['school-leader'],
  'organisation.edit-guardians': ['form-teacher', ...SCHOOL],
  'organisation.reveal-numbers': SCHOOL,
  'organisation.reveal-guardians': ['form-teacher', ...SCHOOL],
  'organisation.read-reveals': SCHOOL,
  'organisation.read-focus': ['form-teacher', ...SCHOOL],
  'organisation.edit-focus-categories': BUREAU,
  'organisation.edit-focus': ['form-teacher', ...SCHOOL],
  'organisation.read-committee': [...CLASS, ...SCHOOL],
  'organisation.edit-committee': ['form-teacher', ...SCHOOL],
  'organisation.read-transfers': SCHOOL,
  'organisation.transfer-out': ['school-leader'],
  'organisation.transfer-in': ['school-leader'],
  'organisation.write-transfer-summary': ['psychology-teacher'],
  'organisation.read-transfer-summary': ['psychology-teacher'],
  'organisation.read-duplicates': ['school-leader', 'county-officer', 'city-officer'],
  'organisation.decide-duplicates': ['school-leader', 'county-officer', 'city-officer'],
  'organisation.promote': ['school-leader', 'county-officer', 'city-officer'],
  'organisation.read-grants': ['security-admin', 'audit-admin'],
  'organisation.edit-grants': ['security-admin'],
  'organisation.read-staff': ['school-leader', ...BUREAU, ...ADMINS],
  'organisation.appoint': ['school-leader', 'security-admin'],
  'organisation.accept-posts': ['security-admin'],
  'organisation.record-background-check': ['school-leader', 'security-admin'],
  'organisation.lend': [...CLASS, ...SCHOOL, ...BUREAU],
  'organisation.read-loans': ['security-admin', 'audit-admin'],
  'organisation.read-accounts': ['system-admin'],
  'organisation.manage-accounts': ['system-admin'],
  'organisation.read-identity-providers': ['system-admin', 'security-admin'],
  'organisation.manage-identity-providers': ['system-admin'],
  'organisation.approve-identity-providers': ['security-admin'],
  'organisation.read-api-clients': ADMINS,
  'organisation.manage-api-clients': ['system-admin'],
  'organisation.approve-api-clients': ['security-admin'],
  'organisation.export-roster': ['school-leader', 'county-officer', 'city-officer'],
  'platform.ask-access': ['grade-head', 'school-leader', ...BUREAU],
  'platform.break-glass': ['grade-head', 'school-leader', ...BUREAU],
  'platform.approve-access': ['school-leader', ...BUREAU],
  'platform.approve-exports': ['school-leader', ...BUREAU],
  'platform.approve-log-exports': ['security-admin'],
  'platform.read-audit': ['audit-admin'],
  'platform.manage-webhooks': ['system-admin'],
  'data-protection.read-campaigns': [...CLASS, ...SCHOOL, ...BUREAU, 'security-admin', 'audit-admin'],
  'data-protection.publish-notice': BUREAU,
  'data-protection.plan-campaign': ['school-leader', ...BUREAU],
  'data-protection.read-consents': [...CLASS, ...SCHOOL],
  'data-protection.record-consent': [...CLASS, ...SCHOOL],
  'data-protection.read-assessments': [...SCHOOL, ...BUREAU, 'inspector', 'security-admin', 'audit-admin'],
  'data-protection.write-assessment': [...BUREAU, 'security-admin'],
  'data-protection.approve-assessment': BUREAU,
  'data-protection.read-recipients': [...BUREAU, 'inspector', 'security-admin', 'audit-admin'],
  'data-protection.edit-recipients': [...BUREAU, 'security-admin'],
  'data-protection.record-provision': BUREAU,
  'data-protection.read-retention': [...BUREAU, 'security-admin', 'audit-admin'],
  'data-protection.place-hold': BUREAU,
  'data-protection.rights-desk': SCHOOL,
  'data-protection.decide-rights': ['school-leader'],
  'data-protection.audit-pack': [...BUREAU, 'audit-admin'],
  'screening.read-instruments': [...SCHOOL, ...BUREAU],
  'screening.edit-instruments': BUREAU,
  'screening.approve-instrument': BUREAU,
  'screening.plan-round': ['county-officer', 'city-officer'],
  'screening.open-round': ['county-officer', 'city-officer'],
  'screening.close-round': ['county-officer', 'city-officer'],
  'screening.read-board': [...CLASS, ...SCHOOL, ...BUREAU, 'inspector'],
  'screening.print-seat-slips': [...CLASS, ...SCHOOL],
  'screening.enter-paper': ['grade-head', 'psychology-teacher'],
  'screening.settle-paper': ['psychology-teacher'],
  'screening.review': ['psychology-teacher'],
  'screening.record-interview': ['psychology-teacher'],
  'screening.confirm-level': ['psychology-teacher'],
  'screening.lower-level': ['psychology-teacher'],
  'screening.second-lowering': SCHOOL,
  'screening.read-in-emergency': ['grade-head', 'school-leader'],
  'screening.report': [...SCHOOL, ...BUREAU],
  'crisis-escalation.read-cases': SCHOOL,
  'crisis-escalation.read-crisis-report': ['grade-head', ...BUREAU],
  'crisis-escalation.acknowledge': SCHOOL,
  'crisis-escalation.note': SCHOOL,
  'crisis-escalation.count-cases': [...SCHOOL, ...BUREAU],
  'reporting.school-report': [...SCHOOL, ...BUREAU],
  'reporting.attention-list': ['psychology-teacher'],
  'reporting.class-report': [...CLASS, ...SCHOOL],
  'reporting.bureau-report': BUREAU,
  'reporting.pupil-report': ['psychology-teacher'],
  'platform.follow-job-runs': EVERYBODY,
  'platform.read-messages': EVERYBODY,
  'platform.read-exports': EVERYBODY,
};

/**
 * Actions about the school as a whole or the person's own things, which a post bound to some classes has for its entire
 * school: no pupil's record is among them.
 */
export const SCHOOL_WIDE: ReadonlySet<string> = new Set([
  'organisation.read-tree', 'organisation.read-calendar',
  'platform.follow-job-runs', 'platform.read-messages', 'platform.read-exports',
]);

/** Everything this post may do, by the table above. */
export function actionsOf(kind: PostKind): ReadonlySet<string> {
  return new Set(Object.keys(GRANTS).filter((action) => GRANTS[action]!.includes(kind)));
}
