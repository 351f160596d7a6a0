/** Something that happened, told to the rooms ahead. Ids and codes only: no answers, names or identity numbers. */
export interface Fact<P extends object = object> {
  readonly type: string;
  readonly jurisdictionId: number;
  readonly payload: P;
}

/** A fact as a listener meets it: saved, numbered, dated. */
export interface HeardFact<P extends object = object> extends Fact<P> {
  readonly id: string;
  readonly at: Date;
}

export interface FactType<P extends object> {
  readonly type: string;
  of(jurisdictionId: number, payload: P): Fact<P>;
}

/** What of a fact a bureau's own systems may be told, and the Chinese words its administrator chooses it by. */
export interface OpenFact {
  readonly zh: string;
  readonly fields: readonly string[];
}

const open = new Map<string, OpenFact>();

/**
 * Names a kind of fact, `domain/past-tense`, and the shape of its payload.
 * @param outside names the fields that may leave the platform by a webhook. Without it the fact stays inside.
 */
export function defineFact<P extends object>(type: string, outside?: { zh: string; fields: readonly (keyof P & string)[] }): FactType<P> {
  if (!/^[a-z-]+\/[a-z-]+$/.test(type)) throw new Error(`a fact is named domain/what-happened: ${type}`);
  if (outside) open.set(type, outside);
  return { type, of: (jurisdictionId, payload) => ({ type, jurisdictionId, payload }) };
}

/** Every fact that may be told outside, of the domains loaded so far. */
export function openFacts(): ReadonlyMap<string, OpenFact> {
  return open;
}
