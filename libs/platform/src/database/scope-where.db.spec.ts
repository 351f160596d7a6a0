import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isWithin, type Scope } from '@heliotrope/kernel';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { scopeWhere } from './scope-where.js';

const uuid = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const ids = fc.integer({ min: 1, max: 3 }).map(uuid);
const list = fc.oneof(fc.constant('all' as const), fc.uniqueArray(ids, { maxLength: 3 }));
const scope: fc.Arbitrary<Scope> = fc.record({
  jurisdictions: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }), schools: list, classes: list,
});
const place = fc.record({
  jurisdictionId: fc.integer({ min: 1, max: 3 }), schoolId: fc.option(ids, { nil: null }), classId: fc.option(ids, { nil: null }),
});

describe('the viewer’s scopes as SQL', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());

  it('admit exactly the rows that the kernel’s rule admits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scope, { maxLength: 3 }), fc.array(place, { minLength: 1, maxLength: 8 }), async (scopes, places) => {
        const params: unknown[] = [JSON.stringify(places)];
        const where = scopeWhere(scopes, { jurisdiction: 'p."jurisdictionId"', school: 'p."schoolId"', class: 'p."classId"' }, params);
        const { rows } = await db.owner.query<{ admitted: boolean }>(
          `select coalesce(${where}, false) as admitted
             from json_to_recordset($1) as p("jurisdictionId" int, "schoolId" uuid, "classId" uuid)`,
          params,
        );
        expect(rows.map((row) => row.admitted)).toEqual(places.map((one) => isWithin(scopes, one)));
      }),
      { numRuns: 60 },
    );
  });

  it('admit nothing of a table above the schools to a scope that is narrowed to schools', () => {
    expect(scopeWhere([{ jurisdictions: [1], schools: [uuid(1)], classes: 'all' }], { jurisdiction: 'j' }, [])).toContain('false');
  });
});
