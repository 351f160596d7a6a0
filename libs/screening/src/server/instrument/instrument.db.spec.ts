import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anImpactAssessment } from '@heliotrope/data-protection/testing';
import { addDays, chinaDayOf } from '@heliotrope/kernel';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aBureau, anAccountWithPost, signIn, type SignedIn } from '@heliotrope/organisation/testing';
import { Clock, JobRunRunner, jobActor, KeyProvider, newId, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { anyDefinition } from '../../testing/definition.builder.js';
import { aCounty, aPlannedRound, presentVersion, rawInstrument, seatSigner, seatsOf, shipped } from '../../testing/index.js';
import type { InstrumentDefinition } from '../../rules/instrument.js';
import { fhirQuestionnaire } from '../../rules/fhir-questionnaire.js';
import { instrumentFile } from '../../rules/instrument-file.js';
import { readDraft } from '../../rules/definition-places.js';
import { readInstrumentTables } from '../../rules/instrument-table-reading.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { instrumentWorkbook, workbookTables } from './instrument-workbook.js';

const COUNTY = 990161;
const OTHER = 990162;
const CITY = 990160;

const bytesOf = async (definition?: InstrumentDefinition): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of await instrumentWorkbook(definition)) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
};

describe('instruments of a bureau', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  const people: Record<string, SignedIn> = {};
  let today: ReturnType<typeof chinaDayOf>;

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, ScreeningHttpModule, ScreeningJobsModule);
    await aBureau(db.owner, CITY);
    for (const id of [COUNTY, OTHER]) await aBureau(db.owner, id);
    await db.owner.query(`update organisation.bureau set parent_id = $1, ancestor_ids = array[$1::int] where id = $2`, [CITY, COUNTY]);
    await anImpactAssessment(db.owner, { jurisdictionId: COUNTY });
    const county = await aCounty(db.owner, { jurisdictionId: COUNTY, pupils: 4 });
    const at = (jurisdictionId: number, post: string, more = {}) => anAccountWithPost(db.owner, { jurisdictionId, post, ...more } as never);
    people['county'] = await signIn(app, await at(COUNTY, 'county-officer', { name: '县专干' }));
    people['city'] = await signIn(app, await at(CITY, 'city-officer', { name: '市专干' }));
    people['other'] = await signIn(app, await at(OTHER, 'county-officer'));
    people['teacher'] = await signIn(app, await at(COUNTY, 'psychology-teacher', { schoolId: county.schools[0]!.id }));
    today = chinaDayOf(app.get(Clock).now());
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  async function call(who: string, method: 'GET' | 'POST', url: string, payload?: object) {
    const answer = await app.inject({ method, url: `/api/screening${url}`, headers: people[who]!.headers, ...(payload ? { payload } : {}) });
    const isJson = String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, body: answer.body !== '' && isJson ? answer.json() : null, bytes: answer.rawPayload };
  }
  async function upload(who: string, name: string, content: Buffer) {
    const boundary = 'x-boundary';
    const payload = Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`), content, Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const answer = await app.inject({ method: 'POST', url: '/api/screening/instruments/drafts', headers: { ...people[who]!.headers, 'content-type': `multipart/form-data; boundary=${boundary}` }, payload });
    return { status: answer.statusCode, body: answer.json() };
  }
  const keyOf = (code: string) => encodeURIComponent(`${code}@${presentVersion(code)}`);
  const definition = (changes: Record<string, unknown> = {}) => rawInstrument({ grades: '1-12', ...changes });
  const licence = (days: number) => ({ holder: '某教研室', number: '授-2026-1', validUntil: addDays(today, days) });
  const save = (who: string, changes: Record<string, unknown>, more: object = {}) => call(who, 'POST', '/instruments', { definition: definition(changes), origin: 'xlsx', ...more });
  async function approve(who: string, key: string, from: number, to: number, more: object = {}) {
    const { body } = await call(who, 'GET', `/instruments/${encodeURIComponent(key)}`);
    return call(who, 'POST', `/instruments/${encodeURIComponent(key)}/approvals`, { checksum: body.checksum, grades: { from, to }, validUntil: addDays(today, 300), itemsRead: body.items, ...more });
  }
  const plan = (who: string, key: string, grades: number[], closesIn = 20) => call(who, 'POST', '/rounds', {
    title: '秋季测评', opensAt: new Date(Date.parse(`${addDays(today, 1)}T00:00:00Z`)), closesAt: new Date(Date.parse(`${addDays(today, closesIn)}T08:00:00Z`)), grades,
    battery: [{ instrument: key.split('@')[0], version: key.split('@')[1], grades: { from: grades[0], to: grades.at(-1) } }],
  });
  const codesOf = (answer: { body: { errors?: { code: string }[]; code?: string } }) => answer.body.errors?.map((one) => one.code) ?? answer.body.code;

  it('a workbook that a spreadsheet program reads gives the same definition back', async () => {
    for (const one of [shipped('mht').definition, shipped('sdq-self').definition, ...fc.sample(anyDefinition, { numRuns: 12, seed: 7 })]) {
      const { file, places, faults } = readInstrumentTables(await workbookTables(await bytesOf(one)));
      expect(readDraft(file, places, faults)).toEqual({ ok: true, definition: one });
    }
  });

  it('takes a filled workbook and a questionnaire, shows the draft and saves nothing', async () => {
    const phq = shipped('phq-9').definition;
    const workbook = await upload('county', '量表.xlsx', await bytesOf(phq));
    expect(workbook).toMatchObject({ status: 200, body: { origin: 'xlsx', faults: [], notes: [], definition: JSON.parse(JSON.stringify(instrumentFile(phq))) } });
    const questionnaire = await upload('county', 'q.json', Buffer.from(JSON.stringify(fhirQuestionnaire(phq))));
    expect(questionnaire.body).toEqual({ ...workbook.body, origin: 'fhir' });
    const { rows } = await db.owner.query(`select count(*)::int as n from screening.instrument`);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('says in Chinese, with its line, what is wrong; a file that is none is refused', async () => {
    const template = await call('county', 'GET', '/instruments/template.xlsx');
    const empty = await upload('county', '模板.xlsx', template.bytes);
    expect(empty.body.definition).toBeNull();
    expect(empty.body.faults).toContainEqual(expect.objectContaining({ place: '“量表”第 2 行“代码”', message: '缺少 “代码”' }));
    expect((await upload('county', 'q.json', Buffer.from('{"resourceType": "Questionnaire"'))).body.faults[0].message).toBe('不是 FHIR R4 Questionnaire');
    expect((await upload('county', 'x.bin', Buffer.from([1, 2, 3, 0, 5]))).body.code).toBe('platform/file-kind');
    expect((await upload('county', 'x.xlsx', Buffer.alloc(0))).body.code).toBe('screening/instrument-file-missing');
    expect((await upload('teacher', '模板.xlsx', template.bytes)).status).toBe(403);
  });

  it('saves a version as the bureau’s own, which nobody changes any more', async () => {
    expect(await save('county', { code: 'own-scale' })).toMatchObject({ status: 201, body: { key: `own-scale@1.0.0+${COUNTY}` } });
    expect(await save('county', { code: 'own-scale', title: '改过' })).toMatchObject({ status: 409, body: { code: 'screening/instrument-version-taken' } });
    expect(await save('other', { code: 'own-scale' })).toMatchObject({ status: 201, body: { key: `own-scale@1.0.0+${OTHER}` } });
    expect((await save('county', { code: 'own-scale', version: `9.0.0+${OTHER}` })).body.key).toBe(`own-scale@9.0.0+${COUNTY}`);
    expect((await save('county', { code: 'other-one' }, { bureauId: OTHER })).status).toBe(403);
    expect(codesOf(await save('county', { code: 'broken', partition: [] }))).toContain('instrument/item-not-scored');
    expect(codesOf(await save('county', { code: 'no-words', wording: 'imported-by-licensee', items: 4 }))).toEqual(['screening/wording-missing']);
  });

  it('is seen from its bureau down and from nowhere else; the most local and newest stands for its code', async () => {
    await save('city', { code: 'city-scale', title: '市里的' });
    const titles = async (who: string) => ((await call(who, 'GET', '/instruments')).body.items as { key: string; owner: string | null }[]).map((one) => one.key);
    expect(await titles('county')).toEqual(expect.arrayContaining([`city-scale@1.0.0+${CITY}`, `own-scale@9.0.0+${COUNTY}`, `phq-9@${presentVersion('phq-9')}`]));
    expect(await titles('teacher')).toContain(`city-scale@1.0.0+${CITY}`);
    expect((await titles('county')).filter((key) => key.startsWith('own-scale'))).toHaveLength(1);
    expect(await titles('other')).not.toContain(`city-scale@1.0.0+${CITY}`);
    for (const [who, key] of [['other', `own-scale@9.0.0+${COUNTY}`], ['county', `own-scale@1.0.0+${OTHER}`], ['county', 'phq-9@9.9.9'], ['county', '%00']] as const) {
      expect((await call(who, 'GET', `/instruments/${encodeURIComponent(key)}`)).status).toBe(404);
    }
    await save('county', { code: 'city-scale', title: '县里的' });
    expect(await titles('county')).toContain(`city-scale@1.0.0+${COUNTY}`);
    expect(await titles('county')).not.toContain(`city-scale@1.0.0+${CITY}`);
  });

  it('the database itself keeps a version as it was saved, and a bureau from writing for another', async () => {
    const asApp = (jurisdiction: number, sql: string, params: unknown[] = []) => db.owner.connect().then(async (client) => {
      try {
        await client.query('begin');
        await client.query(`set local role heliotrope_app`);
        await client.query(`select set_config('app.jurisdictions', $1, true)`, [`{${jurisdiction}}`]);
        return await client.query(sql, params as never);
      } finally {
        await client.query('rollback');
        client.release();
      }
    });
    await expect(asApp(COUNTY, `update screening.instrument set title = 'x'`)).rejects.toThrow('permission denied');
    await expect(asApp(COUNTY, `delete from screening.instrument`)).rejects.toThrow('permission denied');
    await expect(asApp(COUNTY, `update screening.instrument_approval set grade_from = 1`)).rejects.toThrow('permission denied');
    await expect(asApp(COUNTY, `insert into screening.instrument_licence values ($1, uuidv7(), 'x', 'x', 'x', '2030-01-01', 'x', now())`, [OTHER])).rejects.toThrow('row-level security');
  });

  it('shows words and structure without the key, and hands the whole out to editors only, written down', async () => {
    const { body } = await call('teacher', 'GET', `/instruments/${keyOf('ces-d')}`);
    expect(body).toMatchObject({ items: 20, scores: expect.arrayContaining([expect.objectContaining({ id: 'total', from: 0, to: 60 })]), questions: expect.arrayContaining([expect.objectContaining({ no: 1 })]) });
    expect(JSON.stringify(body)).not.toMatch(/"(reverse|weights?|missing|ordinal|severity)"/);
    expect((await call('teacher', 'GET', `/instruments/${keyOf('ces-d')}/workbook.xlsx`)).status).toBe(403);
    const file = await call('county', 'GET', `/instruments/${keyOf('mht')}/workbook.xlsx`);
    const { file: read } = readInstrumentTables(await workbookTables(file.bytes));
    expect(read['code']).toBe('mht');
    const questionnaire = await call('county', 'GET', `/instruments/${keyOf('ces-d')}/questionnaire.json`);
    expect(questionnaire.body).toEqual(JSON.parse(JSON.stringify(fhirQuestionnaire(shipped('ces-d').definition))));
    const { rows } = await db.owner.query(`select detail::jsonb->>'exported' as exported from audit.entry where object like 'instrument:ces-d%' and detail::text like '%exported%'`);
    expect(rows).toEqual([{ exported: 'fhir' }]);
  });

  it('is approved for grades by a person who read every item of just this definition', async () => {
    const key = `phq-9@${presentVersion('phq-9')}`;
    expect(codesOf(await plan('county', key, [7, 8]))).toEqual(['screening/not-approved']);
    expect(codesOf(await approve('county', key, 7, 9, { itemsRead: 8 }))).toEqual(['screening/items-not-read']);
    expect(codesOf(await approve('county', key, 5, 9))).toEqual(['screening/instrument-outside-grades']);
    expect((await approve('county', key, 7, 9, { checksum: 'a'.repeat(64) })).body.code).toBe('screening/instrument-changed');
    expect(codesOf(await approve('county', key, 7, 9, { validUntil: addDays(today, 3000) }))).toEqual(['screening/approval-too-long']);
    expect((await approve('teacher', key, 7, 9)).status).toBe(403);
    expect((await approve('county', key, 7, 8, { bureauId: OTHER })).status).toBe(403);
    expect((await approve('county', key, 7, 8)).status).toBe(201);
    const { body } = await call('county', 'GET', `/instruments/${encodeURIComponent(key)}`);
    expect(body).toMatchObject({ usable: true, obstacles: [], approvals: [{ by: '县专干', isOwn: true, itemsRead: 9, grades: { from: 7, to: 8 }, withdrawnAt: null }] });
    expect((await plan('county', key, [7, 8])).status).toBe(201);
    expect(codesOf(await plan('county', key, [7, 8, 9]))).toEqual(['screening/grades-not-approved']);
    expect(codesOf(await plan('county', key, [7, 8], 301))).toEqual(['screening/approval-over']);
    expect(codesOf(await plan('other', key, [7]))).toEqual(['screening/not-approved']);
  });

  it('one with method wording is refused for grade 5, whatever is confirmed, and approved from grade 7', async () => {
    await save('county', { code: 'step-scale', items: [{ no: 1, text: '我想过割腕' }, ...[2, 3, 4].map((no) => ({ no, text: `平常的一题 ${no}` }))] });
    const key = `step-scale@1.0.0+${COUNTY}`;
    const refused = await approve('county', key, 5, 9);
    expect(codesOf(refused)).toEqual(['screening/method-wording']);
    expect(refused.body.errors[0].message).toContain('第 1 题“割腕”');
    expect((await approve('county', key, 7, 9)).status).toBe(201);
    const { body } = await call('county', 'GET', `/instruments/${encodeURIComponent(key)}`);
    expect(body.questions[0].words).toContainEqual({ word: '割腕', kind: 'method' });
    expect(body.approvals[0].words).toBe(1);
    expect(codesOf(await plan('county', key, [6, 7]))).toEqual(['screening/grades-not-approved']);
  });

  it('an approval of the city holds in its county; withdrawn, it keeps a planned round from opening', async () => {
    await save('city', { code: 'withdrawn-scale' });
    const key = `withdrawn-scale@1.0.0+${CITY}`;
    const { body: { id } } = await approve('city', key, 7, 9);
    const planned = await plan('county', key, [7]);
    expect(planned.status).toBe(201);
    expect((await call('county', 'POST', `/instrument-approvals/${id}/withdraw`, { reason: '不是我批的' })).status).toBe(404);
    expect((await call('city', 'POST', `/instrument-approvals/${id}/withdraw`, { reason: '有一题不妥' })).status).toBe(204);
    expect((await call('city', 'POST', `/instrument-approvals/${id}/withdraw`, { reason: '再撤一次' })).status).toBe(404);
    const opened = await call('county', 'POST', `/rounds/${planned.body.id}/open`);
    expect(opened).toMatchObject({ status: 409, body: { code: 'screening/instrument-unusable', title: expect.stringContaining('还没有经教育局批准') } });
    const { body } = await call('county', 'GET', `/instruments/${encodeURIComponent(key)}`);
    expect(body.approvals[0]).toMatchObject({ withdrawnReason: '有一题不妥', withdrawnBy: '市专干', isOwn: false });
  });

  it('a licence is needed for licensed words, and its end blocks planning and opening, with the reason', async () => {
    const licensed = { code: 'licensed-scale', wording: 'licensed', licence: { tier: 'C', line: '某某所有' } };
    expect((await save('county', licensed)).body.code).toBe('screening/licence-needed');
    expect((await save('county', licensed, { licence: licence(-1) })).body.code).toBe('screening/licence-over');
    expect((await save('county', licensed, { licence: licence(30) })).status).toBe(201);
    const key = `licensed-scale@1.0.0+${COUNTY}`;
    await approve('county', key, 7, 9);
    expect((await plan('county', key, [7], 31)).body.errors[0]).toMatchObject({ code: 'screening/licence-expired', message: expect.stringContaining('授-2026-1') });
    const planned = await plan('county', key, [7], 30);
    expect(planned.status).toBe(201);
    await db.owner.query(`update screening.instrument_licence set valid_until = $1 where code = 'licensed-scale'`, [addDays(today, -1)]);
    const listed = (await call('county', 'GET', '/instruments')).body.items.find((one: { code: string }) => one.code === 'licensed-scale');
    expect(listed).toMatchObject({ usable: false, obstacles: [{ code: 'licence-expired' }], licenceUntil: addDays(today, -1) });
    expect((await call('county', 'POST', `/rounds/${planned.body.id}/open`)).body.code).toBe('screening/instrument-unusable');
    expect((await call('county', 'POST', `/instruments/${encodeURIComponent(key)}/licences`, licence(60))).status).toBe(204);
    expect((await call('county', 'POST', `/rounds/${planned.body.id}/open`)).status).toBe(202);
  });

  it('is answered and scored like a shipped one, compiled once', async () => {
    await save('county', {
      code: 'branching', critical: [{ item: 2, op: '>=', value: 2, severity: 3, reason: '第 2 题须立即关注' }],
      items: [{ no: 1, text: '第一题' }, { no: 2, text: '只在前一题答“有时”以上时问', askedWhen: { items: [1], op: '>=', value: 1 } }, { no: 3, text: '第三题' }, { no: 4, text: '第四题' }],
    });
    const version = `1.0.0+${COUNTY}`;
    await approve('county', `branching@${version}`, 7, 9);
    const { checksum } = (await call('county', 'GET', `/instruments/${encodeURIComponent(`branching@${version}`)}`)).body;
    expect(checksum).toMatch(/^[0-9a-f]{64}$/);
    const round = (await aPlannedRound(db.owner, { jurisdictionId: COUNTY, grades: [7], battery: [{ instrument: 'branching', version, grades: { from: 7, to: 9 } }] })).id;
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', COUNTY), round);
    await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: jobRunId });
    const seats = await seatsOf(db.owner, round);
    const sign = seatSigner(app.get(KeyProvider), new Date('2027-01-01T00:00:00Z'));
    const send = (n: number, answers: (number | null)[]) => app.inject({
      method: 'POST', url: '/api/answering/sheets', headers: { authorization: `Bearer ${sign(seats[n]!)}` }, payload: { sheetId: newId(), instrument: 'branching', version, answers },
    });
    expect((await send(0, [0, null, 1, 1])).statusCode).toBe(201);
    expect((await send(1, [1, 2, 1, 1])).statusCode).toBe(201);
    const { rows } = await db.owner.query(`select scores, validity, critical, instrument_version from screening.answer_sheet where round_id = $1 order by submitted_at`, [round]);
    expect(rows).toEqual([
      { scores: [2], validity: 'valid', critical: [], instrument_version: version }, // what was not asked is not missing
      { scores: [5], validity: 'valid', critical: [2], instrument_version: version },
    ]);
    const library = app.get(InstrumentLibrary);
    expect(await library.fetch('branching', version)).toBe(library.find('branching', version));
  });

  it('a stored definition that was tampered with is not scored by', async () => {
    await save('county', { code: 'tampered' });
    await db.owner.query(`update screening.instrument set definition = jsonb_set(definition, '{title}', '"别的"') where code = 'tampered'`);
    const fresh = new InstrumentLibrary(undefined, { definitionOf: async (code, version) => (await db.owner.query(`select definition, checksum from screening.instrument where code = $1 and version = $2`, [code, version])).rows[0] });
    expect(await fresh.fetch('tampered', `1.0.0+${COUNTY}`)).toBeUndefined();
    expect(await fresh.fetch('own-scale', `1.0.0+${COUNTY}`)).toBeDefined();
  });
});
