import fc from 'fast-check';

// Calls that no client of ours would make, drawn from what the API says of itself (OpenAPI 3.1). Own work and short on
// purpose: it must know each route, each parameter and each field, and nothing else.

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly schema?: Schema;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly contentType?: string;
  readonly body?: string;
}
export interface Route {
  readonly method: string;
  readonly template: string;
  readonly calls: fc.Arbitrary<Call>;
}

const LONG = '长'.repeat(5_000);
const STRANGE_TEXTS = [
  '', ' ', '\0', 'a\0b', '\u202e', '\ud800', '🌻'.repeat(50), LONG, "' or 1=1 --", '"; drop table x; --', '%', '_', '\\', '../../../etc/passwd',
  '%00', '${7*7}', '{{7*7}}', '<script>alert(1)</script>', '=1+1', 'null', 'NaN', 'true', '-1', '0', '2026-02-30', '0000-00-00', '9999-12-31T23:59:60Z',
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '{"a":1}', '[]', '٣', '１２３', '__proto__', 'constructor',
] as const;
const STRANGE_NUMBERS = [0, -0, -1, 1, 0.5, 1e-7, 101, 32_768, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 53 + 2, 1e21, 1e308, -1e308] as const;
const DEEP = 200;

const nested = (shell: (inner: unknown) => unknown): unknown => Array.from({ length: DEEP }).reduce((inner) => shell(inner), 1);
const misplaced = (): fc.Arbitrary<unknown> =>
  fc.constantFrom<unknown[]>(
    null, true, false, [], {}, [null], [[]], { length: 3 }, JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
    nested((inner) => [inner]), nested((inner) => ({ inner })), Array.from({ length: 2_000 }, () => 0),
  );

/**
 * Every route of the document with the calls to try on it.
 * @param foreign ids that exist and are another bureau's: where a UUID is expected they are the most telling wrong answer.
 * @param familiar ids and codes that fit: with them a call gets past the first checks and fails, or not, further in.
 */
export function malformedCalls(document: OpenApi, foreign: readonly string[], familiar: readonly string[]): Route[] {
  const deref = (schema: Schema | undefined): Schema => {
    const name = schema?.$ref?.split('/').at(-1);
    return name ? deref(document.components?.schemas?.[name]) : (schema ?? {});
  };
  const text = fc.oneof(fc.constantFrom(...STRANGE_TEXTS), fc.constantFrom(...foreign), fc.constantFrom(...familiar), fc.string({ unit: 'binary', maxLength: 40 }));
  const number = fc.oneof(fc.constantFrom<number>(...STRANGE_NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());

  /** A value of the right kind, as far as the schema tells: it leads past the first check to the ones behind. */
  const fitting = (wanted: Schema, depth = 0): fc.Arbitrary<unknown> => {
    const schema = deref(wanted);
    const variants = schema.allOf ?? schema.oneOf ?? schema.anyOf;
    if (variants?.length) return fc.oneof(...variants.map((variant) => fitting(variant, depth)));
    if (schema.enum?.length) return fc.constantFrom(...schema.enum);
    const types = [schema.type ?? (schema.properties ? 'object' : 'string')].flat().filter((type) => type !== 'null');
    switch (types[0]) {
      case 'integer': case 'number': {
        const within = fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? (schema.minimum ?? 0) + 12 });
        return fc.oneof(within, number);
      }
      case 'boolean': return fc.boolean();
      case 'array': return fc.array(field(schema.items ?? {}, depth + 1), { maxLength: 5 });
      case 'object': return depth > 6 ? fc.constant({}) : body(schema, depth + 1);
      default:
        if (schema.format === 'uuid') return fc.oneof(fc.uuid(), text);
        return schema.format?.startsWith('date') ? fc.oneof(fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), text) : text;
    }
  };
  const field = (schema: Schema, depth: number): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 5, arbitrary: fitting(schema, depth) }, { weight: 1, arbitrary: text }, { weight: 1, arbitrary: number }, { weight: 1, arbitrary: misplaced() });
  const body = (schema: Schema, depth: number): fc.Arbitrary<unknown> => {
    const known = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, field(inner, depth)]));
    return fc.tuple(fc.record(known, { requiredKeys: [] }), fc.record(known), fc.boolean(), fc.option(fc.record({ jurisdictionId: number, scope: text }), { freq: 6, nil: {} }))
      .map(([partly, wholly, whole, more]) => ({ ...(whole ? wholly : partly), ...more }));
  };
  const wire = (operation: Operation): fc.Arbitrary<{ contentType?: string; body?: string }> => {
    const [contentType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
    if (contentType === undefined) return fc.constant({});
    const json = fc.oneof({ weight: 6, arbitrary: fitting(content?.schema ?? {}) }, { weight: 1, arbitrary: misplaced() }).map((value) => ({ contentType: 'application/json', body: wellFormed(value) }));
    const broken = fc.constantFrom('', '{', '{"a":', '[1,', 'null', '"text"', '\0', '{"a":1}}', `{"a":${'9'.repeat(400)}}`, '{"a":1,"a":2}');
    const raw = fc.tuple(fc.constantFrom('application/json', 'text/plain', 'application/xml', contentType), broken).map(([type, text_]) => ({ contentType: type, body: text_ }));
    const form = contentType.startsWith('multipart/') ? fc.oneof(multipart(text), raw) : fc.oneof({ weight: 6, arbitrary: json }, { weight: 1, arbitrary: raw });
    return form;
  };

  return Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations)
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, operation]) => {
        const of = (place: Parameter['in']) => (operation.parameters ?? []).filter((parameter) => parameter.in === place);
        const inPath = fc.record(Object.fromEntries(of('path').map(({ name, schema }) => [name, fc.oneof(text, fitting(schema ?? {}).map(String))])));
        const inQuery = fc.record(Object.fromEntries(of('query').map(({ name, schema }) => [name, fc.oneof(fitting(schema ?? {}).map(String), text)])), { requiredKeys: [] });
        const calls = fc.tuple(inPath, inQuery, wire(operation)).map(([path, query, sent]) => ({
          method: method.toUpperCase(),
          url: template.replace(/\{(\w+)\}/g, (_, name: string) => encoded(path[name] || 'x')) + queryOf(query),
          ...sent,
        }));
        return { method: method.toUpperCase(), template, calls };
      }));
}

/** Percent signs and half a character cannot be sent as they are; everything else can. */
const encoded = (value: unknown) => encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, '\ufffd')).slice(0, 1_500).replace(/%.?$/, '');
const queryOf = (query: object) => {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
};
const wellFormed = (value: unknown) => JSON.stringify(value);

function multipart(text: fc.Arbitrary<string>): fc.Arbitrary<{ contentType: string; body: string }> {
  const boundary = 'fuzz';
  return fc.tuple(text, text, fc.boolean()).map(([name, content, closed]) => ({
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name.replace(/["\r\n]/g, '')}"\r\n` +
      `Content-Type: text/csv\r\n\r\n${content}\r\n${closed ? `--${boundary}--\r\n` : ''}`,
  }));
}
