/** What kind of no it is. One place (the HTTP filter) turns the kind into a status. */
export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'absent'
  | 'conflict'
  | 'not-yet'
  | 'too-large'
  | 'too-many'
  | 'unavailable';

export interface RefusalText {
  readonly kind: RefusalKind;
  /** The sentence a user reads, in Chinese. `{name}` is filled from the details. */
  readonly zh: string;
}

/** One fault of one field, and of one row when the input was a sheet. */
export interface FieldFault {
  readonly field: string;
  readonly row?: number;
  readonly code: string;
  readonly message: string;
}

export type RefusalDetails = Readonly<Record<string, unknown>> & { readonly errors?: readonly FieldFault[] };

const texts = new Map<string, RefusalText>();

/** Registers the refusals of one domain. A code is `domain/reason` and is never renamed: clients depend on it. */
export function defineRefusals<T extends Record<string, RefusalText>>(catalogue: T): T {
  for (const [code, text] of Object.entries(catalogue)) {
    const known = texts.get(code);
    if (known && (known.kind !== text.kind || known.zh !== text.zh)) throw new Error(`refusal defined twice: ${code}`);
    texts.set(code, text);
  }
  return catalogue;
}

/** A no that was foreseen: it has a stable code, a kind, and a sentence in Chinese. Anything else thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: string,
    readonly details: RefusalDetails = {},
  ) {
    super(code);
  }

  get kind(): RefusalKind {
    return texts.get(this.code)?.kind ?? 'invalid';
  }

  /** The sentence for the user, with the details filled in. */
  get zh(): string {
    const text = texts.get(this.code)?.zh ?? '请求无法完成。';
    return text.replace(/\{(\w+)\}/g, (_, key: string) => String(this.details[key] ?? ''));
  }
}

/** Makes the refusal to throw. @throws Error when the code was never defined: a misspelt code must not reach a user. */
export function refuse(code: string, details: RefusalDetails = {}): Refusal {
  if (!texts.has(code)) throw new Error(`unknown refusal code: ${code}`);
  return new Refusal(code, details);
}

/** Every code known so far with its text: for the reference page and for tests. */
export function refusalCatalogue(): ReadonlyMap<string, RefusalText> {
  return texts;
}
