import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isWithin, type Scope } from '@heliotrope/kernel';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { scopeWhere } from './scope-where.js';

const uuid = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const ids = fc.integer({ min: 1, max: 3 }).map(uuid);
const list = fc.oneof(fc.constant('all' as const), fc.uniqueArray(ids, { maxLength: 3 }));
const scope: fc.Arbitrary<Scope> = fc.record(
  { jurisdictions: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }), schools: list, classes: list, own: ids, assigned: ids },
  { requiredKeys: ['jurisdictions', 'schools', 'classes'] },
);
const place = fc.record({
  jurisdictionId: fc.integer({ min: 1, max: 3 }), schoolId: fc.option(ids, { nil: null }), classId: fc.option(ids, { nil: null }),
  ownerId: fc.option(ids, { nil: null }), assignedTo: fc.uniqueArray(ids, { maxLength: 2 }),
});
const COLUMNS = {
  jurisdiction: 'p."jurisdictionId"', school: 'p."schoolId"', class: 'p."classId"', own: 'p."ownerId"', assigned: 'select unnest(p."assignedTo")',
};

describe('the viewer’s scopes as SQL', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());

  it('admit exactly the rows that the kernel’s rule admits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scope, { maxLength: 3 }), fc.array(place, { minLength: 1, maxLength: 8 }), async (scopes, places) => {
        const params: unknown[] = [JSON.stringify(places)];
        const where = scopeWhere(scopes, COLUMNS, params);
        const { rows } = await db.owner.query<{ admitted: boolean }>(
          `select coalesce(${where}, false) as admitted
             from json_to_recordset($1) as p("jurisdictionId" int, "schoolId" uuid, "classId" uuid, "ownerId" uuid, "assignedTo" uuid[])`,
          params,
        );
        expect(rows.map((row) => row.admitted)).toEqual(places.map((one) => isWithin(scopes, one)));
      }),
      { numRuns: 150 },
    );
  });

  it('admit nothing of a table above the schools to a scope that is narrowed to schools', () => {
    expect(scopeWhere([{ jurisdictions: [1], schools: [uuid(1)], classes: 'all' }], { jurisdiction: 'j' }, [])).toContain('false');
  });

  it.each(['own', 'assigned'] as const)('admit nothing of a table without such a column to a scope narrowed to what is %s', (narrowed) => {
    const narrow: Scope = { jurisdictions: [1], schools: 'all', classes: 'all', [narrowed]: uuid(1) };
    expect(scopeWhere([narrow], { jurisdiction: 'j', school: 's', class: 'c' }, [])).toContain('false');
    expect(scopeWhere([narrow], { jurisdiction: 'j', own: 'o', assigned: 'a' }, [])).not.toContain('false');
  });
});
