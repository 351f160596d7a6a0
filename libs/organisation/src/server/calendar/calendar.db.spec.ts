import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NotifyModule, NotifyHttpModule } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { aBureau, aDesk, aSchool, type BuiltSchool, type Desk, signIn, terms } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

const COUNTY = 990101;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let officer: Desk;
let leader: Desk;
let admin: Desk;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule, NotifyModule, NotifyHttpModule);
  await aBureau(db.owner, COUNTY);
  school = await aSchool(db.owner);
  await terms(db.owner, COUNTY);
  officer = await aDesk(app, db.owner, 'county-officer', { jurisdictionId: COUNTY });
  leader = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: COUNTY, schoolId: school.id });
  admin = await aDesk(app, db.owner, 'system-admin', { jurisdictionId: 990000 });
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

type Day = { day: string; kind: string; name: string | null; by: string | null };
const month = async (who: Desk, query: string) => (await who.call('GET', `calendar?month=${query}`)).body;
const on = async (who: Desk, day: string, rest = '') => (await month(who, `${day.slice(0, 7)}${rest}`)).days.find((one: Day) => one.day === day);

describe('a month', () => {
  it('shows the country’s days off and make-up days, the weeks of term, and how many school days there are', async () => {
    const october = await month(officer, '2026-10');
    const of = (day: string) => october.days.find((one: Day) => one.day === day);
    expect(of('2026-10-01')).toMatchObject({ kind: 'day-off', name: '国庆节', by: 'country' });
    expect(of('2026-10-10')).toMatchObject({ kind: 'make-up', by: 'country' });
    expect(of('2026-10-12')).toEqual({ day: '2026-10-12', kind: 'school', week: 7, name: null, by: null });
    expect([october.days.length, october.schoolDays, october.schoolId]).toEqual([31, 18, null]);
    expect((await month(officer, '2027-02')).days[5]).toMatchObject({ kind: 'vacation' });
    expect((await officer.call('GET', 'calendar?month=2026-13')).body.code).toBe('organisation/month');
  });

  it('is overruled by the bureau, and that by the school for itself alone', async () => {
    expect((await officer.call('PUT', 'calendar-days/2026-10-30', { off: true, name: '全县运动会' })).status).toBe(204);
    expect(await on(leader, '2026-10-30')).toMatchObject({ kind: 'day-off', name: '全县运动会', by: 'bureau' });
    expect((await leader.call('PUT', `schools/${school.id}/calendar-days/2026-10-30`, { off: false, name: '本校照常上课' })).status).toBe(204);
    expect(await on(leader, '2026-10-30')).toMatchObject({ kind: 'school', name: '本校照常上课', by: 'school' });
    expect(await on(officer, '2026-10-30')).toMatchObject({ kind: 'day-off', by: 'bureau' });
    expect(await on(officer, '2026-10-30', `&schoolId=${school.id}`)).toMatchObject({ kind: 'school' });
    expect((await leader.call('DELETE', `schools/${school.id}/calendar-days/2026-10-30`)).status).toBe(204);
    expect(await on(leader, '2026-10-30')).toMatchObject({ by: 'bureau' });
    expect((await officer.call('DELETE', 'calendar-days/2026-10-30')).status).toBe(204);
    expect(await on(officer, '2026-10-30')).toMatchObject({ kind: 'school', by: null });
    const stated = await db.owner.query(`select payload from platform.outbox where type = 'organisation/calendar-changed'`);
    expect(stated.rows.map((row) => row.payload.schoolId)).toEqual([null, school.id, school.id, null]);
  });

  it('is edited by nobody from outside', async () => {
    const stranger = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: COUNTY, schoolId: (await aSchool(db.owner)).id });
    expect((await stranger.call('PUT', `schools/${school.id}/calendar-days/2026-10-29`, { off: true, name: '假' })).status).toBe(404);
    expect((await stranger.call('GET', `calendar?month=2026-10&schoolId=${school.id}`)).status).toBe(404);
    expect((await leader.call('PUT', 'calendar-days/2026-10-29', { off: true, name: '假' })).status).toBe(403);
  });
});

describe('a year', () => {
  it('is taken over from the last one, with the bureau’s own days, once', async () => {
    await officer.call('PUT', 'calendar-days/2026-11-06', { off: true, name: '校园艺术节' });
    expect((await officer.call('POST', 'school-years/copy', { schoolYear: 2027 })).body).toEqual({ terms: 2, days: 1 });
    const items = (await officer.call('GET', 'terms')).body.items.filter((one: { schoolYear: number }) => one.schoolYear === 2027);
    expect(items.map((one: { startsOn: string; endsOn: string }) => [one.startsOn, one.endsOn])).toEqual([['2027-09-01', '2028-01-21'], ['2028-02-21', '2028-07-07']]);
    expect(await on(officer, '2027-11-05')).toMatchObject({ kind: 'day-off', name: '校园艺术节' });
    expect((await officer.call('POST', 'school-years/copy', { schoolYear: 2027 })).body.code).toBe('organisation/copy-exists');
    expect((await officer.call('POST', 'school-years/copy', { schoolYear: 2040 })).body.code).toBe('organisation/copy-nothing');
  });

  it('is not overwritten by who saw an older one', async () => {
    const term = (await officer.call('GET', 'terms')).body.items[0];
    const move = (version?: number) => officer.call('PUT', 'terms/2026/1', { startsOn: '2026-08-31', endsOn: '2027-01-20' }, version);
    expect((await move()).body.code).toBe('platform/changed-meanwhile');
    expect((await move(term.version)).status).toBe(204);
    expect((await move(term.version)).body).toMatchObject({ code: 'platform/changed-meanwhile', details: { current: { startsOn: '2026-08-31' } } });
  });
});

describe('the country’s arrangement', () => {
  const days = [...Array.from({ length: 8 }, (_, n) => ({ name: '测试假日', date: `2027-01-0${n + 1}`, isOffDay: true })), { name: '测试假日', date: '2027-01-09', isOffDay: false }];
  const todos = async () => {
    const { headers } = await signIn(app, admin.account);
    return (await app.inject({ method: 'GET', url: '/api/todos', headers })).json().items.map((one: { title: string }) => one.title);
  };

  it('of a year that is missing is asked for from November on, and entered from the file', async () => {
    expect((await month(officer, '2026-10')).missingYears).toEqual([]);
    db.clock.set(new Date('2026-11-22T02:00:00Z'));
    officer = await aDesk(app, db.owner, 'county-officer', { jurisdictionId: COUNTY });
    admin = await aDesk(app, db.owner, 'system-admin', { jurisdictionId: 990000 });
    const before = await month(officer, '2026-11');
    expect([before.missingYears, before.holidayYears.map((one: { year: number }) => one.year)]).toEqual([[2027], [2025, 2026]]);
    expect(await todos()).toEqual(['还没有录入2027年国家放假安排']);
    expect((await officer.call('POST', 'holiday-years', { year: 2027, papers: ['x'], days })).status).toBe(403);
    expect((await admin.call('POST', 'holiday-years', { year: 2027, papers: ['x'], days: days.slice(0, 2) })).body).toMatchObject({ code: 'organisation/holiday-file', errors: [{ field: 'days' }] });
    const entered = await admin.call('POST', 'holiday-years', { year: 2027, papers: ['测试文件一号'], days });
    expect(entered.body.items.at(-1)).toEqual({ year: 2027, papers: ['测试文件一号'], off: 8, madeUp: 1 });
    expect(await on(officer, '2027-01-04')).toMatchObject({ kind: 'day-off', name: '测试假日' });
    expect(await on(officer, '2027-01-09')).toMatchObject({ kind: 'make-up' });
    expect([(await month(officer, '2026-11')).missingYears, await todos()]).toEqual([[], []]);
  });

  it('entered again takes the place of what it said before, and touches no other year', async () => {
    const shifted = days.map((one) => ({ ...one, date: one.date.replace('-01-', '-05-') }));
    await admin.call('POST', 'holiday-years', { year: 2027, papers: ['测试文件二号'], days: shifted });
    expect(await on(officer, '2027-01-04')).toMatchObject({ kind: 'school', name: null });
    expect(await on(officer, '2027-05-04')).toMatchObject({ kind: 'day-off' });
    expect(await on(officer, '2026-10-01')).toMatchObject({ kind: 'day-off', name: '国庆节' });
  });
});
