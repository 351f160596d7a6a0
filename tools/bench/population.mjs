import { hash } from '@node-rs/argon2';
import { Authenticator } from '@heliotrope/organisation/testing';
import { newId } from '@heliotrope/platform';
import { anApproval } from '@heliotrope/screening/testing';

const CLASS_SIZE = 42;
const CLASSES_A_GRADE = 8;
const SCHOOL_SIZE = 3 * CLASSES_A_GRADE * CLASS_SIZE;

/** School years begin on 1 September. */
export const schoolYear = (now = new Date()) => (now.getMonth() >= 8 ? now.getFullYear() : now.getFullYear() - 1);

/**
 * A county of junior schools with this many pupils in grades 7 to 9, set-based: triggers that check foreign keys are
 * off while it is written, since what is joined cannot be wrong and this is not what we measure.
 */
export async function populate(owner, { bureau, pupils }) {
  const client = await owner.connect();
  try {
    await client.query(`begin; set local session_replication_role = replica; set local synchronous_commit = off`);
    await client.query(
      `insert into organisation.bureau (id, kind, parent_id, ancestor_ids, division_code, name)
       values (990000, 'province', null, '{}', '990000', '测速省教育厅'), (990100, 'city', 990000, '{990000}', '990100', '测速市教育局'),
              ($1::int, 'county', 990100, '{990000,990100}', $1::text, '测速县教育局') on conflict do nothing`,
      [bureau],
    );
    await client.query(
      `insert into organisation.school (jurisdiction_id, id, name, identifier_code, division_code, stages, area, sponsor)
       select $1::int, uuidv7(), '测速第' || n || '中学', lpad(n::text, 10, '0'), $1::text, '{junior}', 'city', 'public' from generate_series(1, $2::int) n`,
      [bureau, Math.ceil(pupils / SCHOOL_SIZE)],
    );
    await client.query(
      `insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number)
       select s.jurisdiction_id, uuidv7(), s.id, 'junior', $2::int - g, 3, n
         from organisation.school s, generate_series(0, 2) g, generate_series(1, ${CLASSES_A_GRADE}) n
        where s.jurisdiction_id = $1 order by s.id, g, n`,
      [bureau, schoolYear()],
    );
    await client.query(
      `insert into organisation.student (jurisdiction_id, id, school_id, class_id, name, sex, born_on, created_at, updated_at)
       select c.jurisdiction_id, uuidv7(), c.school_id, c.id, '测速生', 1 + n % 2, '2012-05-06', now(), now()
         from organisation.class c, generate_series(1, ${CLASS_SIZE}) n
        where c.jurisdiction_id = $1 order by c.school_id, c.id, n limit $2`,
      [bureau, pupils],
    );
    await client.query(`commit`);
    await client.query(`analyze organisation.school, organisation.class, organisation.student`);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** A round as the county officer would plan it, open for a week. Written as it is, because an instrument whose wording the licence holder has yet to import cannot be planned by hand. */
export async function planRound(owner, { bureau, instrument, version }) {
  const id = newId();
  await owner.query( // no round opens without one
    `insert into data_protection.impact_assessment (jurisdiction_id, id, subject, title, content, risk, conclusion, state, valid_from, valid_until, author, created_at)
     select $1, $2, 'screening', '测速', '{}', 'low', 'proceed', 'approved', current_date - 1, current_date + 30, 'rule:bench', now()
      where not exists (select from data_protection.impact_assessment where jurisdiction_id = $1)`,
    [bureau, newId()],
  );
  await anApproval(owner, { jurisdictionId: bureau, instrument, version });
  await owner.query(
    `insert into screening.round (jurisdiction_id, id, title, opens_at, closes_at, grades, battery, created_by, created_at)
     values ($1, $2, '测速', now() - interval '1 minute', now() + interval '7 days', '{7,8,9}', $3, 'rule:bench', now())`,
    [bureau, id, JSON.stringify([{ instrument, version, grades: { from: 7, to: 9 } }])],
  );
  return id;
}

/** Signs in one person with one post, through the front door. Returns a `fetch` that carries the session. */
export async function signIn(ground, { bureau, schoolId = null, kind }) {
  const id = newId();
  const password = `Aa1-${id}`;
  await ground.owner.query(
    `insert into organisation.account (id, username, name, password_hash, password_changed_at, state, created_at) values ($1::uuid, $1::uuid::text, '测速员', $2, now(), 'active', now())`,
    [id, await hash(password, { algorithm: 2, memoryCost: 1024, timeCost: 1, parallelism: 1 })],
  );
  await ground.owner.query(
    `insert into organisation.post (jurisdiction_id, id, school_id, account_id, kind, valid_from, created_at) values ($1, $2, $3, $4, $5, '2020-01-01', now())`,
    [bureau, newId(), schoolId, id, kind],
  );
  const json = { 'content-type': 'application/json' };
  let session = {};
  const post = async (path, body) => {
    const answer = await fetch(`${ground.address}/api/session${path}`, { method: 'POST', headers: { ...json, ...session }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    if (cookies.length > 0) session = { cookie: cookies.join('; '), 'x-csrf-token': decodeURIComponent(cookies.find((cookie) => cookie.includes('csrf=')).split('=')[1]) };
    return answer.json();
  };
  const { needs } = await post('', { username: id, password });
  if (needs === 'enrol-second-factor') {
    const { secret } = await post('/second-factor/enrolment', {});
    await post('/second-factor/confirmation', { code: new Authenticator(secret).code(new Date()) });
  }
  const asked = async (path, { method = 'GET', body, form } = {}) => {
    const reply = await fetch(`${ground.address}/api${path}`, {
      method,
      headers: { ...session, ...(body === undefined ? {} : json) },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${await reply.text()}`);
    return reply;
  };
  const call = async (path, how) => {
    const reply = await asked(path, how);
    return reply.status === 204 ? null : reply.json();
  };
  /** The number of bytes of a file. */
  call.file = async (path) => (await (await asked(path)).arrayBuffer()).byteLength;
  return call;
}
