import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { chinaDayOf } from '@heliotrope/kernel';
import { jobActor, RouteCheck } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { actionsOf, POST_KINDS, type PostKind, POSTS } from '../rules/index.js';
import {
  aClass, anAccountWithPost, aSchool, aStudent, type BuiltClass, type BuiltSchool, type BuiltStudent, signIn, type SignedIn, students, terms,
} from '../testing/index.js';
import { OrganisationHttpModule } from './organisation.http.module.js';
import { OrganisationReader } from './reading/organisation-reader.service.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let home: BuiltClass;
let otherClass: BuiltClass;
let pupil: BuiltStudent;
let neighbour: BuiltSchool;

const OUR_COUNTY = 990101;
const NEXT_COUNTY = 990102;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner, { name: '向阳中学', jurisdictionId: OUR_COUNTY });
  home = await aClass(db.owner, school, { number: 1 });
  otherClass = await aClass(db.owner, school, { number: 2 });
  pupil = await aStudent(db.owner, home, { name: '甲生' });
  await students(db.owner, otherClass, 3, { name: '乙生' });
  neighbour = await aSchool(db.owner, { name: '东湖中学', jurisdictionId: OUR_COUNTY });
  await aStudent(db.owner, await aClass(db.owner, neighbour), { name: '丙生' });
  const far = await aSchool(db.owner, { name: '西岭中学', jurisdictionId: NEXT_COUNTY });
  await aStudent(db.owner, await aClass(db.owner, far), { name: '丁生' });
  for (const county of [OUR_COUNTY, NEXT_COUNTY]) await terms(db.owner, county);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const get = (url: string, who: SignedIn) => app.inject({ method: 'GET', url: `/api/organisation/${url}`, headers: who.headers });
const items = async (url: string, who: SignedIn) => (await get(url, who)).json().items as { name: string; id: string }[];
const enter = async (post: PostKind, with_: { jurisdictionId?: number; schoolId?: string; classIds?: string[] }) =>
  signIn(app, await anAccountWithPost(db.owner, { post, ...with_ }));

describe('what a post sees', () => {
  it('of a form teacher: the own class by name, the own school in the tree', async () => {
    const who = await enter('form-teacher', { schoolId: school.id, classIds: [home.id] });
    expect((await items('students', who)).map((one) => one.name)).toEqual(['甲生']);
    expect(await items(`students?classId=${otherClass.id}`, who)).toEqual([]);
    expect((await items('tree', who)).map((node) => node.name)).toEqual(['向阳中学']);
    expect((await items(`tree?parent=${school.id}`, who)).map((node) => node.name)).toEqual(['七年级1班', '七年级2班']);
    expect(await items('tree?q=东湖', who)).toEqual([]);
  });

  it('of a psychology teacher: the own school, page by page', async () => {
    const who = await enter('psychology-teacher', { schoolId: school.id });
    const first = (await get('students?limit=3', who)).json();
    const second = (await get(`students?limit=3&cursor=${first.nextCursor}`, who)).json();
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null]);
    expect(new Set([...first.items, ...second.items].map((one) => one.id)).size).toBe(4);
    expect(await items(`students?schoolId=${neighbour.id}`, who)).toEqual([]);
    expect((await get(`schools/${neighbour.id}`, who)).statusCode).toBe(404);
  });

  it('of officers: the bureau and all below, found by pinyin and code, never a pupil', async () => {
    const county = await enter('county-officer', { jurisdictionId: OUR_COUNTY });
    expect((await items(`tree?parent=${OUR_COUNTY}`, county)).map((node) => node.name)).toEqual(['东湖中学', '向阳中学']);
    expect(await items(`tree?parent=${NEXT_COUNTY}`, county)).toEqual([]);
    expect((await items(`tree?q=${school.identifierCode}`, county)).map((node) => node.name)).toEqual(['向阳中学']);
    expect((await items('tree?q=CSZX', county)).length).toBe(2);
    expect(await items('tree?q=%25', county)).toEqual([]);
    const city = await enter('city-officer', { jurisdictionId: 990100 });
    expect((await items('tree?parent=990100', city)).map((node) => node.id)).toEqual([String(OUR_COUNTY), String(NEXT_COUNTY)]);
    expect((await items(`tree?parent=${NEXT_COUNTY}`, city)).map((node) => node.name)).toEqual(['西岭中学']);
    expect((await items('terms', city)).length).toBe(4);
    for (const who of [county, city]) expect((await get('students', who)).statusCode).toBe(403);
  });
});

describe('every route, tried by every kind of user of a neighbouring place', () => {
  it.each(POST_KINDS)('%s is refused or finds nothing of ours', async (post) => {
    const far = await aSchool(db.owner, { jurisdictionId: NEXT_COUNTY });
    const farClass = await aClass(db.owner, far);
    const who = await enter(post, {
      jurisdictionId: NEXT_COUNTY, ...(POSTS[post].reach === 'bureau' ? {} : { schoolId: far.id, classIds: [farClass.id] }),
    });
    const routes = app.get(RouteCheck, { strict: false }).routes().filter((route) => route.allow?.as === 'staff' && route.allow.action.startsWith('organisation.'));
    expect(routes.length).toBeGreaterThan(12);
    for (const route of routes) {
      const url = `/api${route.path.replace(':schoolYear', '2026').replace(':number', '1').replace(':code', '990199').replace(':day', '2026-11-11').replace(':id', school.id)}`;
      const query = route.path.endsWith('/tree') ? `?parent=${school.id}` : route.path.endsWith('/students') ? `?schoolId=${school.id}` : '';
      const answer = await app.inject({ method: route.method as 'GET', url: url + query, headers: who.headers, ...(route.method === 'GET' ? {} : { payload: { jurisdictionId: OUR_COUNTY, startsOn: '2026-09-02', endsOn: '2027-01-10', off: true, name: '放假' } }) });
      const granted = actionsOf(post).has(route.allow!.action);
      if (!granted) expect([route.path, answer.statusCode]).toEqual([route.path, 403]);
      for (const ours of ['甲生', '乙生', '向阳中学', pupil.id, home.id]) expect([route.path, answer.body.includes(ours)]).toEqual([route.path, false]);
    }
    const { rows } = await db.owner.query(`select starts_on from organisation.term where jurisdiction_id = $1 and number = 1`, [OUR_COUNTY]);
    expect(rows).toEqual([{ starts_on: '2026-09-01' }]);
    expect((await db.owner.query(`select 1 from organisation.calendar_day where jurisdiction_id = $1`, [OUR_COUNTY])).rows).toEqual([]);
  });
});

describe('the third wall', () => {
  it('refuses what a repository forgot', async () => {
    const { actor } = await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id });
    const names = await db.work.read(actor, 'organisation.read-students', (tx) =>
      tx.query<{ name: string }>('select distinct name from organisation.student order by name'));
    expect(names.map((row) => row.name)).toEqual(['乙生', '甲生']);
  });
});

describe('editing the calendar and the divisions', () => {
  const put = (url: string, payload: object, who: SignedIn, version = 1) =>
    app.inject({ method: 'PUT', url: `/api/organisation/${url}`, payload, headers: { ...who.headers, 'if-match': `"${version}"` } });

  it('moves a term, refuses one that overlaps', async () => {
    const who = await enter('county-officer', { jurisdictionId: OUR_COUNTY });
    expect((await put('terms/2026/1', { startsOn: '2026-08-31', endsOn: '2027-01-20' }, who)).statusCode).toBe(204);
    const clash = await put('terms/2026/1', { startsOn: '2026-08-31', endsOn: '2027-03-01' }, who, 2);
    expect([clash.statusCode, clash.json().code]).toEqual([409, 'organisation/term-overlaps']);
    expect((await put('terms/2026/2', { startsOn: '2027-02-30', endsOn: '2027-07-01' }, who)).json().code).toBe('organisation/day');
    const first = ((await get('terms', who)).json().items as { startsOn: string; isCurrent: boolean; week: number }[])[0];
    expect(first).toMatchObject({ startsOn: '2026-08-31', isCurrent: true, week: 7 });
  });

  it('lets the bureau overrule the country\'s day, which then counts in deadlines', async () => {
    const who = await enter('county-officer', { jurisdictionId: OUR_COUNTY });
    expect((await put('calendar-days/2026-10-09', { off: true, name: '运动会' }, who)).statusCode).toBe(204);
    const reader = app.get(OrganisationReader, { strict: false });
    const calendar = await db.work.read(jobActor('test', OUR_COUNTY), 'test', (tx) => reader.calendarOf(tx, OUR_COUNTY, school.id));
    expect([...calendar.exceptions].filter(([day]) => ['2026-10-01', '2026-10-09', '2026-10-10'].includes(day))).toEqual([
      ['2026-10-01', true], ['2026-10-10', false], ['2026-10-09', true],
    ]);
  });

  it('adds a zone without a standard code, below a division that exists', async () => {
    const who = await enter('system-admin', { jurisdictionId: 990000 });
    const zone = await put('divisions/530571', { name: '保山高新区', standard: false }, who);
    expect(zone.json()).toMatchObject({ kind: 'county', parentCode: '530500', standard: false });
    expect((await put('divisions/139901', { name: '无' }, who)).json().code).toBe('organisation/division-parent');
    expect((await put('divisions/5305', { name: '无' }, who)).json().code).toBe('organisation/division-code');
    expect((await items('divisions?parent=530500', who)).length).toBe(6);
    expect((await items('divisions', who)).length).toBe(34);
  });
});

describe('what later domains ask', () => {
  const at = <T>(ask: (reader: OrganisationReader, tx: Parameters<OrganisationReader['school']>[0]) => Promise<T>) =>
    db.work.read(jobActor('test', OUR_COUNTY), 'test', (tx) => ask(app.get(OrganisationReader, { strict: false }), tx));

  it('who is eligible, as one statement', async () => {
    const five = await aSchool(db.owner, { stages: ['primary', 'junior'], primaryYears: 5, juniorYears: 4 });
    const sixth = await aClass(db.owner, five, { stage: 'junior', entryYear: 2026, schoolingLength: 4 });
    const fourth = await aClass(db.owner, five, { stage: 'primary', entryYear: 2023, schoolingLength: 5 });
    const third = await aClass(db.owner, five, { stage: 'primary', entryYear: 2024, schoolingLength: 5 });
    const gone = await aClass(db.owner, five, { stage: 'primary', entryYear: 2020, schoolingLength: 5 });
    for (const one of [sixth, fourth, third, gone]) await aStudent(db.owner, one);
    await aStudent(db.owner, fourth, { state: 'left' });
    const years = await at(async (reader, tx) => {
      const params: unknown[] = [];
      const sql = reader.eligiblePupilsSql(params, { jurisdictionId: OUR_COUNTY, schoolIds: [five.id], years: [{ from: 4, to: 9 }], day: chinaDayOf(tx.now) });
      return tx.query<{ year: number }>(`select year_of_schooling as year from (${sql}) e order by 1`, params);
    });
    expect(years.map((row) => row.year)).toEqual([4, 6]);
  });

  it('who holds the duty of a school and of a class today, in the order asked', async () => {
    await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: neighbour.id, name: '校长' });
    await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: neighbour.id, name: '心理老师' });
    const lapsed = await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: neighbour.id, name: '前任' });
    await db.owner.query(`update organisation.post set valid_until = '2026-10-11' where account_id = $1`, [lapsed.accountId]);
    await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: neighbour.id, classIds: [home.id], name: '班主任' });
    const ask = (classId?: string) => at((reader, tx) => reader.dutyHolders(
      tx, { jurisdictionId: OUR_COUNTY, schoolId: neighbour.id, ...(classId ? { classId } : {}) },
      ['psychology-teacher', 'form-teacher', 'school-leader'], chinaDayOf(tx.now),
    ));
    expect((await ask()).map((one) => one.name)).toEqual(['心理老师', '校长']);
    expect((await ask(home.id)).map((one) => one.name)).toEqual(['心理老师', '班主任', '校长']);
    const officers = await at((reader, tx) => reader.officersOf(tx, OUR_COUNTY, ['county-officer'], chinaDayOf(tx.now)));
    expect(officers.length).toBeGreaterThan(0);
  });

  it('what pupils and classes are called', async () => {
    const names = await at((reader, tx) => reader.pupilNames(tx, OUR_COUNTY, [pupil.id], chinaDayOf(tx.now)));
    expect(names.get(pupil.id)).toMatchObject({ name: '甲生', className: '七年级1班' });
    expect(await at((reader, tx) => reader.classNames(tx, [home.id], chinaDayOf(tx.now)))).toEqual(new Map([[home.id, '七年级1班']]));
    expect(await at((reader, tx) => reader.jurisdictionsUnder(tx, 990100))).toEqual([990100, OUR_COUNTY, NEXT_COUNTY]);
  });
});
