import { pinyinOf } from '@heliotrope/organisation';
import { newId, type Tx } from '@heliotrope/platform';
import { BUREAUS, SCHOOLS } from './district.js';
import { type DemoStep, hasRows } from './step.js';

/** Province, city, two counties and their schools. */
export const treeStep: DemoStep = {
  name: 'tree',
  isDone: (tx) => hasRows(tx, `select from organisation.bureau where id = $1`, [BUREAUS[0].id]),
  run: ({ work, actor }) =>
    work.run(actor, 'organisation.load-demo', async (tx) => {
      await addBureaus(tx);
      await addSchools(tx);
      tx.audit({ object: 'demo:tree', jurisdictionId: BUREAUS[0].id });
    }),
};

async function addBureaus(tx: Tx): Promise<void> {
  for (const { id, kind, parentId, name } of BUREAUS) {
    const words = pinyinOf(name);
    await tx.query(
      `insert into organisation.division (code, name, kind, parent_code, standard) values ($1::text, $2, $3, $4, false) on conflict do nothing`,
      [String(id), name.replace(/教育.*$/, ''), kind, parentId === null ? null : String(parentId)],
    );
    await tx.query(
      `insert into organisation.bureau (id, kind, parent_id, ancestor_ids, division_code, name, pinyin, initials)
       values ($1, $2, $3, coalesce((select b.ancestor_ids || b.id from organisation.bureau b where b.id = $3), '{}'), $4, $5, $6, $7)`,
      [id, kind, parentId, String(id), name, words.pinyin, words.initials],
    );
  }
}

async function addSchools(tx: Tx): Promise<void> {
  for (const school of SCHOOLS) {
    const words = pinyinOf(school.name);
    await tx.query(
      `insert into organisation.school
         (jurisdiction_id, id, name, pinyin, initials, identifier_code, division_code, stages, primary_years, junior_years, area, sponsor, boarding)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        school.jurisdictionId, newId(tx.now.getTime()), school.name, words.pinyin, words.initials, school.code, String(school.jurisdictionId),
        school.stages, school.primaryYears, school.juniorYears, school.area, school.sponsor, school.boarding,
      ],
    );
  }
}
