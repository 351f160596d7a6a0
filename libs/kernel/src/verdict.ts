/** A rule's answer when it permits or forbids: never a bare boolean, always the reasons. */
export type Verdict<Reason = string> =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reasons: readonly [Reason, ...Reason[]] };

export const ALLOWED: { readonly allowed: true } = { allowed: true };

/** Allowed when nothing is missing, else the reasons in the order they were found. */
export function verdictOf<Reason>(reasons: readonly Reason[]): Verdict<Reason> {
  const [first, ...rest] = reasons;
  return first === undefined ? ALLOWED : { allowed: false, reasons: [first, ...rest] };
}
