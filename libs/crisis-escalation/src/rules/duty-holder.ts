/** Who holds which post at a school, and at the bureau over it. */
export interface PostHolder {
  readonly accountId: string;
  readonly post: string;
}

/** Whose duty a case is, in the order in which the schools' papers name them. JZ-18, JZ-22; BS-19. */
const OWNERS = ['psychology-teacher', 'school-leader', 'grade-head', 'county-officer', 'city-officer'] as const;
/** Who hears of a grave case besides its owner. */
const ALSO_TOLD = ['school-leader'] as const;

export interface Duty {
  /** Null only where nobody at all holds a post: the case then says so on its face. */
  readonly ownerAccountId: string | null;
  readonly toldAccountIds: readonly string[];
}

/**
 * Whose case is it, and who is told? The first post in the order that somebody holds; with several holders the one
 * whose id comes first, so that a retry names the same person. A case of ordinal 3 or 4, or an acute one, is told to
 * the school's leader too.
 */
export function dutyFor(holders: readonly PostHolder[], grave: boolean): Duty {
  const of = (post: string) => holders.filter((holder) => holder.post === post).map((holder) => holder.accountId).sort();
  const owner = OWNERS.flatMap(of)[0] ?? null;
  const everyoneOfOwnersPost = OWNERS.map(of).find((ids) => ids.length > 0) ?? [];
  const told = [...everyoneOfOwnersPost, ...(grave ? ALSO_TOLD.flatMap(of) : [])];
  return { ownerAccountId: owner, toldAccountIds: [...new Set(told)] };
}
