/** Who holds which post at a school, and at the bureau over it. */
export interface PostHolder {
  readonly accountId: string;
  readonly post: DutyPost;
}

/** Whose duty a case is, in the order in which the schools' papers name them. JZ-18, JZ-22; BS-19. */
export const SCHOOL_DUTY_POSTS = ['psychology-teacher', 'school-leader', 'grade-head'] as const;
/** Where a school has none of these, the bureau over it. */
export const BUREAU_DUTY_POSTS = ['county-officer', 'city-officer', 'province-officer'] as const;
export type DutyPost = (typeof SCHOOL_DUTY_POSTS)[number] | (typeof BUREAU_DUTY_POSTS)[number];

const OWNERS: readonly DutyPost[] = [...SCHOOL_DUTY_POSTS, ...BUREAU_DUTY_POSTS];
/** Who hears of a grave case besides its owner. */
const ALSO_TOLD: readonly DutyPost[] = ['school-leader'];

export interface Duty {
  /** Null only where nobody at all holds a post: the case then says so on its face. */
  readonly ownerAccountId: string | null;
  readonly toldAccountIds: readonly string[];
}

/**
 * Whose case is it, and who is told? The first post in the order that somebody holds; with several holders the first in
 * the order given, which is the longest-serving. A case of ordinal 3 or 4, or an acute one, is told to
 * the school's leader too.
 */
export function dutyFor(holders: readonly PostHolder[], grave: boolean): Duty {
  const of = (post: DutyPost) => holders.filter((holder) => holder.post === post).map((holder) => holder.accountId);
  const owner = OWNERS.flatMap(of)[0] ?? null;
  const everyoneOfOwnersPost = OWNERS.map(of).find((ids) => ids.length > 0) ?? [];
  const told = [...everyoneOfOwnersPost, ...(grave ? ALSO_TOLD.flatMap(of) : [])];
  return { ownerAccountId: owner, toldAccountIds: [...new Set(told)] };
}
