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

/** Names a kind of fact, `domain/past-tense`, and the shape of its payload. */
export function defineFact<P extends object>(type: string): FactType<P> {
  if (!/^[a-z-]+\/[a-z-]+$/.test(type)) throw new Error(`a fact is named domain/what-happened: ${type}`);
  return { type, of: (jurisdictionId, payload) => ({ type, jurisdictionId, payload }) };
}
