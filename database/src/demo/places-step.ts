import { addDays, type SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { COUNTY, SCHOOLS } from './district.js';
import { STORY_SCHOOL } from './staff.js';
import { type DemoStep, hasRows } from './step.js';

const FOCUS = ['left-behind', 'single-parent', 'poor', 'migrant', 'bereaved'];
const BEDS = 8;

/** What stands on a pupil's page beside the roster: committee members, marks of attention, and who sleeps where. */
export const placesStep: DemoStep = {
  name: 'places',
  isDone: (tx) => hasRows(tx, `select from organisation.committee_member`),
  run: ({ work, actor, day }) =>
    work.run(actor, 'organisation.load-demo', async (tx) => {
      await committee(tx, addDays(day, -30));
      await marks(tx, addDays(day, -20));
      for (const school of SCHOOLS.filter((one) => one.boarding)) await dormitories(tx, school.jurisdictionId, school.code, addDays(day, -60));
      tx.audit({ object: 'demo:places', jurisdictionId: COUNTY });
    }),
};

/** Two of every class of the story's school, the first of them trained; one class has none yet. */
async function committee(tx: Tx, from: SchoolDay): Promise<void> {
  const members = await tx.query<{ j: number; id: string; school: string; class: string; nth: number }>(
    `select * from (
       select s.jurisdiction_id as j, s.id, s.school_id as school, s.class_id as class, row_number() over (partition by s.class_id order by s.id) as nth,
              dense_rank() over (order by s.class_id) as class_no
         from organisation.student s join organisation.school h on h.jurisdiction_id = s.jurisdiction_id and h.id = s.school_id
        where h.identifier_code = $1) p where nth <= 2 and class_no > 1`,
    [STORY_SCHOOL],
  );
  await tx.query(
    `insert into organisation.committee_member (jurisdiction_id, id, school_id, student_id, role, class_id, from_on, trained_on)
     select j, id, school, student, 'class', class, $6, case when trained then $6::date + 7 end
       from unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $7::boolean[]) as m (j, id, school, student, class, trained)`,
    [members.map((one) => one.j), members.map(() => newId()), members.map((one) => one.school), members.map((one) => one.id), members.map((one) => one.class), from, members.map((one) => one.nth === 1)],
  );
}

async function marks(tx: Tx, from: SchoolDay): Promise<void> {
  const pupils = await tx.query<{ j: number; id: string; school: string }>(
    `select s.jurisdiction_id as j, s.id, s.school_id as school from organisation.student s
       join organisation.school h on h.jurisdiction_id = s.jurisdiction_id and h.id = s.school_id
      where h.identifier_code = $1 order by s.id`,
    [STORY_SCHOOL],
  );
  const marked = pupils.filter((_, at) => at % 31 === 0);
  await tx.query(
    `insert into organisation.student_focus (jurisdiction_id, id, school_id, student_id, code, source, from_on, until_on, set_by, set_at)
     select m.*, 'teacher', $6::date, $6::date + 240, 'rule:organisation.load-demo', now() from unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as m`,
    [marked.map((one) => one.j), marked.map(() => newId()), marked.map((one) => one.school), marked.map((one) => one.id), marked.map((_, at) => FOCUS[at % FOCUS.length]), from],
  );
}

/** A house for boys and one for girls, and a bed for every boarder. */
async function dormitories(tx: Tx, jurisdictionId: number, code: string, from: SchoolDay): Promise<void> {
  const boarders = await tx.query<{ id: string; school: string; sex: number }>(
    `select s.id, s.school_id as school, s.sex from organisation.student s
       join organisation.school h on h.jurisdiction_id = s.jurisdiction_id and h.id = s.school_id
      where s.jurisdiction_id = $1 and h.identifier_code = $2 and s.boarding order by s.class_id, s.id`,
    [jurisdictionId, code],
  );
  for (const [sex, name] of [[1, '1号楼'], [2, '2号楼']] as const) {
    const own = boarders.filter((one) => one.sex === sex);
    if (own.length === 0) continue;
    const house = newId();
    const rooms = Array.from({ length: Math.ceil(own.length / BEDS) + 1 }, () => newId());
    const school = own[0]!.school;
    await tx.query(`insert into organisation.dormitory (jurisdiction_id, id, school_id, name, for_sex) values ($1, $2, $3, $4, $5)`, [jurisdictionId, house, school, name, sex]);
    await tx.query(
      `insert into organisation.dormitory_room (jurisdiction_id, id, school_id, dormitory_id, number, beds)
       select $1, r.id, $2, $3, (100 * (1 + (r.n - 1) / 10) + 1 + (r.n - 1) % 10)::text, $5 from unnest($4::uuid[]) with ordinality as r (id, n)`,
      [jurisdictionId, school, house, rooms, BEDS],
    );
    await tx.query(
      `insert into organisation.dormitory_stay (jurisdiction_id, id, school_id, room_id, student_id, from_on)
       select $1, y.id, $2, y.room, y.student, $6 from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as y (id, room, student)`,
      [jurisdictionId, school, own.map(() => newId()), own.map((_, at) => rooms[Math.floor(at / BEDS)]), own.map((one) => one.id), from],
    );
  }
}
