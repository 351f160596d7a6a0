const known = new Map<string, string>();

/**
 * Declares what can be done in a domain: `domain.verb` → the Chinese words an administrator reads.
 * The set of all declarations is checked at boot against the posts that grant them and the routes that ask for them.
 */
export function defineActions<T extends Record<string, string>>(actions: T): T {
  for (const [name, words] of Object.entries(actions)) {
    if (!/^[a-z-]+\.[a-z-]+$/.test(name)) throw new Error(`an action is named domain.verb: ${name}`);
    known.set(name, words);
  }
  return actions;
}

/** Every action declared by the domains loaded so far. */
export function declaredActions(): ReadonlyMap<string, string> {
  return known;
}
