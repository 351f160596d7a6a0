import type { PostGrant, SchoolDay } from '@heliotrope/kernel';
import { type PostPlace, scopeOf } from './data-scope.js';
import { isPostKind } from './post.js';
import { DEFAULT_RIGHTS, type Rights } from './rights.js';
import { refusalToLend } from './separation.js';

/*
 * What does a held post allow, and where? Its rights in force (rights.ts), each in the reach of its word (data-scope.ts).
 * Posts are never merged (design: a right held here is not lent there).
 */

/** A post as stored, with what only the tree knows. */
export interface HeldPost extends Omit<PostPlace, 'kind'> {
  readonly kind: string;
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay | null;
  /**
   * Set where the post is another's and its holder has lent these actions: they reach as far as the holder's do, and no
   * further than the borrower's own kind of post may go. Null or left out: the person holds the post.
   */
  readonly lent?: readonly { readonly action: string; readonly to: string }[] | null | undefined;
}

export function isHeldOn(post: Pick<HeldPost, 'validFrom' | 'validUntil'>, day: SchoolDay): boolean {
  return post.validFrom <= day && (post.validUntil === null || day <= post.validUntil);
}

/** The grants of one post on a day: none when it is not held then, or is of a kind unknown to this version. */
export function grantsOf(post: HeldPost, day: SchoolDay, rights: Rights = DEFAULT_RIGHTS): readonly PostGrant[] {
  const kind = post.kind;
  if (!isPostKind(kind) || !isHeldOn(post, day)) return [];
  return (rights.of.get(kind) ?? []).flatMap(({ word, bureauId, actions }) => {
    const scope = scopeOf(word, { ...post, kind }, bureauId === null ? undefined : rights.below.get(bureauId));
    const open = post.lent ? lentOf(actions, post.lent) : actions;
    return scope === null || open.size === 0 ? [] : [{ post: kind, actions: open, scope, ...(post.lent ? { lent: true } : {}) }];
  });
}

function lentOf(actions: ReadonlySet<string>, lent: NonNullable<HeldPost['lent']>): ReadonlySet<string> {
  return new Set(lent.flatMap(({ action, to }) => (actions.has(action) && isPostKind(to) && refusalToLend(action, to) === null ? [action] : [])));
}
