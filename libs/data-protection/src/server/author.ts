/** The account behind an author as registers keep it (`account:<id>`); null for a rule or for nobody. */
export function accountIn(ref: string | null): string | null {
  return ref?.startsWith('account:') ? ref.slice('account:'.length) : null;
}
