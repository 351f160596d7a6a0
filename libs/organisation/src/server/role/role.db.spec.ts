import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { addDays, chinaDayOf, schoolDay } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { GRANTS, POST_KINDS, type PostKind, postsClash, sideOf } from '../../rules/index.js';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltClass, type BuiltSchool, signIn, type SignedIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { SessionService } from '../session/session.service.js';

const COUNTY = 990101;
const NEXT_COUNTY = 990102;
const CITY = 990100;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let home: BuiltClass;
let county: SignedIn;
let city: SignedIn;
let headsAccount: BuiltAccount;
let head: SignedIn;
let today: string;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  today = chinaDayOf(db.clock.now());
  school = await aSchool(db.owner, { jurisdictionId: COUNTY });
  await aSchool(db.owner, { jurisdictionId: NEXT_COUNTY });
  home = await aClass(db.owner, school, { number: 1 });
  await aStudent(db.owner, home, { name: '甲生' });
  await aStudent(db.owner, await aClass(db.owner, school, { number: 2 }), { name: '乙生' });
  county = await enter('security-admin', { jurisdictionId: COUNTY });
  city = await enter('security-admin', { jurisdictionId: CITY });
  headsAccount = await anAccountWithPost(db.owner, { post: 'grade-head', jurisdictionId: COUNTY, schoolId: school.id, classIds: [home.id] });
  head = await signIn(app, headsAccount);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const enter = async (post: PostKind, at: { jurisdictionId?: number; schoolId?: string; classIds?: string[] } = {}) =>
  signIn(app, await anAccountWithPost(db.owner, { post, ...at }));
const get = (url: string, who: SignedIn) => app.inject({ method: 'GET', url: `/api/organisation/${url}`, headers: who.headers });
const post = (url: string, who: SignedIn, payload: object) => app.inject({ method: 'POST', url: `/api/organisation/${url}`, headers: who.headers, payload });
const decide = (who: SignedIn, edits: object[], over: object = {}) => {
  db.clock.advance(1000);
  return post('roles/decisions', who, { validFrom: today, reason: '试行', edits, ...over });
};
const students = async (who: SignedIn) => {
  const answer = await get('students', who);
  return answer.statusCode === 200 ? (answer.json().items as { name: string }[]).map((one) => one.name).sort() : answer.statusCode;
};

describe('the matrix', () => {
  it('shows every post’s rights with their words, and where each comes from', async () => {
    const roles = (await get('roles', county)).json();
    expect(roles).toMatchObject({ bureau: { id: COUNTY }, on: today });
    expect(roles.above.map((one: { id: number }) => one.id)).toEqual([CITY, 990000]);
    expect(roles.actions).toContainEqual({ action: 'organisation.read-students', name: '查看学生名册（脱敏）' });
    expect(roles.rights).toContainEqual({ action: 'organisation.read-students', post: 'grade-head', word: 'classes', bureauId: null });
    expect(roles.rights.length).toBe(roles.actions.reduce((sum: number, one: { action: string }) => sum + GRANTS[one.action]!.length, 0));
  });

  it('is refused to whoever is not its administrator, and of another bureau it looks as if there were none', async () => {
    expect((await get('roles', head)).statusCode).toBe(403);
    for (const at of [NEXT_COUNTY, CITY, 110000]) expect((await get(`roles?bureauId=${at}`, county)).json().code).toBe('organisation/bureau-outside');
    expect((await get(`roles?bureauId=${NEXT_COUNTY}`, city)).statusCode).toBe(200);
    expect((await decide(county, [{ action: 'screening.read-board', post: 'researcher', word: 'organisation' }], { bureauId: CITY })).statusCode).toBe(404);
  });
});

describe('a decision', () => {
  it('is tried out on paper first: who gains, who loses', async () => {
    const answer = await post('roles/preview', city, {
      validFrom: today, edits: [
        { action: 'organisation.read-students', post: 'grade-head', word: 'none' }, { action: 'organisation.read-loans', post: 'grade-head', word: 'inherit' },
        { action: 'organisation.read-students', post: 'form-teacher', word: 'organisation' },
      ],
    });
    expect([answer.statusCode, answer.json().items.map((one: object) => ({ ...one, actionName: undefined, action: undefined }))]).toEqual([200, [
      { post: 'grade-head', before: 'classes', after: null, gaining: 0, losing: 1, changing: 0 },
      { post: 'grade-head', before: null, after: null, gaining: 0, losing: 0, changing: 0 },
      { post: 'form-teacher', before: 'classes', after: 'organisation', gaining: 0, losing: 0, changing: 0 },
    ]]);
    expect(await students(head)).toEqual(['甲生']);
  });

  it('holds from the next request on, for the bureau and all below, and the more local one beats it', async () => {
    expect((await decide(city, [{ action: 'organisation.read-students', post: 'grade-head', word: 'none' }])).statusCode).toBe(201);
    expect(await students(head)).toBe(403);
    expect((await app.inject({ method: 'GET', url: '/api/session', headers: head.headers })).json().actions).not.toContain('organisation.read-students');
    await decide(county, [{ action: 'organisation.read-students', post: 'grade-head', word: 'organisation' }]);
    expect(await students(head)).toEqual(['乙生', '甲生']);
    await decide(county, [{ action: 'organisation.read-students', post: 'grade-head', word: 'inherit' }]);
    expect(await students(head)).toBe(403);
    await decide(city, [{ action: 'organisation.read-students', post: 'grade-head', word: 'inherit' }]);
    expect(await students(head)).toEqual(['甲生']);
  });

  it('for a later day waits for it', async () => {
    const tomorrow = addDays(schoolDay(today), 1);
    await decide(county, [{ action: 'organisation.read-students', post: 'grade-head', word: 'none' }], { validFrom: tomorrow });
    expect(await students(head)).toEqual(['甲生']);
    expect((await get('roles', county)).json().coming).toHaveLength(1);
    const grants = async (day: Date) => {
      db.clock.set(day);
      return students(await signIn(app, headsAccount));
    };
    const now = db.clock.now();
    expect(await grants(new Date(now.getTime() + 86_400_000))).toBe(403);
    await db.owner.query(`delete from organisation.grant_decision where valid_from = $1`, [tomorrow]);
    await db.owner.query(`update organisation.grant_stamp set version = version + 1`);
    db.clock.set(now);
    head = await signIn(app, headsAccount);
    county = await enter('security-admin', { jurisdictionId: COUNTY });
  });

  it('against the separation is refused in words, every cell of it named, and nothing of the draft is kept', async () => {
    const answer = await decide(county, [
      { action: 'organisation.read-students', post: 'form-teacher', word: 'organisation' },
      { action: 'organisation.read-students', post: 'system-admin', word: 'all' },
      { action: 'organisation.read-students', post: 'county-officer', word: 'all' },
      { action: 'organisation.edit-grants', post: 'security-admin', word: 'none' },
      { action: 'organisation.read-tree', post: 'audit-admin', word: 'none' },
    ]);
    expect([answer.statusCode, answer.json().errors.map((one: { field: string; code: string }) => [one.field, one.code])]).toEqual([403, [
      ['edits.1', 'organisation/admin-no-pupils'], ['edits.2', 'organisation/grant-stays-in-school'],
      ['edits.3', 'organisation/admin-fixed'], ['edits.4', 'organisation/admin-fixed'],
    ]]);
    expect(answer.json().title).toContain('“查看学生名册（脱敏）”涉及学生或测评结果，任何管理员岗位都不能获得');
    expect((await db.owner.query(`select 1 from organisation.grant_decision where post = 'form-teacher'`)).rows).toEqual([]);
    for (const [over, code] of [[{ validFrom: '2026-01-01' }, 'grant-day-past'], [{ edits: [] }, 'grant-nothing'], [{ validFrom: '2026-13-41' }, 'day']] as const) {
      expect((await decide(county, [{ action: 'organisation.read-tree', post: 'inspector', word: 'none' }], over)).json().code).toBe(`organisation/${code}`);
    }
  });

  it('stays in the history with its author, and in the audit', async () => {
    const first = (await get('roles/decisions?limit=1', county)).json();
    expect(first.items[0]).toMatchObject({ action: 'organisation.read-students', post: 'grade-head', word: 'inherit', reason: '试行', decidedByName: '测试员工' });
    expect((await get(`roles/decisions?limit=10&cursor=${first.nextCursor}`, county)).json().items.length).toBe(1);
    const { rows } = await db.owner.query(`select detail from audit.entry where action = 'organisation.edit-grants' and object = $1 order by seq`, [`bureau:${COUNTY}`]);
    expect(JSON.parse(rows[0].detail)).toMatchObject({ validFrom: today, edits: [{ action: 'organisation.read-students', post: 'grade-head', before: null, after: 'organisation', gaining: 1, losing: 0 }] });
  });

  it('cannot be changed by the application once it stands', async () => {
    const asApp = (sql: string) => db.dataSource.query(sql);
    await expect(asApp(`update organisation.grant_decision set word = 'all'`)).rejects.toThrow('permission denied');
    await expect(asApp(`delete from organisation.grant_decision`)).rejects.toThrow('permission denied');
    await expect(asApp(`update organisation.grant_stamp set version = 0`)).rejects.toThrow('permission denied');
  });
});

describe('仅本人', () => {
  it('shows a school leader the imports he has uploaded, and not those of others', async () => {
    const account = await anAccountWithPost(db.owner, { post: 'school-leader', jurisdictionId: COUNTY, schoolId: school.id });
    for (const by of [account.accountId, headsAccount.accountId]) {
      await db.owner.query(
        `insert into organisation.roster_import (jurisdiction_id, id, school_id, file_key, file_name, state, created_by, created_at)
         values ($1, gen_random_uuid(), $2, 'x', $3, 'checked', $4, now())`, [COUNTY, school.id, by, `account:${by}`]);
    }
    const seen = async () => ((await get('roster-imports', await signIn(app, account))).json().items as { fileName: string }[]).map((one) => one.fileName);
    expect((await seen()).length).toBe(2);
    await decide(county, [{ action: 'organisation.import-roster', post: 'school-leader', word: 'own' }]);
    expect(await seen()).toEqual([account.accountId]);
  });
});

describe('recognising a person', () => {
  /** How many statements the application sends while this is done. */
  async function statementsOf(act: () => Promise<unknown>): Promise<string[]> {
    const { source } = app.get(UnitOfWork, { strict: false }) as unknown as { source: { createQueryRunner: () => { query: (...of: unknown[]) => unknown } } };
    const make = source.createQueryRunner;
    const sent: string[] = [];
    source.createQueryRunner = () => {
      const runner = make.call(source);
      const query = runner.query.bind(runner);
      runner.query = (...of) => {
        sent.push(String(of[0]));
        return query(...of);
      };
      return runner;
    };
    await act();
    source.createQueryRunner = make;
    return sent.filter((sql) => sql.includes('organisation.'));
  }

  it('asks nothing more of the database for edited rights; a new decision costs one reading, whoever comes next', async () => {
    const token = decodeURIComponent(/heliotrope-session=([^;]+)/.exec(head.headers['cookie']!)![1]!);
    const recognise = () => app.get(SessionService, { strict: false }).personOf(token, {});
    await recognise();
    const known = await statementsOf(recognise);
    expect(known.filter((sql) => sql.includes('grant_decision'))).toEqual([]);
    const before = known.length;
    await decide(county, [{ action: 'organisation.read-students', post: 'grade-head', word: 'organisation' }]);
    const [first, second] = [await statementsOf(recognise), await statementsOf(recognise)];
    expect([first.filter((sql) => sql.includes('grant_decision')).length, second.length]).toEqual([1, before]);
  });
});

describe('the database', () => {
  const add = (account: string, kind: PostKind, from: string, until: string | null, jurisdiction = COUNTY) => db.owner.query(
    `insert into organisation.post (jurisdiction_id, id, account_id, kind, school_id, valid_from, valid_until, created_at)
     values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, now())`,
    [jurisdiction, account, kind, sideOf(kind) === 'school' ? school.id : null, from, until],
  );

  it('refuses two sides of the separation in one hand at one time, in whatever bureaus', async () => {
    const { accountId } = await anAccountWithPost(db.owner, { post: 'researcher', jurisdictionId: COUNTY });
    await add(accountId, 'system-admin', '2026-01-01', '2026-06-30');
    await expect(add(accountId, 'audit-admin', '2026-06-30', null, NEXT_COUNTY)).rejects.toThrow('one_side_at_a_time');
    await add(accountId, 'audit-admin', '2026-07-01', null, NEXT_COUNTY);
    await expect(db.owner.query(`update organisation.post set valid_until = null where account_id = $1 and kind = 'system-admin'`, [accountId])).rejects.toThrow('one_side_at_a_time');
  });

  it('agrees with the rule about which posts clash', async () => {
    for (const one of POST_KINDS) {
      for (const other of POST_KINDS) {
        const { accountId } = await anAccountWithPost(db.owner, { post: 'researcher', jurisdictionId: COUNTY });
        await add(accountId, one, '2026-01-01', null);
        const refused = await add(accountId, other, '2026-01-01', null).then(() => false, () => true);
        expect([one, other, refused]).toEqual([one, other, postsClash(one, other)]);
      }
    }
  });
});

describe('the stored draft', () => {
  const put = (who: SignedIn, version: number, edits: object[], over: object = {}) =>
    app.inject({ method: 'PUT', url: '/api/organisation/roles/draft', headers: { ...who.headers, 'if-match': `"${version}"` }, payload: { edits, ...over } });
  const draft = async (who: SignedIn, query = '') => (await get(`roles/draft${query}`, who)).json();
  const one = { action: 'organisation.read-students', post: 'grade-head', word: 'none' };
  const other = { action: 'organisation.read-students', post: 'form-teacher', word: 'none' };

  it('is saved, shown to the other hand, not overwritten unseen, has no effect, and is gone when proposed or given up', async () => {
    const mine = await enter('security-admin', { jurisdictionId: COUNTY });
    const theirs = await enter('security-admin', { jurisdictionId: COUNTY });
    expect(await draft(mine)).toEqual({ edits: [], savedByName: null, savedAt: null, version: 0 });
    expect((await put(mine, 3, [one])).json().code).toBe('platform/changed-meanwhile');
    const before = await students(head);
    expect((await put(mine, 0, [one])).json()).toMatchObject({ edits: [one], version: 1 });
    expect(await students(head)).toEqual(before);
    expect(await draft(theirs)).toMatchObject({ edits: [one], version: 1, savedByName: expect.any(String) });
    expect((await put(theirs, 1, [one, other])).json()).toMatchObject({ edits: [one, other], version: 2 });
    const late = (await put(mine, 1, [])).json();
    expect([late.code, late.detail ?? late]).toMatchObject(['platform/changed-meanwhile', expect.anything()]);
    expect((await put(mine, 2, [])).json()).toMatchObject({ edits: [], version: 3 });
    await put(theirs, 3, [other]);
    const inForce = addDays(schoolDay(today), 30);
    expect((await decide(mine, [other], { validFrom: inForce, draftVersion: 3 })).json().code).toBe('platform/changed-meanwhile');
    expect((await decide(mine, [other], { validFrom: inForce, draftVersion: 4 })).statusCode).toBe(201);
    expect(await draft(theirs)).toMatchObject({ edits: [], version: 5 });
    const { rows } = await db.owner.query(`select 1 from audit.entry where action = 'organisation.draft-grants'`);
    expect(rows).toHaveLength(4);
  });

  it('is the bureau’s, and of those who may decide', async () => {
    const next = await enter('security-admin', { jurisdictionId: NEXT_COUNTY });
    expect((await draft(next, `?bureauId=${COUNTY}`)).code).toBe('organisation/bureau-outside');
    expect((await put(next, 5, [one], { bureauId: COUNTY })).json().code).toBe('organisation/bureau-outside');
    expect((await get('roles/draft', await enter('audit-admin', { jurisdictionId: COUNTY }))).statusCode).toBe(403);
  });
});
