import type { PostGrant, Scope, SchoolDay } from '@heliotrope/kernel';
import { actionsOf, isPostKind, POSTS, SCHOOL_WIDE } from './post.js';

/*
 * What does a held post allow, and where? A post at classes reaches those classes; at a school, the school; at a bureau,
 * the bureau and everything below it. Posts are never merged (design: a right held here is not lent there).
 */

/** A post as stored, with what only the tree knows. */
export interface HeldPost {
  readonly kind: string;
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
  /** The classes of a form teacher; for a grade head, the classes his grade has today. */
  readonly classIds: readonly string[];
  /** The bureau of the post and all bureaus below it. */
  readonly jurisdictions: readonly number[];
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay | null;
}

export function isHeldOn(post: Pick<HeldPost, 'validFrom' | 'validUntil'>, day: SchoolDay): boolean {
  return post.validFrom <= day && (post.validUntil === null || day <= post.validUntil);
}

/** The grants of one post on a day: none when it is not held then, or is of a kind unknown to this version. */
export function grantsOf(post: HeldPost, day: SchoolDay): readonly PostGrant[] {
  if (!isPostKind(post.kind) || !isHeldOn(post, day)) return [];
  const actions = actionsOf(post.kind);
  const reach = POSTS[post.kind].reach;
  if (reach === 'bureau') {
    return [{ post: post.kind, actions, scope: { jurisdictions: post.jurisdictions, schools: 'all', classes: 'all' } }];
  }
  if (post.schoolId === null) return []; // a school post without its school reaches nothing
  const school: Scope = { jurisdictions: [post.jurisdictionId], schools: [post.schoolId], classes: 'all' };
  if (reach === 'school') return [{ post: post.kind, actions, scope: school }];
  const wide = new Set([...actions].filter((action) => SCHOOL_WIDE.has(action)));
  const narrow = new Set([...actions].filter((action) => !SCHOOL_WIDE.has(action)));
  return [
    { post: post.kind, actions: wide, scope: school },
    { post: post.kind, actions: narrow, scope: { ...school, classes: post.classIds } },
  ];
}
