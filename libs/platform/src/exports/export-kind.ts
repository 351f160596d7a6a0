/** What has to happen before and while files of one kind are made, because they hold individuals. */
export interface GuardedExport {
  /** `domain/kind`. */
  readonly kind: string;
  /** Who may order it, and must still be allowed to when fetching it. */
  readonly action: string;
  /** Whose word it takes: somebody else's who may do this. */
  readonly approvedBy: string;
  readonly mostRows: number;
  /**
   * Does it take an impact assessment in force for exports (个人信息保护法 55)? Not where the law itself demands the file, or where it
   * holds no pupil: then with the reason why not.
   */
  readonly assessed: true | { readonly not: string };
}

const known = new Map<string, GuardedExport>();

/**
 * Declares a kind of file that lists individuals: it is ordered with a reason, approved by another person, limited in rows,
 * watermarked by its maker, sealed with a password and gone after a week. Kinds not declared hold counts only.
 * Source: docs/domain-facts.md §4.4, line 24; GB/T 45574-2025.
 */
export function guardExport(kind: GuardedExport): GuardedExport {
  known.set(kind.kind, kind);
  return kind;
}

export function guardOf(kind: string): GuardedExport | undefined {
  return known.get(kind);
}

/** Every kind that waits for the word of those who may do this. */
export function guardsOf(approvedBy: string): GuardedExport[] {
  return [...known.values()].filter((guard) => guard.approvedBy === approvedBy);
}
