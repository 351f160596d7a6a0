import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { aBureau, aClass, aDesk, aSchool, aStudent, type BuiltClass, type BuiltSchool, type BuiltStudent, type Desk } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

const BAOSHAN = 530502; // a county of Baoshan, whose paper asks for two committee members a class
const BAOJI = 610302;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let home: BuiltClass;
let pupil: BuiltStudent;
let teacher: Desk;
let form: Desk;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  for (const county of [BAOSHAN, BAOJI]) await aBureau(db.owner, county);
  school = await aSchool(db.owner, { jurisdictionId: BAOSHAN, boarding: true });
  home = await aClass(db.owner, school, { number: 1 });
  const next = await aClass(db.owner, school, { number: 2 });
  pupil = await aStudent(db.owner, home, { name: '甲同学' });
  await aStudent(db.owner, next, { name: '乙同学' });
  const at = { jurisdictionId: BAOSHAN, schoolId: school.id };
  teacher = await aDesk(app, db.owner, 'psychology-teacher', at);
  form = await aDesk(app, db.owner, 'form-teacher', { ...at, classIds: [next.id] });
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const names = (body: { items: { name: string }[] }) => body.items.map((one) => one.name);
const mark = (who: Desk, over: object = {}) => who.call('POST', `students/${pupil.id}/focus`, { code: 'left-behind', source: 'family', untilOn: '2027-06-30', ...over });

describe('special attention', () => {
  it('is given under the words of the place: a city’s own paper, else the platform’s', async () => {
    const far = await aSchool(db.owner, { jurisdictionId: BAOJI });
    const there = await aDesk(app, db.owner, 'psychology-teacher', { jurisdictionId: BAOJI, schoolId: far.id });
    expect(names((await there.call('GET', 'focus-categories')).body)).toEqual(['贫困', '流动', '单亲', '残疾', '遭遇校园欺凌', '丧亲', '困境儿童', '随迁子女', '留守']);
    expect(names((await teacher.call('GET', 'focus-categories')).body)).toContain('家庭经济困难');
  });

  it('is set once, for a year at most, and ended', async () => {
    const made = await mark(teacher);
    expect([made.status, made.body]).toMatchObject([201, { name: '留守', source: 'family', untilOn: '2027-06-30', isCurrent: true }]);
    expect((await mark(teacher)).body.code).toBe('organisation/focus-held');
    expect((await mark(teacher, { code: 'mobile' })).body.code).toBe('organisation/focus-unknown-category');
    expect((await mark(teacher, { code: 'poor', untilOn: '2028-01-01' })).body.code).toBe('organisation/focus-too-long');
    expect((await mark(teacher, { code: 'poor', untilOn: '2026-01-01' })).body.code).toBe('organisation/focus-backwards');
    expect((await teacher.call('GET', `students/${pupil.id}`)).body.focus).toMatchObject([{ name: '留守' }]);
    expect((await teacher.call('GET', 'focus?code=left-behind')).body.items).toMatchObject([{ studentName: '甲同学', className: '七年级1班', name: '留守' }]);
    expect((await teacher.call('GET', 'focus?code=poor')).body.items).toEqual([]);
    expect((await teacher.call('POST', `focus/${made.body.id}/end`)).status).toBe(204);
    expect((await teacher.call('GET', 'focus')).body.items).toEqual([]);
    expect((await teacher.call('GET', 'focus?over=1')).body.items).toMatchObject([{ isCurrent: false }]);
    expect((await mark(teacher)).status).toBe(201);
    const { rows } = await db.owner.query(`select payload ->> 'change' as change from platform.outbox where type = 'organisation/focus-changed'`);
    expect(rows.map((row) => row.change).sort()).toEqual(['ended', 'set', 'set']);
  });

  it('is seen by fewer than the roster: not by grade heads, other form teachers, officers or administrators', async () => {
    const head = await aDesk(app, db.owner, 'grade-head', { jurisdictionId: BAOSHAN, schoolId: school.id, classIds: [home.id] });
    expect([(await head.call('GET', `students/${pupil.id}`)).body.focus, (await head.call('GET', 'focus')).status]).toEqual([null, 403]);
    expect((await form.call('GET', 'focus')).body.items).toEqual([]);
    expect((await mark(form, { code: 'poor' })).status).toBe(404);
    for (const post of ['county-officer', 'system-admin', 'audit-admin'] as const) {
      expect((await (await aDesk(app, db.owner, post, { jurisdictionId: BAOSHAN })).call('GET', 'focus')).status).toBe(403);
    }
  });
});

describe('committee members', () => {
  it('are counted per class and dormitory against the bureau’s paper', async () => {
    const leader = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: BAOSHAN, schoolId: school.id });
    const house = (await leader.call('POST', `schools/${school.id}/dormitories`, { name: '1号楼', forSex: 0 })).body;
    const room = (await leader.call('POST', `dormitories/${house.id}/rooms`, { number: '101', beds: 8 })).body;
    const appoint = (role: string, over: object = {}) => teacher.call('POST', 'committee', { studentId: pupil.id, role, fromOn: '2026-10-12', ...over });
    const first = await appoint('class', { trainedOn: '2026-10-10' });
    expect([first.status, first.body]).toMatchObject([201, { className: '七年级1班', role: 'class', room: null }]);
    expect((await appoint('class')).body.code).toBe('organisation/member-held');
    expect((await appoint('room-head')).body.code).toBe('organisation/member-place');
    await leader.call('POST', `dormitory-rooms/${room.id}/move-in`, { studentId: pupil.id });
    expect((await appoint('dormitory')).body).toMatchObject({ role: 'dormitory', room: '1号楼101' });
    const counts = (await teacher.call('GET', `committee/counts?schoolId=${school.id}`)).body;
    const bare = ({ name, held, trained, required, missing }: Record<string, unknown>) => [name, held, trained, required, missing];
    expect(counts.items.map(bare)).toEqual([['七年级1班', 1, 1, 2, 1], ['七年级2班', 0, 0, 2, 2], ['1号楼', 1, 0, 1, 0]]);
    expect(counts.source).toContain('提升全市中小学心理健康工作水平');
    expect((await form.call('GET', `committee/counts?schoolId=${school.id}`)).body.items.filter((one: { kind: string }) => one.kind === 'class').map(bare)).toEqual([['七年级2班', 0, 0, 2, 2]]);
  });

  it('leave office on a day, lose it with the bed, and read nothing', async () => {
    const [office, dormitory] = ['class', 'dormitory'].map((role) => async () => (await teacher.call('GET', `committee?role=${role}`)).body.items);
    const [member] = await office!();
    expect((await teacher.call('PUT', `committee/${member.id}`, { untilOn: '2026-10-11' }, member.version)).body.code).toBe('organisation/member-dates');
    expect((await teacher.call('PUT', `committee/${member.id}`, { trainedOn: '2026-10-11' }, member.version)).body).toMatchObject({ trainedOn: '2026-10-11', version: 2 });
    expect((await teacher.call('PUT', `committee/${member.id}`, { trainedOn: null }, member.version)).body.code).toBe('platform/changed-meanwhile');
    expect((await teacher.call('PUT', `committee/${member.id}`, { untilOn: '2026-10-20' }, 2)).status).toBe(200);
    expect(await office!()).toEqual([]);
    const leader = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: BAOSHAN, schoolId: school.id });
    const { rows: [stay] } = await db.owner.query(`select room_id from organisation.dormitory_stay where student_id = $1 and until_on is null`, [pupil.id]);
    await leader.call('POST', `dormitory-rooms/${stay.room_id}/move-out`, { studentId: pupil.id });
    expect(await dormitory!()).toEqual([]);
  });
});

describe('a bureau’s list of categories', () => {
  const path = `focus-category-list`;
  let officer: Desk;
  const list = async () => (await officer.call('GET', path)).body.items as { code: string; name: string; isOpen: boolean; version: number; coming: object[]; paperName: string | null }[];
  const one = async (code: string) => (await list()).find((row) => row.code === code)!;

  it('begins as the papers’, is added to, renamed and closed, and marks keep their word', async () => {
    const far = await aSchool(db.owner, { jurisdictionId: BAOJI, name: '渭滨一中' });
    const child = await aStudent(db.owner, await aClass(db.owner, far, { number: 3 }), { name: '丙同学' });
    officer = await aDesk(app, db.owner, 'county-officer', { jurisdictionId: BAOJI });
    let there = await aDesk(app, db.owner, 'psychology-teacher', { jurisdictionId: BAOJI, schoolId: far.id });
    const shown = async () => names((await there.call('GET', 'focus-categories')).body);
    const today = (await db.clock.now()).toISOString().slice(0, 10);
    expect((await officer.call('GET', path)).body.sources.join()).toContain('宝鸡');

    const own = await officer.call('POST', path, { name: '孤儿', fromOn: today });
    expect([own.status, own.body]).toMatchObject([201, { name: '孤儿', isOfPaper: false, isOpen: true, version: 1 }]);
    expect(await shown()).toContain('孤儿');
    expect((await officer.call('POST', path, { name: '孤儿', fromOn: today })).body.code).toBe('organisation/category-name-taken');
    expect((await officer.call('POST', path, { name: '烈士子女', fromOn: '2020-01-01' })).body.code).toBe('organisation/category-past');
    expect((await there.call('POST', `students/${child.id}/focus`, { code: own.body.code, source: 'family', untilOn: '2027-06-30' })).status).toBe(201);

    db.clock.advance(86_400_000); // sessions end over night
    officer = await aDesk(app, db.owner, 'county-officer', { jurisdictionId: BAOJI });
    there = await aDesk(app, db.owner, 'psychology-teacher', { jurisdictionId: BAOJI, schoolId: far.id });
    const next = (await db.clock.now()).toISOString().slice(0, 10);
    const renamed = await officer.call('PUT', `${path}/${own.body.code}`, { name: '孤儿和事实无人抚养儿童', fromOn: next }, 1);
    expect([renamed.status, renamed.body]).toMatchObject([200, { name: '孤儿和事实无人抚养儿童', version: 2 }]);
    expect(names((await there.call('GET', 'focus')).body)).toEqual(['孤儿']); // the word it was given under
    expect((await officer.call('PUT', `${path}/${own.body.code}`, { name: '孤儿', fromOn: next }, 1)).body.code).toBe('platform/changed-meanwhile');
    expect((await officer.call('POST', `${path}/poor/close`, { fromOn: next }, 0)).body).toMatchObject({ isOpen: false, paperName: '贫困', version: 1 });
    expect((await officer.call('POST', `${path}/poor/close`, { fromOn: next }, 1)).body.code).toBe('organisation/category-closed');
    expect(await shown()).not.toContain('贫困');
    expect((await there.call('POST', `students/${child.id}/focus`, { code: 'poor', source: 'family', untilOn: '2027-06-30' })).body.code).toBe('organisation/focus-unknown-category');

    expect((await officer.call('PUT', `${path}/poor`, { name: '贫困', fromOn: '2027-03-01' }, 1)).body).toMatchObject({ isOpen: false, coming: [{ name: '贫困', fromOn: '2027-03-01' }], version: 2 });
    expect((await one('poor')).coming).toHaveLength(1);
    expect((await officer.call('PUT', `${path}/no-such`, { name: '无此类', fromOn: next }, 0)).status).toBe(404);
    const { rows } = await db.owner.query(`select detail from audit.entry where action = 'organisation.edit-focus-categories' and object = $1 order by seq`, [`focus-category:${own.body.code}`]);
    expect(rows).toHaveLength(2);
  });

  it('is one bureau’s and no other’s, and no school’s', async () => {
    const next = await aDesk(app, db.owner, 'county-officer', { jurisdictionId: BAOSHAN });
    expect((await next.call('GET', `${path}?jurisdictionId=${BAOJI}`)).body.code).toBe('organisation/bureau-absent');
    expect(names((await next.call('GET', path)).body)).not.toContain('孤儿和事实无人抚养儿童');
    const leader = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: BAOSHAN, schoolId: school.id });
    expect((await leader.call('GET', path)).status).toBe(403);
  });
});
