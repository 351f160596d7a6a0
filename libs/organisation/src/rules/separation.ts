import { fittingWords, ON_ASSIGNED_CASES, type ScopeWord } from './data-scope.js';
import { GRANTS, type PostKind, POSTS } from './post.js';

/*
 * What may no administrator decide? The three administrators keep exactly what the table of post.ts gives them (三员分立,
 * GB/T 22239-2019, 8.1.4.2.d); a right stays with the kind of place it was made for, because a repository that widens a
 * bureau's scope trusts that only bureaus come; what one profession does alone stays with it; some posts no person holds
 * together, and some rights cannot be lent. Every answer is null or the code of a refusal.
 */

const ADMINISTRATORS: ReadonlySet<PostKind> = new Set(['system-admin', 'security-admin', 'audit-admin']);
const SCHOOL_POSTS = (Object.keys(POSTS) as PostKind[]).filter((kind) => POSTS[kind].reach !== 'bureau');

/** Whose case it is must stay able to open it and to take it up: a child may depend on it. */
const NEVER_TAKEN: Readonly<Record<string, readonly PostKind[]>> = {
  'crisis-escalation.read-cases': ['psychology-teacher', 'school-leader'],
  'crisis-escalation.acknowledge': ['psychology-teacher', 'school-leader'],
};

/** A second pair of eyes is a person and not a right: lent, it would be the first pair again. Nor is a way round the walls lent. */
const NEVER_LENT: ReadonlySet<string> = new Set([
  'screening.review', 'screening.record-interview', 'screening.confirm-level', 'screening.lower-level', 'screening.second-lowering', 'screening.read-in-emergency',
  'screening.enter-paper', 'screening.settle-paper',
  'organisation.lend', 'organisation.appoint', 'organisation.edit-grants', 'platform.ask-access', 'platform.break-glass', 'platform.approve-access',
  'platform.approve-exports', 'reporting.pupil-report', 'data-protection.approve-assessment', 'data-protection.decide-rights', 'crisis-escalation.read-crisis-report',
]);

/** Above the schools these reach pupils by name: they stay with the posts of the table, and never grow beyond what lies below a post. */
const AS_TABLED: ReadonlySet<string> = new Set([
  'organisation.import-roster', 'organisation.export-roster', 'organisation.import-places', 'platform.ask-access', 'platform.break-glass',
  'platform.approve-access', 'platform.approve-exports', 'crisis-escalation.read-crisis-report',
]);

export function isAdministrator(kind: PostKind): boolean {
  return ADMINISTRATORS.has(kind);
}

/** Is this an action of schools, on pupils or their results, that the table gives to no post above the schools? */
export function isOfSchools(action: string): boolean {
  const holders = GRANTS[action] ?? [];
  return holders.length > 0 && holders.every((kind) => POSTS[kind].reach !== 'bureau');
}

/** May an administrator give this action to this post in this word? Null: she may. Else the code of the refusal. */
export function refusalToGive(action: string, kind: PostKind, word: ScopeWord): string | null {
  const holders = GRANTS[action];
  if (!holders) return 'organisation/action-unknown';
  if (isAdministrator(kind)) return isOfSchools(action) ? 'organisation/admin-no-pupils' : 'organisation/admin-fixed';
  if (POSTS[kind].reach === 'bureau') {
    if (!holders.some((one) => POSTS[one].reach === 'bureau' && !isAdministrator(one))) {
      return isOfSchools(action) ? 'organisation/grant-stays-in-school' : 'organisation/grant-of-administrators';
    }
    if (AS_TABLED.has(action)) {
      if (!holders.includes(kind)) return 'organisation/grant-as-tabled';
      if (word === 'all') return 'organisation/word-unfit';
    }
  } else {
    const inSchool = holders.filter((one) => POSTS[one].reach !== 'bureau');
    if (inSchool.length === 0) return 'organisation/grant-of-bureaus';
    if (POSTS[kind].reach === 'classes' && !inSchool.some((one) => POSTS[one].reach === 'classes')) {
      if (!ON_ASSIGNED_CASES.has(action)) return 'organisation/grant-not-at-classes';
      if (word !== 'assigned') return 'organisation/grant-assigned-only';
    }
    if (inSchool.every((one) => one === 'psychology-teacher') && kind !== 'psychology-teacher') return 'organisation/grant-professional';
  }
  return fittingWords(action, kind).includes(word) ? null : 'organisation/word-unfit';
}

/** May an administrator take this action from this post? Null: she may. Else the code of the refusal. */
export function refusalToTake(action: string, kind: PostKind): string | null {
  if (!GRANTS[action]) return 'organisation/action-unknown';
  if (isAdministrator(kind)) return 'organisation/admin-fixed';
  return NEVER_TAKEN[action]?.includes(kind) ? 'organisation/grant-needed' : null;
}

/** May a holder lend this action, for a time, to somebody in this post? Null: yes. Else the code of the refusal. */
export function refusalToLend(action: string, to: PostKind): string | null {
  const holders = GRANTS[action];
  if (!holders) return 'organisation/action-unknown';
  if (NEVER_LENT.has(action) || holders.every(isAdministrator)) return 'organisation/never-lent';
  if (isAdministrator(to)) return 'organisation/admin-no-loan';
  // Nobody borrows what his post could not be given, and what it could be given for assigned cases only: a loan has the lender's reach.
  const could = fittingWords(action, to).some((word) => word !== 'assigned' && refusalToGive(action, to, word) === null);
  return could ? null : 'organisation/loan-wrong-place';
}

/**
 * Which side of the separation is this post on? Posts of different sides are never held together; the same word stands
 * in the database, whose exclusion constraint refuses what the application forgot. Null: goes with every other post.
 */
export function sideOf(kind: PostKind): string | null {
  if (isAdministrator(kind)) return kind;
  return SCHOOL_POSTS.includes(kind) ? 'school' : null;
}

/** May one person hold both at the same time? The three administrators exclude each other, and each of them work with pupils. */
export function postsClash(one: PostKind, other: PostKind): boolean {
  const [a, b] = [sideOf(one), sideOf(other)];
  return a !== null && b !== null && a !== b;
}
