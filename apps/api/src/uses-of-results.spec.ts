import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';

// What results of a child may never be used for (上海市未成年人保护条例 24; 教思政厅函〔2021〕10号): evaluation, awards, admission. There is no
// address, field or file for it, and this looks through the whole description of the API to see that none appears.

const document = JSON.parse(fs.readFileSync(new URL('../../../libs/api-client/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, { requestBody?: object; security?: object[]; summary?: string }>>;
  components: { schemas: Record<string, { properties?: Record<string, object> }> };
};

const USES = /综合素质|评优|评先|升学|录取|招生|奖惩|admission|enrol(?:l)?ment-score|award|evaluat|ranking|成绩单/i;
/** Says that results are not used so: the one place where the words may stand. */
const DENIALS = /^notForEvaluation$|不(?:得)?用于|不进入/;

/** Every name and every sentence of the description, with where it stands. */
function* words(node: unknown, at: string): Generator<[at: string, text: string]> {
  if (typeof node === 'string') yield [at, node];
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    if (!Array.isArray(node)) yield [`${at}/${name}`, name];
    yield* words(value, `${at}/${name}`);
  }
}
const found = (root: unknown) => [...words(root, '')].filter(([, text]) => USES.test(text) && !DENIALS.test(text)).map(([at, text]) => `${at}: ${text}`);

describe('the results of a child', () => {
  it('go to no evaluation, award or admission: no address, field or sentence of the API offers it', () => {
    expect(found(document)).toEqual([]);
  });

  it('would be noticed if they did', () => {
    expect(found({ paths: { '/api/reporting/admission-list': { get: { summary: '导出综合素质评价' } } } })).toHaveLength(2);
    expect(found({ schemas: { X: { properties: { evaluationScore: {} } } } })).toHaveLength(1);
  });

  it('become a level only where a person says so: two addresses take one, and neither without a session', () => {
    const takes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).filter(([, operation]) => JSON.stringify(resolved(operation.requestBody)).includes('"ordinal"')).map(([method]) => `${method} ${path}`));
    expect(takes.sort()).toEqual(['post /api/screening/reviews/{id}/confirm', 'post /api/screening/reviews/{id}/lower']);
  });
});

/** The schema behind a body's reference, one step deep. */
function resolved(body: object | undefined): object {
  const name = /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(body ?? {}))?.[1];
  return name ? (document.components.schemas[name] ?? {}) : {};
}
