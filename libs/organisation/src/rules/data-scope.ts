import type { Scope } from '@heliotrope/kernel';
import { type PostKind, POSTS, SCHOOL_WIDE } from './post.js';

/*
 * How far does a right reach? Six words, those that Chinese administrators know from other systems, and what each of them
 * yields for a post somebody holds. Nothing here decides who may have a right: that is separation.ts.
 */

export type ScopeWord = 'all' | 'organisation-and-below' | 'organisation' | 'classes' | 'own' | 'assigned';

export const SCOPE_WORDS: Readonly<Record<ScopeWord, string>> = {
  'all': '全部',
  'organisation-and-below': '本机构及下级',
  'organisation': '本机构',
  'classes': '本班',
  'own': '仅本人',
  'assigned': '按个案指派',
};

export function isScopeWord(text: string): text is ScopeWord {
  return text in SCOPE_WORDS;
}

/** Actions on things that belong to an account: their tables say whose they are (`own` in the repository's columns). */
export const ON_OWN_THINGS: ReadonlySet<string> = new Set(['organisation.import-roster']);

/** Actions on crisis cases, which are assigned to people (`assigned` in the repository's columns). */
export const ON_ASSIGNED_CASES: ReadonlySet<string> = new Set([
  'crisis-escalation.read-cases', 'crisis-escalation.acknowledge', 'crisis-escalation.note',
]);

/** Where a post stands, as far as the words need it. */
export interface PostPlace {
  readonly kind: PostKind;
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
  /** The classes of a form teacher; for a grade head, the classes his grade has today. */
  readonly classIds: readonly string[];
  /** The bureau of the post and all bureaus below it. */
  readonly jurisdictions: readonly number[];
  /** Whose things and cases are meant by 仅本人 and 按个案指派. */
  readonly accountId?: string | undefined;
}

/**
 * What does this word reach for this post? Null: nothing.
 *
 * - 全部: everything below the bureau whose administrator gave the right (`below`). At a school no more than the school.
 * - 本机构及下级: the post's bureau and all below it; at a school, the school.
 * - 本机构: the schools which the post's bureau manages directly; at a school, the school.
 * - 本班: the post's classes.
 * - 仅本人, 按个案指派: within the post's organisation and below, what belongs or is assigned to its holder.
 *
 * A post at a school never reaches another school, whatever the word.
 */
export function scopeOf(word: ScopeWord, post: PostPlace, below: readonly number[] = post.jurisdictions): Scope | null {
  const home = homeOf(post);
  if (home === null) return null;
  switch (word) {
    case 'all':
      return home.schools === 'all' ? { ...home, jurisdictions: below } : home;
    case 'organisation-and-below':
      return home;
    case 'organisation':
      return { ...home, jurisdictions: [post.jurisdictionId] };
    case 'classes':
      return POSTS[post.kind].reach === 'classes' ? { ...home, classes: post.classIds } : null;
    case 'own':
      return post.accountId === undefined ? null : { ...home, own: post.accountId };
    case 'assigned':
      return post.accountId === undefined ? null : { ...home, assigned: post.accountId };
  }
}

/** The post's organisation and all below it. A school post without its school reaches nothing. */
function homeOf(post: PostPlace): Scope | null {
  if (POSTS[post.kind].reach === 'bureau') return { jurisdictions: post.jurisdictions, schools: 'all', classes: 'all' };
  return post.schoolId === null ? null : { jurisdictions: [post.jurisdictionId], schools: [post.schoolId], classes: 'all' };
}

/** The word by which a post has an action when nobody has decided otherwise: its classes, its school, or its bureau and below. */
export function defaultWord(action: string, kind: PostKind): ScopeWord {
  const reach = POSTS[kind].reach;
  if (reach === 'bureau') return 'organisation-and-below';
  return reach === 'classes' && !SCHOOL_WIDE.has(action) ? 'classes' : 'organisation';
}

/** The words that mean something for this action at this post, widest first. */
export function fittingWords(action: string, kind: PostKind): readonly ScopeWord[] {
  const reach = POSTS[kind].reach;
  return [
    ...(reach === 'bureau' ? (['all', 'organisation-and-below'] as const) : []),
    'organisation' as const,
    ...(reach === 'classes' && !SCHOOL_WIDE.has(action) ? (['classes'] as const) : []),
    ...(ON_OWN_THINGS.has(action) ? (['own'] as const) : []),
    ...(ON_ASSIGNED_CASES.has(action) ? (['assigned'] as const) : []),
  ];
}
