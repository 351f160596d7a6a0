import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssessesExports, type ExportAssessor, ExportsHttpModule, JobRunRunner, unzipFiles, zipFiles } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Entry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { CSV_COLUMNS, ROSTER, ROSTER_CORE, ROSTER_DEMOGRAPHICS } from '../../rules/index.js';
import { aClass, anAccountWithPost, aRosterFile, aRosterRow, aSchool, aStudent, type BuiltSchool, signIn, type SignedIn, terms } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { OrganisationJobsModule } from '../organisation.jobs.module.js';

const COUNTY = 990101;

/** The building that keeps impact assessments comes later on the way; here they are all in force. */
@AssessesExports()
class Assessed implements ExportAssessor {
  demand(): Promise<void> {
    return Promise.resolve();
  }
}
@Module({ providers: [Assessed] })
class AssessedModule {}

const HOME = '/ims/oneroster/rostering/v1p2';
const MOST = 10_000_000;

/** GBK, which Node reads and does not write. */
const GBK = new Map<string, Buffer>();
for (let high = 0x81; high <= 0xfe; high += 1) {
  for (let low = 0x40; low <= 0xfe; low += 1) GBK.set(new TextDecoder('gbk').decode(Buffer.from([high, low])), Buffer.from([high, low]));
}
const inGbk = (text: string): Buffer => Buffer.concat([...text].map((char) => (char < '\x80' ? Buffer.from(char) : GBK.get(char)!)));

/*
 * A district's IT person with curl: a token, the pupils page by page, a package, and the package back. And what must
 * not happen on the way.
 */
describe('a district\'s own system', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let school: BuiltSchool;
  let other: BuiltSchool;
  let neighbourPupil: string;
  let officer: SignedIn;
  let secondOfficer: SignedIn;
  let teacherId: string;
  let token: string;

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, OrganisationHttpModule, OrganisationJobsModule, ExportsHttpModule, AssessedModule);
    school = await aSchool(db.owner, { name: '向阳中学', identifierCode: '3499900001' });
    other = await aSchool(db.owner, { name: '东湖中学', identifierCode: '3499900002' });
    const next = await aSchool(db.owner, { jurisdictionId: 990102, name: '邻县中学' });
    neighbourPupil = (await aStudent(db.owner, await aClass(db.owner, next))).id;
    await terms(db.owner, COUNTY);
    await terms(db.owner, 990102);
    await comeIn();
    const rows = [...Array.from({ length: 25 }, (_, n) => aRosterRow(n + 1, { schoolCode: '3499900001', classNumber: `${(n % 2) + 1}班`, name: `测${'甲乙丙丁戊己庚辛'[n % 8]}${'一二三四'[n >> 3]}` })),
      aRosterRow(90, { schoolCode: '3499900002', studentNumber: 'L990101201201011234', citizenNumber: '', bornOn: '2012-01-01' })];
    await roster(aRosterFile(rows), true);
    const { rows: [first] } = await db.owner.query(`select id from organisation.class where school_id = $1 and number = 1`, [school.id]);
    teacherId = (await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id, classIds: [first!['id'] as string], name: '李老师' })).accountId;
    token = await tokenWith([ROSTER, ROSTER_DEMOGRAPHICS]);
  });
  afterAll(async () => {
    await app?.close();
    await db?.close();
  });

  async function comeIn(): Promise<void> {
    officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
    secondOfficer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
  }

  async function tokenWith(scopes: string[], schoolIds: string[] = []): Promise<string> {
    const [system, security] = [await anAccountWithPost(db.owner, { post: 'system-admin' }), await anAccountWithPost(db.owner, { post: 'security-admin' })];
    const headers = (await signIn(app, system)).headers;
    const made = await app.inject({
      method: 'POST', url: '/api/organisation/api-clients', headers,
      payload: { jurisdictionId: COUNTY, name: `平台${Math.random()}`, purpose: '同步名册', scopes, schoolIds, addresses: ['127.0.0.1'], perMinute: 6000, expiresOn: '2027-07-31' },
    });
    const { client, secret } = made.json();
    await app.inject({ method: 'POST', url: `/api/organisation/api-clients/${client.id}/approve`, headers: { ...(await signIn(app, security)).headers, 'if-match': `"${client.version}"` }, payload: {} });
    const answer = await app.inject({
      method: 'POST', url: '/api/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: secret }).toString(),
    });
    return answer.json().access_token;
  }

  const curl = (path: string, with_ = token) => app.inject({ method: 'GET', url: `${HOME}/${path}`, headers: { authorization: `Bearer ${with_}` } });
  const get = async (path: string, with_ = token) => (await curl(path, with_)).json();

  async function work(runId: string): Promise<void> {
    await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: COUNTY, runId });
    const { rows } = await db.owner.query(`select state from platform.job_run where id = $1`, [runId]);
    expect(rows[0].state).toBe('done');
  }

  function send(path: string, content: Buffer, fileName: string) {
    const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
    return app.inject({
      method: 'POST', url: `/api/organisation/${path}`, headers: { ...officer.headers, 'content-type': 'multipart/form-data; boundary=b' },
      payload: Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')]),
    });
  }

  async function looked(id: string) {
    return (await app.inject({ method: 'GET', url: `/api/organisation/roster-imports/${id}`, headers: officer.headers })).json();
  }

  async function roster(content: Buffer, apply = false) {
    const { id, jobRunId } = (await send('roster-imports', content, '名册.csv')).json();
    await work(jobRunId);
    if (apply) {
      const confirmed = await app.inject({ method: 'POST', url: `/api/organisation/roster-imports/${id}/confirm`, headers: officer.headers, payload: {} });
      await work(confirmed.json().jobRunId);
    }
    return looked(id);
  }

  async function packed(content: Buffer): Promise<Record<string, unknown>> {
    const answer = await send('oneroster-imports', content, '数据包.zip');
    expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
    await work(answer.json().jobRunId);
    return { ...answer.json(), ...(await looked(answer.json().id)) };
  }

  async function exported(body: object): Promise<Map<string, string>> {
    const asked = await app.inject({ method: 'POST', url: '/api/organisation/oneroster-exports', headers: officer.headers, payload: { jurisdictionId: COUNTY, reason: '交给区数据中台', ...body } });
    expect(asked.statusCode).toBe(202);
    const { exportId } = asked.json();
    expect((await app.inject({ method: 'POST', url: `/api/export-approvals/${exportId}`, headers: secondOfficer.headers, payload: { grant: true } })).statusCode).toBe(204);
    const { rows } = await db.owner.query(`select job_run_id as id from platform.export where id = $1`, [exportId]);
    await work(rows[0].id);
    const { password } = (await app.inject({ method: 'POST', url: `/api/exports/${exportId}/password`, headers: officer.headers })).json();
    const file = await app.inject({ method: 'GET', url: `/api/exports/${exportId}/file`, headers: officer.headers });
    const [entry] = await new ZipReader(new Uint8ArrayReader(file.rawPayload), { password }).getEntries();
    const inner = Buffer.from(await (entry as Entry & { getData(w: Uint8ArrayWriter): Promise<Uint8Array> }).getData(new Uint8ArrayWriter()));
    const names = new Set(['manifest', ...Object.keys(CSV_COLUMNS)].map((name) => `${name}.csv`));
    return new Map([...(await unzipFiles(inner, { names, most: MOST }))].map(([name, bytes]) => [name, bytes.toString('utf8')]));
  }

  const zipOf = async (files: Map<string, string>, encode: (text: string) => Uint8Array = (text) => Buffer.from(text)) =>
    Buffer.from(await zipFiles(new Map([...files].map(([name, text]) => [name, encode(text)]))));

  it('reads the pupils page by page, each once', async () => {
    const seen: string[] = [];
    let url: string | undefined = `${HOME}/students?limit=10`;
    while (url) {
      const answer: Awaited<ReturnType<typeof curl>> = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } });
      expect([answer.statusCode, answer.headers['x-total-count']]).toEqual([200, '26']);
      seen.push(...answer.json().users.map((user: { sourcedId: string }) => user.sourcedId));
      const next: string | undefined = /<([^>]+)>; rel="next"/.exec(String(answer.headers['link']))?.[1];
      url = next?.replace('http://127.0.0.1:3001', '');
    }
    expect([seen.length, new Set(seen).size, seen.includes(neighbourPupil)]).toEqual([26, 26, false]);
    const { rows } = await db.owner.query(`select count(*)::int as n from audit.entry where action = 'organisation.client-reads-pupils'`);
    expect(rows[0].n).toBe(1); // one a day, not one a page
  });

  it('is told of a pupil what the standard asks, and never a citizen number', async () => {
    const { users: [pupil] } = await get(`students?limit=1&filter=familyName='测甲一'`);
    expect(pupil).toMatchObject({
      status: 'active', enabledUser: true, givenName: '测甲一', familyName: '测甲一', grades: ['07'], metadata: { 'cn.boarding': false },
      roles: [{ roleType: 'primary', role: 'student', org: { sourcedId: school.id, type: 'org', href: `http://127.0.0.1:3001${HOME}/orgs/${school.id}` } }],
    });
    const all = JSON.stringify([await get('users?limit=1000'), await get('demographics?limit=1000'), await get('enrollments?limit=1000')]);
    expect(all).not.toMatch(/99\d{4}20130904\d{3}/);
    expect(all).toContain('L990101201201011234'); // holds no citizen number
    expect((await get('demographics?limit=1')).demographics[0]).toMatchObject({ birthDate: '2013-09-04' });
  });

  it.each<[string, string, (body: Record<string, unknown[]>) => unknown, unknown]>([
    ['the bureau and its schools', 'orgs?sort=name', (body) => body['orgs']!.length, 3],
    ['schools only', 'schools', (body) => body['orgs']!.length, 2],
    ['terms', 'terms', (body) => body['academicSessions']!.map((one) => (one as { type: string }).type), ['term', 'term']],
    ['the school year above them', `academicSessions?filter=type='schoolYear'`, (body) => (body['academicSessions']![0] as { sourcedId: string }).sourcedId, '990101-2026'],
    ['classes by the words of staff', 'classes?sort=classCode', (body) => body['classes']!.map((one) => (one as { title: string }).title).sort(), ['七年级1班', '七年级1班', '七年级2班']],
    ['teachers', 'teachers', (body) => body['users']!.map((one) => (one as { givenName: string }).givenName), ['李老师']],
    ['only the fields asked for', 'students?limit=1&fields=sourcedId,givenName', (body) => Object.keys(body['users']![0] as object), ['sourcedId', 'givenName']],
    ['sorted backwards', 'orgs?sort=name&orderBy=desc&limit=1&fields=name', (body) => body['orgs']!.length, 1],
    ['nothing changed since tomorrow', `students?filter=dateLastModified>'2099-01-01'`, (body) => body['users']!.length, 0],
  ])('reads %s', async (_, path, of, expected) => expect(of(await get(path))).toEqual(expected));

  it('walks from a school to its classes, their pupils and teachers, and back', async () => {
    const { classes } = await get(`schools/${school.id}/classes?sort=classCode`);
    const [first] = classes;
    expect((await get(`classes/${first.sourcedId}/students`)).users).toHaveLength(13);
    expect((await get(`schools/${school.id}/classes/${first.sourcedId}/students`)).users).toHaveLength(13);
    expect((await get(`classes/${first.sourcedId}/teachers`)).users.map((user: { sourcedId: string }) => user.sourcedId)).toEqual([teacherId]);
    expect((await get(`teachers/${teacherId}/classes`)).classes.map((one: { sourcedId: string }) => one.sourcedId)).toEqual([first.sourcedId]);
    const { users: [pupil] } = await get(`schools/${school.id}/students?limit=1`);
    expect((await get(`students/${pupil.sourcedId}/classes`)).classes).toHaveLength(1);
    expect((await get(`students/${pupil.sourcedId}`)).user.sourcedId).toBe(pupil.sourcedId);
    expect((await get(`enrollments/${pupil.sourcedId}`)).enrollment).toMatchObject({ role: 'student', user: { sourcedId: pupil.sourcedId } });
    expect((await curl(`schools/${school.id}/classes/${neighbourPupil}/students`)).statusCode).toBe(404);
  });

  it.each<[string, string, number, string]>([
    ['a pupil of the next county', 'students/NEIGHBOUR', 404, 'unknownobject'],
    ['what does not exist', 'students/x', 404, 'unknownobject'],
    ['a filter over a field that is none', `students?filter=password='x'`, 400, 'invalid_filter_field'],
    ['a field that is none', 'students?fields=password', 400, 'invalid_selection_field'],
    ['an order that is none', 'students?sort=password', 400, 'invaliddata'],
    ['a page that is none', 'students?limit=0', 400, 'invaliddata'],
    ['a parameter that is none', 'students?page=2', 400, 'invaliddata'],
    ['an endpoint that is none', 'lineItems', 404, 'unknownobject'],
  ])('is told in the words of the standard about %s', async (_, path, status, minor) => {
    const answer = await curl(path.replace('NEIGHBOUR', neighbourPupil));
    expect([answer.statusCode, answer.json().imsx_codeMajor, answer.json().imsx_CodeMinor.imsx_codeMinorField[0].imsx_codeMinorFieldValue]).toEqual([status, 'failure', minor]);
  });

  it('reads no more than its scopes open, and nothing without a token', async () => {
    const core = await tokenWith([ROSTER_CORE]);
    expect((await curl('students', core)).statusCode).toBe(200);
    for (const path of [`schools/${school.id}/students`, 'demographics']) expect((await curl(path, core)).statusCode).toBe(403);
    const none = await app.inject({ method: 'GET', url: `${HOME}/students` });
    expect([none.statusCode, none.headers['www-authenticate'], none.json().imsx_codeMajor]).toEqual([401, 'Bearer realm="oneroster"', 'failure']);
    expect((await app.inject({ method: 'GET', url: `${HOME}/students`, headers: officer.headers })).statusCode).toBe(401);
  });

  it('narrowed to one school sees its pupils and staff only', async () => {
    const narrow = await tokenWith([ROSTER], [other.id]);
    expect((await get('users', narrow)).users).toHaveLength(1);
    expect((await get('schools', narrow)).orgs.map((one: { sourcedId: string }) => one.sourcedId)).toEqual([other.id]);
    expect((await get('enrollments', narrow)).enrollments).toHaveLength(1);
    expect((await curl(`schools/${school.id}/students`, narrow)).statusCode).toBe(404);
  });

  it('takes the whole roster as a package and sends it back: nothing changes', async () => {
    const files = await exported({ demographics: true });
    expect(files.get('manifest.csv')).toContain('file.users,bulk');
    expect(files.get('users.csv')!.split('\r\n')[0]).toBe(CSV_COLUMNS.users.join(','));
    expect([...files.values()].join()).not.toMatch(/99\d{4}20130904\d{3}/);
    expect(files.get('users.csv')!.split('\r\n')[1]).toMatch(/^[0-9a-f-]{36},,,true,/); // bulk: neither status nor time
    expect(await packed(await zipOf(files))).toMatchObject({
      state: 'checked', kind: 'bulk', pupils: 26, notPupils: 1, counts: { new: 0, changed: 0, unchanged: 26, leaving: 0, wrong: 0 } });
    const gbk = await zipOf(files, inGbk);
    expect(await packed(gbk)).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 26, wrong: 0 } });
    expect(await packed(await zipOf(files, (text) => Buffer.from(`\ufeff${text}`)))).toMatchObject({ counts: { unchanged: 26, wrong: 0 } });
  });

  it('takes what has changed since a day, and who has gone', async () => {
    db.clock.set(new Date('2026-10-20T02:00:00Z'));
    await comeIn();
    token = await tokenWith([ROSTER]);
    const { rows: [gone] } = await db.owner.query(
      `update organisation.student set state = 'left', left_on = '2026-10-20', updated_at = '2026-10-20T01:00:00Z' where name = '测乙一' returning id`);
    const { rows: [changed] } = await db.owner.query(`update organisation.student set name = '测改名', updated_at = '2026-10-20T01:00:00Z' where name = '测丙一' returning id`);
    const files = await exported({ since: '2026-10-20' });
    expect(files.get('manifest.csv')).toContain('file.users,delta');
    const lines = files.get('users.csv')!.trim().split('\r\n').slice(1).map((line) => line.split(','));
    const pupils = lines.filter(([id]) => id !== teacherId).map(([id, status, at]) => [id, status, at]);
    expect(pupils.sort()).toEqual([[gone!['id'], 'tobedeleted', '2026-10-20T01:00:00.000Z'], [changed!['id'], 'active', '2026-10-20T01:00:00.000Z']].sort());
    expect(await packed(await zipOf(files))).toMatchObject({ kind: 'delta', pupils: 1, gone: 1, counts: { unchanged: 1, leaving: 0, wrong: 0, new: 0 } });
    await db.owner.query(`delete from organisation.student where id = $1`, [gone!['id']]);
    const { user } = await get(`users/${gone!['id']}`);
    expect(user).toMatchObject({ status: 'tobedeleted', givenName: '' }); // its number outlives it, and nothing else
  });

  describe('who has left', () => {
    const stateOf = async (name: string) => (await db.owner.query(`select state from organisation.student where name = $1`, [name])).rows.map((row) => row.state);
    const act = async (id: string, verb: string, payload: object = {}) => {
      const answer = await app.inject({ method: 'POST', url: `/api/organisation/roster-imports/${id}/${verb}`, headers: officer.headers, payload });
      if (answer.statusCode >= 300) return answer.json().code;
      await work(answer.json().jobRunId);
      return looked(id);
    };
    const idOf = async (name: string) => (await db.owner.query(`select id from organisation.student where name = $1`, [name])).rows[0].id as string;
    const without = (files: Map<string, string>, id: string) => new Map([...files].map(([name, text]) => [name, text.split('\r\n').filter((line) => !line.includes(id)).join('\r\n')]));

    it('is everybody a bulk package no longer names at its schools; counted first, gone when confirmed, back with the undo', async () => {
      const files = without(await exported({}), await idOf('测戊一'));
      const read = await packed(await zipOf(files));
      expect(read).toMatchObject({ packageKind: 'bulk', gone: 0, counts: { new: 0, changed: 0, leaving: 1, wrong: 0 } });
      expect(await stateOf('测戊一')).toEqual(['enrolled']);
      expect(await act(read['id'] as string, 'confirm')).toBe('organisation/import-empty'); // asked for nothing: nothing to do
      expect(await act(read['id'] as string, 'confirm', { applyLeaving: true })).toMatchObject({ state: 'applied', counts: { leaving: 1 } });
      expect(await stateOf('测戊一')).toEqual(['left']);
      expect(await act(read['id'] as string, 'undo')).toMatchObject({ state: 'undone' });
      expect(await stateOf('测戊一')).toEqual(['enrolled']);
    });

    it('is nobody of a school the bulk package does not speak of, whole classes of one it does', async () => {
      const files = await exported({});
      const { rows } = await db.owner.query(`select s.id from organisation.student s join organisation.class c on c.id = s.class_id where s.school_id = $1 and c.number = 2 and s.state = 'enrolled'`, [school.id]);
      const left = rows.reduce<Map<string, string>>((rest, row) => without(rest, row.id as string), files);
      const only = without(left, (await db.owner.query(`select id from organisation.student where school_id = $1`, [other.id])).rows[0].id);
      expect(await packed(await zipOf(only))).toMatchObject({ counts: { leaving: rows.length, new: 0, wrong: 0 } });
    });

    it.each<[string, (id: string, classId: string) => [string, string]]>([
      ['a user marked for deletion', (id) => ['users', `sourcedId,status,givenName,familyName\n${id},tobedeleted,x,x\n`]],
      ['an enrollment marked for deletion', (id, classId) => ['enrollments', `sourcedId,status,classSourcedId,userSourcedId,role\ne1,tobedeleted,${classId},${id},student\n`]],
      ['a user known by the student number alone', () => ['users', 'sourcedId,status,givenName,familyName,metadata.cn.studentNo\nx-1,tobedeleted,x,x,L990101201201011234\n']],
    ])('is in a delta %s, and nobody else', async (_, said) => {
      const byNumber = _.includes('alone');
      const { rows: [pupil] } = await db.owner.query(
        `select id, name, class_id from organisation.student where ${byNumber ? 'school_id = $1' : `school_id = $1 and name = '测己一'`}`, [byNumber ? other.id : school.id]);
      const [file, text] = said(pupil!['id'] as string, pupil!['class_id'] as string);
      const empty = { users: 'sourcedId,status,givenName,familyName\n', classes: 'sourcedId,title,schoolSourcedId\n', enrollments: 'sourcedId,status,classSourcedId,userSourcedId,role\n' };
      const files = new Map(Object.entries({ manifest: 'propertyName,value\noneroster.version,1.2\nfile.users,delta\n', ...empty, [file]: text }).map(([name, content]) => [`${name}.csv`, content]));
      const read = await packed(await zipOf(files));
      expect(read).toMatchObject({ packageKind: 'delta', pupils: 0, gone: 1, state: 'checked', counts: { new: 0, changed: 0, unchanged: 0, leaving: 1, wrong: 0 } });
      expect(await stateOf(pupil!['name'] as string)).toEqual(['enrolled']);
      expect(await act(read['id'] as string, 'confirm', { applyLeaving: true })).toMatchObject({ state: 'applied', counts: { leaving: 1 } });
      expect(await stateOf(pupil!['name'] as string)).toEqual(['left']);
      expect(await act(read['id'] as string, 'undo')).toMatchObject({ state: 'undone' });
      expect(await stateOf(pupil!['name'] as string)).toEqual(['enrolled']);
    });
  });

  it('finds faults of a package in the sheet of faults, and no number there that it did not bring', async () => {
    const files = await exported({});
    const users = files.get('users.csv')!.replaceAll('测丁一', '？');
    const read = await packed(await zipOf(new Map([...files, ['users.csv', users]])));
    expect(read).toMatchObject({ counts: { wrong: 1, leaving: 0 } }); // named in a line that is wrong: not missing
    const { rows } = await db.owner.query(`select action from audit.entry where object = 'oneroster-package' limit 1`);
    expect(rows[0].action).toBe('organisation.import-roster');
  });

  it.each<[string, (files: Map<string, string>) => void, string]>([
    ['no enrollments', (files) => files.delete('enrollments.csv'), 'organisation/package-incomplete'],
    ['an older version', (files) => files.set('manifest.csv', 'propertyName,value\noneroster.version,1.0\n'), 'organisation/package-version'],
    ['a workbook for a table', (files) => files.set('users.csv', 'PK\x03\x04'), 'platform/file-kind'],
    ['a column less', (files) => files.set('users.csv', 'sourcedId,givenName\nx,y\n'), 'organisation/package-columns'],
  ])('sends no package with %s', async (_, spoil, code) => {
    const files = new Map([
      ['manifest.csv', 'propertyName,value\noneroster.version,1.2\nfile.users,bulk\n'], ['users.csv', 'sourcedId,givenName,familyName\nx,y,z\n'],
      ['classes.csv', 'sourcedId,title,schoolSourcedId\n'], ['enrollments.csv', 'classSourcedId,userSourcedId,role\n'],
    ]);
    spoil(files);
    const answer = await send('oneroster-imports', await zipOf(files), 'x.zip');
    expect([answer.statusCode, answer.json().code]).toEqual([422, code]);
  });

  it('sends no more rows than there is room for, however they are shared out', async () => {
    const many = (header: string) => `${header}\n${'x,y,z\n'.repeat(100_000)}`;
    const files = new Map([
      ['manifest.csv', 'propertyName,value\noneroster.version,1.2\nfile.users,bulk\n'], ['users.csv', many('sourcedId,givenName,familyName')],
      ['classes.csv', many('sourcedId,title,schoolSourcedId')], ['enrollments.csv', many('classSourcedId,userSourcedId,role')],
    ]);
    const answer = await send('oneroster-imports', await zipOf(files), 'x.zip');
    expect([answer.statusCode, answer.json().code, answer.json().detail ?? answer.json().title]).toEqual([413, 'organisation/package-rows', expect.stringContaining('300000行')]);
  });

  it('sends no bomb, and nothing that is no archive', async () => {
    const bomb = await zipFiles(new Map([['users.csv', Buffer.alloc(1024)]]));
    const saying = (size: number) => {
      const lying = Buffer.from(bomb);
      lying.writeUInt32LE(size, lying.indexOf('PK\x01\x02', 0, 'latin1') + 24);
      return lying;
    };
    const no = async (content: Buffer) => (await send('oneroster-imports', content, 'x.zip')).json().code;
    for (const size of [4_000_000_000, 64 * 1024 * 1024 + 1]) expect(await no(saying(size))).toBe('platform/too-large');
    expect(await no(saying(10))).toBe('platform/file-kind');
    expect(await no(Buffer.from('not a zip'))).toBe('platform/file-kind');
    await expect(unzipFiles(Buffer.from(bomb), { names: new Set(['users.csv']), most: 1023 })).rejects.toMatchObject({ code: 'platform/too-large' });
  });
});
