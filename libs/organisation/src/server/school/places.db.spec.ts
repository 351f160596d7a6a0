import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { aBureau, aClass, aDesk, aSchool, aStudent, type BuiltSchool, type Desk } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

const COUNTY = 990101;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let officer: Desk;
let leader: Desk;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner, { stages: ['junior'], boarding: true });
  officer = await aDesk(app, db.owner, 'county-officer', { jurisdictionId: COUNTY });
  leader = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: COUNTY, schoolId: school.id });
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const facts = async (type: string) => (await db.owner.query(`select payload from platform.outbox where type = $1 order by id`, [type])).rows.map((row) => row.payload);
const form = {
  name: '东湖县石桥小学', identifierCode: '2199000077', unifiedCode: null, divisionCode: '990101', stages: ['primary'], primaryYears: 6, juniorYears: 3,
  area: 'rural', sponsor: 'public', boarding: false, legalPerson: true, openedOn: '1998-09-01', closedOn: null,
};

describe('a school', () => {
  it('is registered, found by its initials, and told to the rooms ahead', async () => {
    const made = await officer.call('POST', 'schools', form);
    expect([made.status, made.body.name, made.body.version]).toEqual([201, form.name, 1]);
    expect((await officer.call('GET', 'tree?q=dhxsqxx')).body.items.map((one: { id: string }) => one.id)).toEqual([made.body.id]);
    expect(await facts('organisation/school-changed')).toContainEqual({ schoolId: made.body.id, change: 'opened' });
  });

  it('is refused with every fault named, and when its code is another school’s', async () => {
    const wrong = await officer.call('POST', 'schools', { ...form, identifierCode: '12', stages: ['primary', 'junior'], primaryYears: 5, juniorYears: 3 });
    expect([wrong.status, wrong.body.code, wrong.body.errors.map((one: { field: string }) => one.field)]).toEqual([422, 'organisation/school-form', ['identifierCode', 'juniorYears']]);
    expect((await officer.call('POST', 'schools', { ...form, name: '冒名小学' })).body.code).toBe('organisation/school-code-taken');
    expect((await leader.call('POST', 'schools', form)).status).toBe(403);
  });

  it('is saved by one of two editors; the other is shown what the first wrote', async () => {
    const id = school.id;
    const before = (await officer.call('GET', `schools/${id}`)).body;
    const edited = { ...form, name: '第一个人改的', identifierCode: before.identifierCode, stages: ['junior'] };
    const [first, second] = await Promise.all([
      officer.call('PUT', `schools/${id}`, edited, before.version), officer.call('PUT', `schools/${id}`, { ...edited, name: '第二个人改的' }, before.version),
    ]);
    const [won, lost] = first.status === 200 ? [first, second] : [second, first];
    expect([won.status, won.body.version, lost.status, lost.body.code]).toEqual([200, 2, 409, 'platform/changed-meanwhile']);
    expect(lost.body.details.current).toMatchObject({ name: won.body.name, version: 2 });
    expect((await officer.call('PUT', `schools/${id}`, edited)).body.code).toBe('platform/if-match-needed');
  });

  it('is not closed while pupils are enrolled, and reports through a central school of its own bureau', async () => {
    const closing = await aSchool(db.owner);
    const pupil = await aStudent(db.owner, await aClass(db.owner, closing));
    const body = { ...form, name: closing.name, identifierCode: closing.identifierCode, stages: ['junior'], closedOn: '2026-10-01' };
    expect((await officer.call('PUT', `schools/${closing.id}`, body, 1)).body).toMatchObject({ code: 'organisation/school-has-pupils', details: { count: 1 } });
    await db.owner.query(`update organisation.student set state = 'left' where id = $1`, [pupil.id]);
    expect((await officer.call('PUT', `schools/${closing.id}`, { ...body, centralSchoolId: closing.id }, 1)).body.code).toBe('organisation/central-school');
    expect((await officer.call('PUT', `schools/${closing.id}`, { ...body, centralSchoolId: school.id }, 1)).body).toMatchObject({ closedOn: '2026-10-01', centralSchoolId: school.id });
    expect((await officer.call('GET', `tree?q=${closing.identifierCode}`)).body.items).toEqual([]);
  });
});

describe('campuses and classes', () => {
  it('are kept by the school itself', async () => {
    const campus = await leader.call('POST', `schools/${school.id}/campuses`, { kind: 'teaching-point', name: '上村教学点', area: 'rural' });
    expect((await leader.call('POST', `schools/${school.id}/campuses`, { kind: 'campus', name: '上村教学点', area: 'rural' })).body.code).toBe('organisation/campus-taken');
    const made = await leader.call('POST', `schools/${school.id}/classes`, { stage: 'junior', yearInStage: 1, number: 5, campusId: campus.body.id });
    expect([made.status, made.body.name, made.body.campusId]).toEqual([201, '七年级5班', campus.body.id]);
    expect((await leader.call('POST', `schools/${school.id}/classes`, { stage: 'junior', yearInStage: 1, number: 5 })).body.code).toBe('organisation/class-taken');
    expect((await leader.call('POST', `schools/${school.id}/classes`, { stage: 'senior', yearInStage: 1, number: 5 })).body.code).toBe('organisation/class-grade');
    const renumbered = await leader.call('PUT', `classes/${made.body.id}`, { number: 6, campusId: null }, 1);
    expect(renumbered.body).toMatchObject({ name: '七年级6班', version: 2, campusId: null });
    expect((await leader.call('PUT', `campuses/${campus.body.id}`, { kind: 'campus', name: '上村校区', area: 'rural' }, 1)).body.name).toBe('上村校区');
  });

  it('close when empty, and open again when a pupil comes', async () => {
    const made = (await leader.call('POST', `schools/${school.id}/classes`, { stage: 'junior', yearInStage: 2, number: 9 })).body;
    const listed = async () => (await leader.call('GET', `schools/${school.id}/classes`)).body.items.map((one: { name: string }) => one.name);
    const pupil = await aStudent(db.owner, { id: made.id, jurisdictionId: COUNTY, schoolId: school.id });
    expect((await leader.call('POST', `classes/${made.id}/close`, {}, 1)).body).toMatchObject({ code: 'organisation/class-has-pupils', details: { count: 1 } });
    await db.owner.query(`update organisation.student set state = 'left' where id = $1`, [pupil.id]);
    expect((await leader.call('POST', `classes/${made.id}/close`, {}, 1)).status).toBe(204);
    expect(await listed()).not.toContain('八年级9班');
    await aStudent(db.owner, { id: made.id, jurisdictionId: COUNTY, schoolId: school.id });
    expect(await listed()).toContain('八年级9班');
  });

  it('are nobody else’s', async () => {
    const stranger = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: COUNTY, schoolId: (await aSchool(db.owner)).id });
    expect((await stranger.call('POST', `schools/${school.id}/classes`, { stage: 'junior', yearInStage: 1, number: 40 })).status).toBe(404);
    expect((await stranger.call('POST', `schools/${school.id}/campuses`, { kind: 'campus', name: '假校区', area: 'rural' })).status).toBe(404);
  });
});

describe('dormitories', () => {
  it('have rooms with as many beds as they have, for those they are for', async () => {
    const schoolClass = await aClass(db.owner, school);
    const [boy, second, girl] = await Promise.all([
      aStudent(db.owner, schoolClass, { sex: 1, name: '住校甲' }), aStudent(db.owner, schoolClass, { sex: 1 }), aStudent(db.owner, schoolClass, { sex: 2 }),
    ]);
    const house = (await leader.call('POST', `schools/${school.id}/dormitories`, { name: '1号楼', forSex: 1 })).body;
    const room = (await leader.call('POST', `dormitories/${house.id}/rooms`, { number: '302', beds: 1 })).body;
    const other = (await leader.call('POST', `dormitories/${house.id}/rooms`, { number: '303', beds: 2 })).body;
    expect((await leader.call('POST', `dormitories/${house.id}/rooms`, { number: '302', beds: 2 })).body.code).toBe('organisation/dormitory-taken');
    const moveIn = (roomId: string, studentId: string) => leader.call('POST', `dormitory-rooms/${roomId}/move-in`, { studentId });
    expect((await moveIn(room.id, girl.id)).body.code).toBe('organisation/room-sex');
    expect((await moveIn(room.id, boy.id)).status).toBe(204);
    expect((await moveIn(room.id, second.id)).body.code).toBe('organisation/room-full');
    expect((await leader.call('GET', `dormitory-rooms/${room.id}/residents`)).body.items).toMatchObject([{ id: boy.id, name: '住校甲' }]);
    expect((await leader.call('PUT', `dormitory-rooms/${room.id}`, { number: '302', beds: 1, closedOn: '2026-10-12' }, 1)).body.code).toBe('organisation/dormitory-occupied');
    expect((await moveIn(other.id, boy.id)).status).toBe(204); // moves: out of the one, into the other
    const rooms = (await leader.call('GET', `schools/${school.id}/dormitories`)).body.items[0].rooms;
    expect(rooms.map((one: { number: string; residents: number }) => [one.number, one.residents])).toEqual([['302', 0], ['303', 1]]);
    expect((await leader.call('POST', `dormitory-rooms/${other.id}/move-out`, { studentId: boy.id })).status).toBe(204);
    expect((await leader.call('POST', `dormitory-rooms/${other.id}/move-out`, { studentId: boy.id })).status).toBe(404);
    expect((await officer.call('GET', `schools/${school.id}/dormitories`)).status).toBe(403);
  });
});

describe('bureaus and divisions', () => {
  it('a city runs schools directly, a zone has a bureau under its local code, and a code is succeeded by another', async () => {
    await aBureau(db.owner, 530500);
    const admin = await aDesk(app, db.owner, 'system-admin', { jurisdictionId: 530000 });
    expect((await admin.call('POST', 'bureaus', { divisionCode: '530571', name: '保山高新区教育局', parentId: 530500 })).body.code).toBe('organisation/division-absent');
    await admin.call('PUT', 'divisions/530571', { name: '保山高新区', standard: false });
    const zone = await admin.call('POST', 'bureaus', { divisionCode: '530571', name: '保山高新区教育局', parentId: 530500 });
    expect(zone.body).toMatchObject({ id: 530571, kind: 'county', parentId: 530500, schools: 0, version: 1 });
    const fresh = await aDesk(app, db.owner, 'system-admin', { jurisdictionId: 530000 });
    expect((await fresh.call('POST', 'bureaus', { divisionCode: '530571', name: '又一个', parentId: 530500 })).body.code).toBe('organisation/bureau-taken');
    const city = await aDesk(app, db.owner, 'city-officer', { jurisdictionId: 530500 });
    expect((await city.call('POST', 'schools', { ...form, name: '保山市第一中学', identifierCode: '3453000001', stages: ['senior'], jurisdictionId: 530500 })).status).toBe(201);
    expect((await fresh.call('PUT', 'bureaus/530500', { name: '保山市教育体育局', closedOn: '2026-12-31' }, 1)).body.code).toBe('organisation/bureau-in-use');
    expect((await fresh.call('PUT', 'bureaus/530571', { name: '高新区教育局' }, 1)).body).toMatchObject({ name: '高新区教育局', version: 2 });
    expect((await fresh.call('GET', 'bureaus/990101')).status).toBe(404);

    const next = await fresh.call('PUT', 'divisions/530572', { name: '保山新区', standard: false, validFrom: '2026-11-01', predecessorCode: '530571' });
    expect(next.body).toMatchObject({ predecessorCode: '530571', version: 1 });
    const old = (await fresh.call('GET', 'divisions?parent=530500')).body.items.find((one: { code: string }) => one.code === '530571');
    expect(old).toMatchObject({ validUntil: '2026-10-31', standard: false });
    expect((await fresh.call('PUT', 'divisions/530571', { name: '改名' })).body.code).toBe('platform/if-match-needed');
    expect((await fresh.call('PUT', 'divisions/530571', { name: '改名' }, 1)).body.code).toBe('platform/changed-meanwhile');
  });
});
