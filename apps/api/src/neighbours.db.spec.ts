import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Decided, GRANTS, POST_KINDS, type PostKind, ROSTER, SCOPE_WORDS } from '@heliotrope/organisation/rules';
import { addDays, chinaDayOf, declaredActions } from '@heliotrope/kernel';
import {
  aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltSchool, signIn, type SignedIn, terms,
} from '@heliotrope/organisation/testing';
import { checksumOf } from '@heliotrope/screening';
import { instrumentFile } from '@heliotrope/screening/rules';
import { compiledSample } from '@heliotrope/screening/testing';
import { createServer, newId, RouteCheck, type RouteRight } from '@heliotrope/platform';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { ApiModule } from './api.module.js';

const OURS = 990101;
const NEXT_COUNTY = 990102;
const TODAY = chinaDayOf(new Date());

/** Posts whose scope is a whole bureau see its schools by right; here they stand in the next county. */
const isOfBureau = (post: PostKind) => !['form-teacher', 'grade-head', 'psychology-teacher', 'school-leader'].includes(post);

describe('a neighbour', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let ids: Record<string, string>;
  let secrets: string[];
  const people = new Map<string, SignedIn>();

  beforeAll(async () => {
    db = await testDatabase();
    app = await createServer(ApiModule.with(db.config), db.config);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const school = await aSchool(db.owner, { jurisdictionId: OURS, name: '被窥视的学校' });
    await terms(db.owner, OURS);
    ids = await everythingOf(db, school);
    secrets = [ids['student']!, ids['studentName']!, ids['case']!, ids['review']!, ids['export']!, ids['message']!, ids['rosterImport']!, ids['rightsRequest']!, ids['paperBatch']!, ids['consentRecord']!, ids['loan']!, ids['post']!, ids['postProposal']!, ids['staffMember']!];
    const sameCounty = await aSchool(db.owner, { jurisdictionId: OURS });
    const nextCounty = await aSchool(db.owner, { jurisdictionId: NEXT_COUNTY });
    for (const post of POST_KINDS) {
      const places = isOfBureau(post) ? [{ jurisdictionId: NEXT_COUNTY }] : [sameCounty, nextCounty].map(within);
      for (const [n, place] of places.entries()) {
        const account = await anAccountWithPost(db.owner, { post, ...place });
        people.set(`${post} ${isOfBureau(post) || n === 1 ? 'of the next county' : 'of the next school'}`, await signIn(app, account));
      }
    }
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const within = (school: BuiltSchool) => ({ jurisdictionId: school.jurisdictionId, schoolId: school.id, classIds: [] });

  it('finds on every route, in every post, nothing of a school that is not his', async () => {
    expect(await roundOfAll()).toEqual([]);
  }, 480_000);

  /**
   * The neighbouring bureau's decisions, whatever they say and by whatever way they came to stand there: for the posts of
   * the next county, and for posts at the next school those of our own county.
   */
  it('finds nothing more whatever is decided about the rights of his post', async () => {
    const author = (await anAccountWithPost(db.owner, { post: 'security-admin', jurisdictionId: NEXT_COUNTY })).accountId;
    const words = [...Object.keys(SCOPE_WORDS), 'none'] as Decided[];
    const cell = fc.record({ action: fc.constantFrom(...Object.keys(GRANTS)), post: fc.constantFrom(...POST_KINDS), word: fc.constantFrom(...words) });
    const [draft] = fc.sample(fc.array(cell, { minLength: 400, maxLength: 800, size: 'max' }), { numRuns: 1, seed: Date.now() });
    for (const [bureau, cells] of [[NEXT_COUNTY, draft!], [OURS, draft!.filter((one) => !isOfBureau(one.post))]] as const) {
      await db.owner.query(
        `insert into organisation.grant_decision (jurisdiction_id, id, action, post, word, valid_from, decided_by, decided_at)
         select $1, uuidv7(), c.action, c.post, c.word, current_date - 1, $2, now() from unnest($3::text[], $4::text[], $5::text[]) as c(action, post, word)`,
        [bureau, author, cells.map((one) => one.action), cells.map((one) => one.post), cells.map((one) => one.word)],
      );
    }
    const told = await roundOfAll();
    expect({ told, after: told.length > 0 ? draft : [] }).toEqual({ told: [], after: [] });
    await db.owner.query(`delete from organisation.grant_decision`);
    await db.owner.query(`update organisation.grant_stamp set version = version + 1`);
  }, 480_000);

  async function roundOfAll(): Promise<string[]> {
    const told: string[] = [];
    const routes = app.get(RouteCheck).routes().filter((route) => route.allow && !route.path.endsWith('/events') && !leaves(route));
    expect(routes.length).toBeGreaterThan(30);
    for (const [who, session] of people) {
      for (const route of routes) {
        const answer = await call(route, session);
        const shown = secrets.filter((secret) => answer.body.includes(secret));
        if (shown.length > 0) told.push(`${who}: ${route.method} ${route.path} shows ${shown.join(', ')}`);
        if (answer.statusCode >= 500) told.push(`${who}: ${route.method} ${route.path} answers ${answer.statusCode} ${answer.body}`);
        if (namesOurs(route, who) && answer.statusCode < 300) told.push(`${who}: ${route.method} ${route.path} answers ${answer.statusCode}`);
      }
    }
    // A round that had signed somebody out would have been refused on every route after, and shown nothing.
    for (const [who, session] of people) expect([who, (await app.inject({ method: 'GET', url: '/api/session', headers: session.headers })).statusCode]).toEqual([who, 200]);
    return told;
  }

  it('changes nothing of a school that is not his', async () => {
    const after = await everythingCounted(db);
    expect(after).toEqual({ cases: 'open', reviews: 'waiting', imports: 'checked', rounds: 'planned', unread: 1, sessions: 1, proposals: 'waiting', posts: 'grade-head,psychology-teacher', loans: 1, checks: 0 });
  });

  it('is let in nowhere without signing in', async () => {
    const open: string[] = [];
    for (const route of app.get(RouteCheck).routes().filter((one) => one.allow)) {
      const answer = await call(route, { headers: {} });
      if (answer.statusCode !== 401) open.push(`${route.method} ${route.path} answers ${answer.statusCode}`);
    }
    expect(open).toEqual([]);
  });

  /** Every id in the path or the query is one of ours; bodies name ours as well. */
  function call(route: RouteRight, session: SignedIn) {
    const path = route.path.replace(':kind', 'schools').replace(/:(\w+)/g, () => idFor(route));
    const url = `${path.startsWith('/ims/') ? '' : '/api'}${path}?schoolId=${ids['school']}&classId=${ids['class']}&roundId=${ids['round']}`;
    return app.inject({
      method: route.method as 'GET', url, headers: { ...session.headers, 'if-match': '"1"' },
      ...(route.method === 'GET' ? {} : { payload: bodyFor(route) }),
    });
  }

  function idFor(route: RouteRight): string {
    const kind = Object.entries(KINDS).find(([part]) => route.path.includes(part))?.[1];
    if (!kind) throw new Error(`which id does ${route.path} take? Add it to KINDS, so that the wall is tried there too.`);
    return ids[kind]!;
  }

  const bodyFor = (route: RouteRight): object => {
    if (/accounts\/:id\/|online-sessions/.test(route.path)) return { reason: '没有理由的理由' };
    if (route.path.endsWith('accounts/codes')) return { ids: [ids['staffMember']] };
    if (route.path.endsWith('/decision') && route.path.includes('special-access')) return { grant: true };
    if (route.path.includes('export-approvals')) return { grant: true };
    if (route.path === '/screening/paper-batches') return { roundId: ids['round'], classId: ids['class'], instrument: 'phq-9', answeredOn: TODAY };
    if (route.path.endsWith('/settlements')) return { sheets: [], dropped: [] };
    if (route.path.endsWith('/verdict')) return { verdict: 'justified', words: '窥视得有理' };
    if (route.path.includes('special-access')) return { object: `case:${ids['case']}`, reason: '想看看邻校的个案', hours: 1 };
    if (route.path.endsWith('attention-lists')) return { roundId: ids['round'], schoolId: ids['school'], reason: '想看看邻校的名单' };
    if (route.path.endsWith('audit/exports')) return { from: '2026-01-01T00:00:00Z', until: '2026-12-01T00:00:00Z', reason: '年度合规审计材料' };
    if (route.path.endsWith('/notes')) return { text: '窥视' };
    if (route.path.endsWith('/confirm') && route.path.includes('reviews')) return { ordinal: 3, note: '' };
    if (route.path.endsWith('/interviews')) return { at: new Date().toISOString(), method: 'phone', place: '电话', findings: { ideation: 'none', 'self-injury': 'never', support: 'one' }, summary: '想知道邻校学生说了什么话' };
    if (route.path.endsWith('/attempts')) return { at: new Date().toISOString(), why: 'absent' };
    if (route.path.endsWith('/second-lowering')) return { from: 3, to: 1 };
    if (route.path === '/organisation/appointments') return { accountId: ids['staffMember'], post: 'form-teacher', schoolId: ids['school'], classIds: [ids['class']], validFrom: TODAY };
    if (route.path.startsWith('/organisation/appointments/')) return { lastDay: TODAY, reason: '不是我的人' };
    if (route.path.endsWith('post-proposals/accept')) return { asOf: new Date().toISOString() };
    if (route.path.endsWith('/decline')) return { reason: '不是我的人' };
    if (route.path.startsWith('/organisation/staff/')) return { checkedOn: TODAY };
    if (route.path === '/organisation/loans') return { action: 'organisation.read-students', borrowerPostId: ids['post'], validUntil: TODAY, reason: '借不到' };
    if (route.path.startsWith('/organisation/roles/')) return { bureauId: OURS, validFrom: TODAY, reason: '不是我的局', edits: [{ action: 'screening.read-board', post: 'inspector', word: 'none' }] };
    if (route.path === '/screening/follow-up-capacity') return { grades: [7], bureauId: OURS };
    if (route.path.endsWith('/further-windows')) return { kind: 'retest', opensAt: '2100-01-01T00:00:00Z', closesAt: '2100-01-02T00:00:00Z' };
    if (route.path.startsWith('/screening/yearly-plans')) return YEARLY_PLAN;
    if (route.path === '/screening/instruments') return { bureauId: OURS, origin: 'xlsx', definition: { code: 'spied', version: '2.0.0' } };
    if (route.path.endsWith('/licences')) return { bureauId: OURS, holder: '窥视', number: '1', validUntil: '2099-12-31' };
    if (route.path.endsWith(':key/approvals')) return { bureauId: OURS, checksum: 'a'.repeat(64), grades: { from: 7, to: 9 }, validUntil: '2027-08-31', itemsRead: 4 };
    if (route.path.endsWith('/withdraw')) return { reason: '不是我批的' };
    if (route.path.endsWith('/lower')) return { ordinal: 1, reason: '没有理由的理由' };
    if (/\/(class|school|bureau)-reports$/.test(route.path)) return { roundId: ids['round'], format: 'xlsx', ...(route.path.includes('school-') ? { schoolId: ids['school'] } : route.path.includes('class-') ? { classId: ids['class'] } : {}) };
    if (route.path.endsWith('pupil-reports')) return { studentId: ids['student'], reason: '想看看邻校的学生' };
    if (route.path.startsWith('/webhooks')) return { name: '窥视', address: 'https://1.1.1.1/', facts: ['screening/round-opened'], ...(route.path === '/webhooks' ? { jurisdictionId: OURS } : {}) };
    if (route.path === '/organisation/oneroster-exports') return { jurisdictionId: OURS, reason: '窥视' };
    if (/^\/organisation\/api-clients(\/:id)?$/.test(route.path)) {
      const client = { name: '窥视', purpose: '窥视', scopes: [ROSTER], schoolIds: [], addresses: ['203.0.113.8'], perMinute: 60, expiresOn: addDays(TODAY, 30) };
      return { ...client, ...(route.path.endsWith(':id') ? {} : { jurisdictionId: OURS }) };
    }
    if (route.path.startsWith('/organisation/identity-providers')) return { name: '窥视', address: 'https://1.1.1.1/', clientId: 'c', secret: 's', ...(route.path.endsWith(':id') ? {} : { bureauId: OURS, kind: 'oidc' }) };
    const protection = route.path.startsWith('/data-protection/') ? PROTECTION_BODIES.find(([end]) => route.path.endsWith(end))?.[1] : undefined;
    if (protection) return protection(ids);
    const place = route.path.startsWith('/organisation/') ? PLACE_BODIES.find(([end]) => route.path.endsWith(end))?.[1] : undefined;
    return place?.(ids) ?? {};
  };

  /**
   * Does the route name something that is only ours, so that success would be a hole? A round belongs to the county, and
   * the county's other schools take part in it.
   */
  const namesOurs = (route: RouteRight, who: string) =>
    /\/(class|school|bureau|pupil)-reports$/.test(route.path) || route.path.endsWith('attention-lists') ||
    (route.method === 'POST' && /^\/special-access(\/emergency)?$/.test(route.path)) || (route.method === 'POST' && /^\/organisation\/(appointments|loans|roles|identity-providers|api-clients)\b/.test(route.path)) || (route.method === 'POST' && ['/webhooks', '/screening/paper-batches', '/screening/instruments', '/screening/follow-up-capacity', '/screening/yearly-plans'].includes(route.path)) ||
    (route.method === 'POST' && /^\/data-protection\/(rights-requests|retention\/holds)$/.test(route.path)) ||
    (/:(?!kind)/.test(route.path) && !(who.endsWith('of the next school') && COUNTY_WIDE.some((start) => route.path.startsWith(start))));
});

describe('posts and actions', () => {
  it('grant every action that a domain declares, and no action that none declares', () => {
    expect(Object.keys(GRANTS).sort()).toEqual([...declaredActions().keys()].filter((name) => !name.startsWith('example.')).sort());
  });
});

/** A plan of our bureau, as its officer would write it. */
const YEARLY_PLAN = {
  title: '窥视', month: 10, dayOfMonth: 8, schoolDays: 5, aheadDays: 0, grades: [7], consentRule: 'consent-by-age', bureauId: OURS,
  battery: [{ instrument: 'phq-9', version: '1.0.0', grades: { from: 7, to: 9 } }],
};

const leaves = (route: RouteRight) => route.method === 'DELETE' && route.path === '/session';

/** The county's own, which its schools may know. */
const COUNTY_WIDE = ['/screening/rounds/', '/screening/further-windows/', '/screening/instruments/', '/data-protection/impact-assessments/', '/data-protection/consent-campaigns/:id/classes'];

const KINDS: Record<string, string> = {
  'crisis-escalation/crisis-reports': 'case',
  'special-access': 'specialAccess',
  'export-approvals': 'export',
  'account/sessions': 'session',
  'organisation/online-sessions': 'session',
  'staff-imports': 'staffImport',
  'organisation/accounts': 'staffMember',
  'crisis-escalation/cases': 'case',
  'screening/reviews': 'review',
  'screening/paper-batches': 'paperBatch',
  'screening/rounds': 'round',
  'screening/further-windows': 'furtherWindow',
  'screening/yearly-plans': 'yearlyPlan',
  'screening/instruments': 'instrument',
  'screening/instrument-approvals': 'approval',
  'roster-imports': 'rosterImport',
  'organisation/schools': 'school',
  'organisation/staff': 'staffMember',
  'organisation/appointments': 'post',
  'organisation/post-proposals': 'postProposal',
  'organisation/loans': 'loan',
  'organisation/classes': 'class',
  'organisation/students': 'student',
  'organisation/divisions': 'division',
  'organisation/terms': 'term',
  'organisation/transfers': 'transfer',
  'organisation/duplicates': 'duplicate',
  'organisation/calendar-days': 'calendarDay',
  'organisation/bureaus': 'bureau',
  'organisation/campuses': 'campus',
  'organisation/dormitories': 'dormitory',
  'organisation/dormitory-rooms': 'room',
  'organisation/guardians': 'guardian',
  'organisation/focus-category-list': 'focusCategory',
  'organisation/focus': 'focus',
  'organisation/committee': 'member',
  'organisation/place-imports': 'placeImport',
  'data-protection/consent-campaigns': 'campaign',
  'data-protection/consent-records': 'consentRecord',
  'data-protection/impact-assessments': 'assessment',
  'data-protection/recipients': 'recipient',
  'data-protection/retention/holds': 'hold',
  'data-protection/retention/destructions': 'destruction',
  'data-protection/rights-requests': 'rightsRequest',
  'organisation/identity-providers': 'identityProvider',
  'session/federation': 'identityProvider',
  'webhooks/': 'webhook',
  'organisation/api-clients': 'apiClient',
  'ims/oneroster': 'school',
  'reporting/pupil-reports': 'student',
  'job-runs': 'jobRun',
  exports: 'export',
  messages: 'message',
  files: 'file',
};

const PROTECTION_BODIES: readonly [end: string, body: (ids: Record<string, string>) => object][] = [
  ['/invitations', (ids) => ({ classId: ids['class'] })],
  ['/papers', ({ student }) => ({ studentId: student, audience: 'guardian', decision: 'given', signedOn: '2026-09-20', relation: '母亲', signer: '窥视者' })],
  ['/provisions', () => ({ dataClasses: ['姓名'], purpose: '窥视', basis: 'consent', persons: 1, providedOn: '2026-10-12' })],
  ['/holds', ({ school }) => ({ schoolId: school, reason: '不是我的学校' })],
  ['/rights-requests', ({ student }) => ({ studentId: student, kind: 'access', askedBy: 'guardian', wish: '窥视', receivedOn: '2026-10-12' })],
  ['/grant', () => ({ answer: '窥视' })],
  ['/refuse', () => ({ reason: '没有理由的理由，说了也没有用' })],
];

/** What somebody would send who knows our ids and how a form is filled in. */
const PLACE_BODIES: readonly [end: string, body: (ids: Record<string, string>) => object][] = [
  ['/reveal', ({ guardian }) => ({ field: 'guardian-phone', guardianId: guardian, reason: '联系家长到校' })],
  ['students/:id/focus', () => ({ code: 'left-behind', source: 'teacher', untilOn: '2027-06-30' })],
  ['focus-category-list/:code', () => ({ name: '窥视者的类别', fromOn: TODAY })],
  ['focus-category-list/:code/close', () => ({ fromOn: TODAY })],
  ['/suspend', () => ({ kind: 'other', fromOn: '2026-10-12' })],
  ['/return', () => ({ on: '2026-10-12' })],
  ['students/:id', () => ({ name: '改名同学', sex: 1 })],
  ['students/:id/guardians', () => ({ name: '窥视者', relation: '其他' })],
  ['guardians/:id', () => ({ relation: '其他' })],
  ['/committee', ({ student }) => ({ studentId: student, role: 'class', fromOn: '2026-10-12' })],
  ['committee/:id', () => ({ untilOn: '2026-10-12' })],
  ['/move-in', ({ student }) => ({ studentId: student })],
  ['/move-out', ({ student }) => ({ studentId: student })],
  ['schools/:id/classes', () => ({ stage: 'junior', yearInStage: 1, number: 77 })],
  ['classes/:id', () => ({ number: 78 })],
  ['schools/:id/campuses', () => ({ kind: 'campus', name: '窥视校区', area: 'rural' })],
  ['campuses/:id', () => ({ kind: 'campus', name: '窥视校区', area: 'rural' })],
  ['schools/:id/dormitories', () => ({ name: '窥视楼', forSex: 0 })],
  ['dormitories/:id', () => ({ name: '窥视楼', forSex: 0 })],
  ['/rooms', () => ({ number: '9', beds: 4 })],
  ['dormitory-rooms/:id', () => ({ number: '9', beds: 4 })],
  ['bureaus/:id', () => ({ name: '窥视局' })],
];

/** One of everything that has an id, all of it of one school. */
async function everythingOf(db: TestDatabase, school: BuiltSchool): Promise<Record<string, string>> {
  const j = school.jurisdictionId;
  const schoolClass = await aClass(db.owner, school);
  const student = await aStudent(db.owner, schoolClass, { name: '被窥视的学生' });
  const owner: BuiltAccount = await anAccountWithPost(db.owner, { post: 'psychology-teacher', jurisdictionId: j, schoolId: school.id });
  const id = () => newId();
  const { rows: [term] } = await db.owner.query(`select id from organisation.term where jurisdiction_id = $1 limit 1`, [j]);
  const { rows: [post] } = await db.owner.query(`select id from organisation.post where account_id = $1`, [owner.accountId]);
  const colleague = await anAccountWithPost(db.owner, { post: 'grade-head', jurisdictionId: j, schoolId: school.id, classIds: [schoolClass.id] });
  const made = {
    instrument: `spied@1.0.0+${j}`, approval: id(),
    identityProvider: id(), webhook: id(), apiClient: id(),
    bureau: String(j), campus: id(), dormitory: id(), room: id(), guardian: id(), focus: id(), focusCategory: 'own-peeped-at', member: id(), placeImport: id(),
    term: term.id, calendarDay: id(), division: '999999',
    school: school.id, class: schoolClass.id, student: student.id, studentName: student.name,
    staffMember: owner.accountId, post: String(post!['id']), loan: id(),
    session: id(), staffImport: id(), postProposal: id(), case: id(), review: id(), round: id(), paperBatch: id(), furtherWindow: id(), yearlyPlan: id(), export: id(), message: id(), transfer: id(), duplicate: id(), jobRun: id(), rosterImport: id(), file: id(), specialAccess: id(),
    campaign: id(), consentRecord: id(), notice: id(), assessment: id(), recipient: id(), hold: id(), destruction: id(), rightsRequest: id(),
  };
  const run = (sql: string, ...params: unknown[]) => db.owner.query(sql, params);
  const spied = instrumentFile(compiledSample({ code: 'spied', version: `1.0.0+${j}` }).definition);
  await run(`insert into screening.instrument (jurisdiction_id, id, code, version, title, definition, checksum, origin, saved_by, saved_at)
    values ($1, $2, 'spied', $3, 't', $4, $5, 'xlsx', 'test', now())`, j, id(), `1.0.0+${j}`, JSON.stringify(spied), checksumOf(spied));
  await run(`insert into screening.instrument_approval
      (jurisdiction_id, id, code, version, checksum, grade_from, grade_to, valid_from, valid_until, items_read, words_seen, word_list, approved_by, approved_at)
    values ($1, $2, 'spied', $3, $4, 7, 9, '2026-01-01', '2199-12-31', 4, '[]', '1.0.0', 'test', now())`, j, made.approval, `1.0.0+${j}`, checksumOf(spied));
  // Turned off: one that is on is there for everybody who signs in.
  await run(`insert into organisation.identity_provider (id, bureau_id, kind, name, address, client_id, secret_enc, active, created_at)
    values ($2, $1, 'oidc', 't', 'https://1.1.1.1', 'c', 'x', false, now())`, j, made.identityProvider);
  await run(`insert into organisation.api_client
      (jurisdiction_id, id, name, purpose, scopes, addresses, per_minute, expires_on, proposed_by, created_at)
    values ($1, $2, 't', 't', '{}', '{127.0.0.1}', 10, '2200-01-01', $3, now())`, j, made.apiClient, owner.accountId);
  await run(`insert into platform.webhook (jurisdiction_id, id, name, address, facts, secret_enc, made_by, created_at)
    values ($1, $2, 't', 'https://1.1.1.1', '{}', 'x', $3, now())`, j, made.webhook, owner.accountId);
  await run(`insert into data_protection.notice (jurisdiction_id, id, purpose, audience, version, material, title, parts, hash, published_by, published_at)
    values ($1, $2, 'screening', 'guardian', 1, 1, 't', '{}', 'h', 'test', now())`, j, made.notice);
  await run(`insert into data_protection.consent_campaign (jurisdiction_id, id, title, purpose, rule, asks_from, asks_until, created_by, created_at)
    values ($1, $2, 't', 'screening', 'guardian-consent', '2026-09-01', '2199-12-31', 'test', now())`, j, made.campaign);
  await run(`insert into data_protection.consent_record
      (jurisdiction_id, id, campaign_id, school_id, student_id, purpose, n, audience, notice_id, notice_hash, material, means, decision, signed_on, recorded_by, at)
    values ($1, $2, $3, $4, $5, 'screening', 1, 'guardian', $6, 'h', 1, 'paper', 'given', '2026-09-20', 'test', now())`,
  j, made.consentRecord, made.campaign, school.id, student.id, made.notice);
  await run(`insert into data_protection.impact_assessment
      (jurisdiction_id, id, subject, title, content, risk, conclusion, state, valid_from, valid_until, author, created_at)
    values ($1, $2, 'recipient', 't', '{}', 'low', 'proceed', 'approved', '2026-01-01', '2199-12-31', 'test', now())`, j, made.assessment);
  await run(`insert into data_protection.recipient
      (jurisdiction_id, id, kind, name, purpose, means, data_classes, contract_number, contract_from, contract_until, assessment_id, created_by, created_at)
    values ($1, $2, 'processor', 't', 't', 't', '{姓名}', 't', '2026-01-01', '2199-12-31', $3, 'test', now())`, j, made.recipient, made.assessment);
  await run(`insert into data_protection.legal_hold (jurisdiction_id, id, reason, placed_by, placed_at) values ($1, $2, 't', 'test', now())`, j, made.hold);
  await run(`insert into data_protection.destruction (jurisdiction_id, id, data_class, reason, counted_before, years, source, count, digest, destroyed_by, destroyed_at)
    values ($1, $2, 'screening.item-answers', 'time-over', '2025-01-01', 1, 't', 1, 'd', 'test', now())`, j, made.destruction);
  await run(`insert into data_protection.rights_request (jurisdiction_id, id, school_id, class_id, student_id, kind, asked_by, wish_enc, received_on, due_on, entered_by, entered_at)
    values ($1, $2, $3, $4, $5, 'access', 'guardian', 'x', '2026-10-12', '2026-11-02', 'test', now())`, j, made.rightsRequest, school.id, schoolClass.id, student.id);
  await run(
    `insert into organisation.staff_import
       (jurisdiction_id, id, file_name, cells_enc, new_count, changed_count, unchanged_count, wrong_count, post_count, created_by, created_at)
     values ($1, $2, 'x.xlsx', 'x', 1, 0, 0, 0, 0, $3, now())`, j, made.staffImport, `account:${owner.accountId}`);
  await run(
    `insert into organisation.post_proposal (jurisdiction_id, id, import_id, row_no, account_id, kind, school_id, proposed_by, proposed_at)
     values ($1, $2, $3, 2, $4, 'school-leader', $5, $6, now())`, j, made.postProposal, made.staffImport, owner.accountId, school.id, colleague.accountId);
  await run(
    `insert into organisation.session (id, token_hash, csrf_hash, account_id, created_at, last_seen_at, ends_at)
     values ($1, 'x', 'x', $2, now(), now(), '2200-01-01')`, made.session, owner.accountId);
  await run(
    `insert into crisis_escalation.crisis_case
       (jurisdiction_id, id, school_id, class_id, student_id, state, ordinal, acute, due_at, opened_at)
     values ($1, $2, $3, $4, $5, 'open', 4, true, now(), now())`, j, made.case, school.id, schoolClass.id, student.id);
  await run(
    `insert into screening.round (jurisdiction_id, id, title, opens_at, closes_at, grades, battery, created_by, created_at)
     values ($1, $2, '他县的测评', now() + interval '1 day', now() + interval '9 days', '{7}', '[]', 'test', now())`, j, made.round);
  await run(`insert into screening.further_window (jurisdiction_id, id, round_id, kind, opens_at, closes_at, created_by, created_at)
    values ($1, $2, $3, 'retest', now() + interval '10 days', now() + interval '11 days', 'test', now())`, j, made.furtherWindow, made.round);
  await run(`insert into screening.yearly_plan (jurisdiction_id, id, created_by, created_at) values ($1, $2, 'test', now())`, j, made.yearlyPlan);
  await run(`insert into screening.yearly_plan_version (jurisdiction_id, plan_id, version, valid_from, content, saved_by, saved_at)
    values ($1, $2, 1, '2026-09-01', $3, 'test', now())`, j, made.yearlyPlan, JSON.stringify(YEARLY_PLAN));
  await run(`insert into screening.round_class (jurisdiction_id, round_id, class_id, school_id, grade, code) values ($1, $2, $3, $4, 7, 'SPIED2')`, j, made.round, schoolClass.id, school.id);
  await run(`insert into screening.paper_batch
      (jurisdiction_id, id, round_id, school_id, class_id, instrument, instrument_version, answered_on, needs_other, created_by, created_at)
    values ($1, $2, $3, $4, $5, 'phq-9', '1.0.0', '2026-10-12', true, 'test', now())`, j, made.paperBatch, made.round, school.id, schoolClass.id);
  await run(
    `insert into screening.review
       (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, 3, false, now())`, j, made.review, made.round, school.id, schoolClass.id, student.id, id());
  await run(
    `insert into platform.message (jurisdiction_id, id, account_id, kind, title, link, created_at)
     values ($1, $2, $3, 'x/y', '有一名学生需要您尽快关注', '/x', now())`, j, made.message, owner.accountId);
  await run(
    `insert into platform.export (jurisdiction_id, id, school_id, owner_account_id, kind, title, file_name, requested_at)
     values ($1, $2, $3, $4, 'x/y', 't', 't.xlsx', now())`, j, made.export, school.id, owner.accountId);
  await run(
    `insert into platform.special_access
       (jurisdiction_id, id, school_id, kind, object, action, account_id, account_name, reason_enc, hours, state, asked_at)
     values ($1, $2, $3, 'approval', $4, 'platform.ask-access', $5, '', '\\x00', 1, 'asked', now())`,
    j, made.specialAccess, school.id, `case:${made.case}`, owner.accountId);
  await run(
    `insert into platform.job_run (jurisdiction_id, id, school_id, name, payload, requested_by, requested_at, not_before)
     values ($1, $2, $3, 'x.y', '{}', $4, now(), now() + interval '1 year')`, j, made.jobRun, school.id, `account:${owner.accountId}`);
  await run(
    `insert into organisation.transfer_out
       (jurisdiction_id, id, school_id, student_id, proposed_at, summary_basis, to_jurisdiction_id, to_school_id, to_school_name, leaves_on, proposed_by)
     values ($1, $2, $3, $4, now(), 'none', $1, $5, '别校', '2026-12-01', 'test')`, j, made.transfer, school.id, student.id, id());
  const twin = await aStudent(db.owner, schoolClass, { name: '被窥视的学生' });
  await run(
    `insert into organisation.duplicate (jurisdiction_id, id, reason, one_id, other_id, found_at)
     values ($1, $2, 'same-person', least($3::uuid, $4::uuid), greatest($3::uuid, $4::uuid), now())`, j, made.duplicate, student.id, twin.id);
  await run(
    `insert into organisation.roster_import (jurisdiction_id, id, school_id, file_key, file_name, state, created_by, created_at)
     values ($1, $2, $3, $4, 'x.xlsx', 'checked', $5, now())`, j, made.rosterImport, school.id, made.file, `account:${owner.accountId}`);
  await run(`insert into organisation.campus (jurisdiction_id, id, school_id, kind, name, area) values ($1, $2, $3, 'campus', '校区', 'rural')`, j, made.campus, school.id);
  await run(`insert into organisation.dormitory (jurisdiction_id, id, school_id, name) values ($1, $2, $3, '1号楼')`, j, made.dormitory, school.id);
  await run(`insert into organisation.dormitory_room (jurisdiction_id, id, school_id, dormitory_id, number, beds) values ($1, $2, $3, $4, '1', 4)`, j, made.room, school.id, made.dormitory);
  await run(`insert into organisation.guardian (jurisdiction_id, id, school_id, student_id, name) values ($1, $2, $3, $4, '被窥视的家长')`, j, made.guardian, school.id, student.id);
  await run(
    `insert into organisation.student_focus (jurisdiction_id, id, school_id, student_id, code, source, from_on, until_on, set_by, set_at)
     values ($1, $2, $3, $4, 'bereaved', 'teacher', '2026-09-01', '2027-08-01', 'test', now())`, j, made.focus, school.id, student.id);
  await run(
    `insert into organisation.focus_category (jurisdiction_id, id, code, name, from_on, is_closed, version, decided_by, decided_at)
     values ($1, uuidv7(), $2, '被窥视的类别', '2026-09-01', false, 1, 'test', now())`, j, made.focusCategory);
  await run(
    `insert into organisation.committee_member (jurisdiction_id, id, school_id, student_id, role, class_id, from_on)
     values ($1, $2, $3, $4, 'class', $5, '2026-09-01')`, j, made.member, school.id, student.id, schoolClass.id);
  await run(
    `insert into organisation.place_import (jurisdiction_id, id, kind, file_name, new_count, changed_count, unchanged_count, wrong_count, created_by, created_at)
     values ($1, $2, 'schools', 'x.xlsx', 1, 0, 0, 0, $3, now())`, j, made.placeImport, `account:${owner.accountId}`);
  await run(
    `insert into organisation.loan (jurisdiction_id, id, school_id, action, post_id, lender_account_id, borrower_post_id, borrower_account_id, reason, valid_from, valid_until, given_at)
     select $1, $2, $3, 'organisation.read-students', $4, $5, p.id, p.account_id, '外出', current_date, current_date, now()
       from organisation.post p where p.account_id = $6`, j, made.loan, school.id, made.post, owner.accountId, colleague.accountId);
  return made;
}

async function everythingCounted(db: TestDatabase): Promise<object> {
  const one = async (sql: string) => (await db.owner.query(sql)).rows[0].value;
  return {
    cases: await one(`select string_agg(state, ',') as value from crisis_escalation.crisis_case`),
    reviews: await one(`select string_agg(state, ',') as value from screening.review`),
    imports: await one(`select string_agg(state, ',') as value from organisation.roster_import`),
    rounds: await one(`select string_agg(state, ',') as value from screening.round`),
    proposals: await one(`select string_agg(state, ',') as value from organisation.post_proposal`),
    sessions: Number(await one(`select count(*) as value from organisation.session where token_hash = 'x'`)),
    posts: await one(`select string_agg(coalesce(p.valid_until::text, p.kind), ',' order by p.kind) as value
                        from organisation.post p join organisation.school s on s.id = p.school_id where s.name = '被窥视的学校'`),
    loans: Number(await one(`select count(*) as value from organisation.loan where ended_at is null`)),
    checks: Number(await one(`select count(*) as value from organisation.background_check`)),
    unread: await one(`select count(*) filter (where read_at is null) as value from platform.message`),
  };
}
