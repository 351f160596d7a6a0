/** Who holds which post at a school, and at the bureau over it. */
export interface PostHolder {
  readonly accountId: string;
  readonly post: DutyPost;
}

/** Whose duty a case is, in the order in which the schools' papers name them (JZ-22, BS-19): people who may open it. */
export const OWNER_POSTS = ['psychology-teacher', 'school-leader'] as const;
/** Told when a school has nobody to own a case. They may not open it; they see to it that somebody can. */
export const BUREAU_POSTS = ['county-officer', 'city-officer', 'province-officer'] as const;
export type DutyPost = (typeof OWNER_POSTS)[number] | (typeof BUREAU_POSTS)[number];

export interface Duty {
  /** Null where the school has nobody to own it. */
  readonly ownerAccountId: string | null;
  /** Who is told that a case waits. */
  readonly toldAccountIds: readonly string[];
  /** Who is told that a school has a case and nobody to own it. */
  readonly alarmedAccountIds: readonly string[];
}

/**
 * Whose case is it, and who is told? The psychology teacher's, else the school leader's; with several holders of a post
 * the first in the order given, which is the longest-serving, owns it and all of them are told. A grave case (ordinal 3
 * or 4, or acute) is told to the leader too. Where the school has neither, the nearest bureau's officers are alarmed.
 */
export function dutyFor(holders: readonly PostHolder[], grave: boolean): Duty {
  const of = (post: DutyPost) => holders.filter((holder) => holder.post === post).map((holder) => holder.accountId);
  const owners = OWNER_POSTS.map(of).find((ids) => ids.length > 0) ?? [];
  const told = [...owners, ...(grave ? of('school-leader') : [])];
  const alarmed = owners.length > 0 ? [] : (BUREAU_POSTS.map(of).find((ids) => ids.length > 0) ?? []);
  return { ownerAccountId: owners[0] ?? null, toldAccountIds: [...new Set(told)], alarmedAccountIds: alarmed };
}
