import { addDays } from '@heliotrope/kernel';
import { StaffService } from '@heliotrope/organisation';
import { POSTS } from '@heliotrope/organisation/rules';
import type { Tx } from '@heliotrope/platform';
import { BUREAUS, SCHOOLS } from './district.js';
import { Chance } from './chance.js';
import { aName } from './names.js';
import { STAFF } from './staff.js';
import { type DemoContext, type DemoStep, hasRows } from './step.js';

interface SchoolRow {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly code: string;
  /** A class and its year, for the posts that stand at one. */
  readonly classes: readonly { readonly id: string; readonly stage: 'primary' | 'junior' | 'senior'; readonly entryYear: number }[];
}

/** One person to sign in as for each kind of user, and a psychology teacher and a leader at every other school. */
export const staffStep: DemoStep = {
  name: 'staff',
  isDone: (tx) => hasRows(tx, `select from organisation.account where username = $1`, [STAFF[0]!.username]),
  run: (context) =>
    context.work.run(context.actor, 'organisation.load-demo', async (tx) => {
      // From here on every account in this database is a demo account, and counts in demo mode only.
      await tx.query(`insert into organisation.synthetic_district (one) values (true) on conflict do nothing`);
      const schools = await schoolsOf(tx);
      await signInsOf(tx, context, schools);
      await othersOf(tx, context, schools);
      tx.audit({ object: 'demo:staff', jurisdictionId: BUREAUS[0].id });
    }),
};

async function signInsOf(tx: Tx, { app, day, signIns }: DemoContext, schools: ReadonlyMap<string, SchoolRow>): Promise<void> {
  const staff = app.get(StaffService, { strict: false });
  for (const person of STAFF) {
    const { accountId, code } = await staff.invite(tx, { username: person.username, name: person.name });
    const school = person.schoolCode === undefined ? undefined : schools.get(person.schoolCode);
    const first = school?.classes[0];
    await staff.appoint(tx, {
      accountId, kind: person.post, jurisdictionId: person.jurisdictionId, validFrom: addDays(day, -30),
      ...(school ? { schoolId: school.id } : {}),
      ...(person.post === 'form-teacher' && first ? { classIds: [first.id] } : {}),
      ...(person.post === 'grade-head' && first ? { grade: first } : {}),
    });
    const place = SCHOOLS.find((one) => one.code === person.schoolCode)?.name ?? BUREAUS.find((one) => one.id === person.jurisdictionId)!.name;
    signIns.push({ username: person.username, code, who: `${POSTS[person.post].name}（${place}）` });
  }
}

async function othersOf(tx: Tx, { app, day }: DemoContext, schools: ReadonlyMap<string, SchoolRow>): Promise<void> {
  const staff = app.get(StaffService, { strict: false });
  const chance = new Chance(7);
  for (const school of schools.values()) {
    for (const kind of ['psychology-teacher', 'school-leader'] as const) {
      if (STAFF.some((person) => person.schoolCode === school.code && person.post === kind)) continue;
      const [accountId] = await staff.list(tx, [{ username: `demo-${school.code}-${kind}`, name: aName(chance, chance.fraction() < 0.3 ? 1 : 2) }]);
      await staff.appoint(tx, { accountId: accountId!, kind, jurisdictionId: school.jurisdictionId, schoolId: school.id, validFrom: addDays(day, -30) });
    }
  }
}

async function schoolsOf(tx: Tx): Promise<Map<string, SchoolRow>> {
  const rows = await tx.query<SchoolRow>(
    `select s.id, s.jurisdiction_id as "jurisdictionId", s.identifier_code as code,
            (select coalesce(json_agg(json_build_object('id', c.id, 'stage', c.stage, 'entryYear', c.entry_year) order by c.entry_year desc, c.number), '[]')
               from organisation.class c where c.jurisdiction_id = s.jurisdiction_id and c.school_id = s.id) as classes
       from organisation.school s order by s.identifier_code`,
  );
  return new Map(rows.map((row) => [row.code, row]));
}
