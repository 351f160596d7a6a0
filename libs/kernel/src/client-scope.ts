/** What an API client may be allowed: one OAuth scope, the Chinese words for it, and the rights it opens. */
export interface ClientScope {
  readonly zh: string;
  readonly rights: readonly string[];
  /** Does it open single pupils' records? */
  readonly aboutPupils: boolean;
}

const known = new Map<string, ClientScope>();

/**
 * Declares OAuth scopes. The rights they open are for clients alone: no post grants them, and no client has a right of a
 * post. A right is named `domain.verb`, as an action is, and stands in the audit in the same place.
 */
export function defineClientScopes<T extends Record<string, ClientScope>>(scopes: T): T {
  for (const [name, scope] of Object.entries(scopes)) {
    if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(name)) throw new Error(`not a scope-token of RFC 6749 §3.3: ${name}`);
    const wrong = scope.rights.find((right) => !/^[a-z-]+\.[a-z-]+$/.test(right));
    if (wrong !== undefined) throw new Error(`a right is named domain.verb: ${wrong}`);
    known.set(name, scope);
  }
  return scopes;
}

/** Every scope declared by the domains loaded so far. */
export function clientScopes(): ReadonlyMap<string, ClientScope> {
  return known;
}

/** Everything these scopes open together. */
export function clientRights(scopes: Iterable<string> = known.keys()): ReadonlySet<string> {
  return new Set([...scopes].flatMap((name) => known.get(name)?.rights ?? []));
}
