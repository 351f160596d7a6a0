import pg from 'pg';
import { finished } from './opening.mjs';
import { HEADINGS, rowOf } from './sheet.mjs';
import { figure, percentile, ratio, round } from './statistics.mjs';

const COUNTIES = 60;
const SCHOOL_SIZE = 1_000;
const CLASSES_A_GRADE = 8;
const FIRST = 980_101;
const SEARCHED = 200; // pupils brought by a real import, whose numbers can be looked for

const SURNAMES = Object.entries({ 王: 'wang', 李: 'li', 张: 'zhang', 刘: 'liu', 陈: 'chen', 杨: 'yang', 黄: 'huang', 赵: 'zhao', 吴: 'wu', 周: 'zhou', 徐: 'xu', 孙: 'sun', 马: 'ma', 朱: 'zhu', 胡: 'hu', 郭: 'guo', 何: 'he', 林: 'lin', 罗: 'luo', 高: 'gao' });
const GIVEN = Object.entries({ 伟: 'wei', 芳: 'fang', 秀: 'xiu', 英: 'ying', 敏: 'min', 静: 'jing', 丽: 'li', 磊: 'lei', 军: 'jun', 洋: 'yang', 勇: 'yong', 艳: 'yan', 杰: 'jie', 娟: 'juan', 涛: 'tao', 明: 'ming', 超: 'chao', 霞: 'xia', 平: 'ping', 刚: 'gang', 桂: 'gui', 文: 'wen', 华: 'hua', 建: 'jian', 国: 'guo', 志: 'zhi', 远: 'yuan', 子: 'zi', 涵: 'han', 梓: 'zi', 萱: 'xuan', 雨: 'yu', 桐: 'tong', 欣: 'xin', 怡: 'yi', 浩: 'hao', 宇: 'yu', 诗: 'shi', 琪: 'qi', 晨: 'chen' });

/** A province of counties with schools of a thousand pupils each, set-based; unique indexes are built when all rows are there. */
export async function populateProvince(owner, { pupils, say }) {
  const schools = Math.ceil(pupils / SCHOOL_SIZE / COUNTIES);
  const client = await owner.connect();
  try {
    await client.query(`truncate organisation.student cascade`);
    await client.query(
      `insert into organisation.bureau (id, kind, parent_id, ancestor_ids, division_code, name)
       select 980000, 'province', null::int, '{}'::int[], '980000', '测速省' union all select 980100, 'city', 980000, '{980000}', '980100', '测速市'
       union all select ${FIRST} + n, 'county', 980100, '{980000,980100}', (${FIRST} + n)::text, '测速县' || n from generate_series(0, ${COUNTIES - 1}) n on conflict do nothing`);
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'`);
    await client.query(
      `insert into organisation.school (jurisdiction_id, id, name, identifier_code, division_code, stages, area, sponsor)
       select j, uuidv7(), '测速' || j || '第' || n || '中学', '35' || lpad(n::text, 8, '0'), j::text, '{junior}', 'city', 'public'
         from generate_series(${FIRST}, ${FIRST + COUNTIES - 1}) j, generate_series(1, $1::int) n`, [schools]);
    await client.query(
      `insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number)
       select s.jurisdiction_id, uuidv7(), s.id, 'junior', 2026 - g, 3, n from organisation.school s, generate_series(0, 2) g, generate_series(1, ${CLASSES_A_GRADE}) n
        where s.jurisdiction_id between ${FIRST} and ${FIRST + COUNTIES - 1}`);
    const unique = ['student_jurisdiction_id_student_number_index_key', 'student_jurisdiction_id_citizen_number_index_key'];
    for (const name of unique) await client.query(`alter table organisation.student drop constraint ${name}`);
    await client.query(
      `insert into organisation.student (jurisdiction_id, id, school_id, class_id, name, pinyin, initials, sex, born_on, student_number_index, citizen_number_index, created_at, updated_at)
       select c.jurisdiction_id, uuidv7(), c.school_id, c.id, a.h || b.h || d.h, a.p || b.p || d.p, left(a.p, 1) || left(b.p, 1) || left(d.p, 1), 1 + n % 2, '2013-09-04',
              sha256(('a' || c.at || ' ' || n)::bytea), sha256(('b' || c.at || ' ' || n)::bytea), now(), now()
         from (select *, row_number() over (order by jurisdiction_id, school_id, id) as at from organisation.class where jurisdiction_id between ${FIRST} and ${FIRST + COUNTIES - 1}) c
         cross join generate_series(1, ${Math.ceil(SCHOOL_SIZE / (3 * CLASSES_A_GRADE))}) n
         join unnest($1::text[], $2::text[]) with ordinality a(h, p, o) on a.o = 1 + (c.at * 7 + n * 3) % ${SURNAMES.length}
         join unnest($3::text[], $4::text[]) with ordinality b(h, p, o) on b.o = 1 + (c.at * 11 + n * 5) % ${GIVEN.length}
         join unnest($3::text[], $4::text[]) with ordinality d(h, p, o) on d.o = 1 + (c.at / 3 + n * 13) % ${GIVEN.length}
        limit $5`,
      [SURNAMES.map(([han]) => han), SURNAMES.map(([, pinyin]) => pinyin), GIVEN.map(([han]) => han), GIVEN.map(([, pinyin]) => pinyin), pupils]);
    say(`${pupils} pupils are on the rosters of ${COUNTIES} counties`);
    await client.query(`alter table organisation.student add constraint ${unique[0]} unique (jurisdiction_id, student_number_index), add constraint ${unique[1]} unique (jurisdiction_id, citizen_number_index)`);
    await client.query(
      `insert into organisation.guardian (jurisdiction_id, id, school_id, student_id, position, name, relation) select jurisdiction_id, uuidv7(), school_id, id, 1, '家长', '母亲' from organisation.student`);
    await client.query(`reset session_replication_role; reset synchronous_commit`);
    await client.query(`vacuum analyze organisation.student, organisation.guardian, organisation.class, organisation.school`);
  } finally {
    client.release();
  }
  const { rows: [school] } = await owner.query(`select jurisdiction_id as "jurisdictionId", id, identifier_code as code from organisation.school where jurisdiction_id = $1 order by id limit 1`, [FIRST + 7]);
  return school;
}

/**
 * The very page the API asks for: pupils of one school, as the application role behind row-level security with the viewer's
 * scope in its text, in turn with the same page asked by the owner, whom no wall holds, by nothing but the school.
 */
export async function measureScope({ ground, school, rounds, say }) {
  const { StudentRepository } = await import('../../libs/organisation/dist/server/students/student.repository.js');
  let asked;
  const scopes = [{ jurisdictions: [school.jurisdictionId], schools: [school.id], classes: 'all' }];
  await new StudentRepository().page({ scopes, query: async (sql, params) => ((asked = { sql, params }), []) }, { schoolId: school.id, limit: 51 });
  const bare = asked.sql.replace(/\(\(s\.jurisdiction_id = any\(\$(\d+)::int\[\]\) and s\.school_id = any\(\$(\d+)::uuid\[\]\)\)\)/, 's.jurisdiction_id = any($$$1::int[]) and $$$2::uuid[] is not null');
  if (bare === asked.sql) throw new Error('the second wall stands elsewhere now: ' + asked.sql);
  const app = new pg.Client({ connectionString: ground.serviceUrl, options: '-c role=heliotrope_app -c timezone=UTC' });
  const owner = new pg.Client({ connectionString: ground.ownerUrl, options: '-c timezone=UTC' });
  await Promise.all([app.connect(), owner.connect()]);
  await app.query(`select set_config('app.jurisdictions', $1, false), set_config('app.schools', $2, false)`, [`{${school.jurisdictionId}}`, `{${school.id}}`]);
  const one = async (client, sql) => {
    const began = performance.now();
    const { rows } = await client.query(sql, asked.params);
    if (rows.length !== 51) throw new Error(`${rows.length} pupils on the page`);
    return performance.now() - began;
  };
  const walled = [];
  const open = [];
  for (let n = 0; n <= rounds; n += 1) {
    const times = { walled: [], open: [] };
    for (let turn = 0; turn < 200; turn += 1) {
      times.walled.push(await one(app, asked.sql));
      times.open.push(await one(owner, bare));
    }
    if (n === 0) continue; // pages are read and plans warm
    walled.push(percentile(times.walled, 0.5));
    open.push(percentile(times.open, 0.5));
  }
  await Promise.all([app.end(), owner.end()]);
  say(`a page behind the walls ${round(percentile(walled, 0.5))} ms, without ${round(percentile(open, 0.5))} ms`);
  const of = (name, values) => ({ name, unit: 'ms', values });
  return {
    scope_cost: ratio(of('page behind three walls', walled), of('the same page without', open), {
      conditions: { page: 'the first 51 pupils of one school with class and guardian, as the API asks for them, planned anew each time', rounds: 'medians of 200 pages each, alternating', without: 'the owner, whom row-level security does not hold, asking by bureau and school only' },
    }),
  };
}

/** Looks for people through the API as the psychology teacher of one school: by name, by pinyin, by initials, by a whole number. */
export async function measureSearch({ ground, school, officer, teacher, looks, pupils, say }) {
  const lines = [HEADINGS, ...Array.from({ length: SEARCHED }, (_, n) => rowOf(n).map((cell, column) => (column === 0 ? school.code : column === 3 ? '80班' : cell)))].map((row) => row.join(',')).join('\r\n');
  const form = new FormData();
  form.append('jurisdictionId', String(school.jurisdictionId));
  form.append('file', new Blob([`\ufeff${lines}\r\n`]), 'roster.csv');
  const { id, jobRunId } = await officer('/organisation/roster-imports', { method: 'POST', form });
  await finished(ground.owner, { jurisdiction_id: school.jurisdictionId, id: jobRunId });
  const write = await officer(`/organisation/roster-imports/${id}/confirm`, { method: 'POST', body: {} });
  await finished(ground.owner, { jurisdiction_id: school.jurisdictionId, id: write.jobRunId });
  const { rows: known } = await ground.owner.query(`select name, pinyin, initials from organisation.student where jurisdiction_id = $1 and school_id = $2 order by id desc limit 150`, [school.jurisdictionId, school.id]);
  const kinds = {
    name: known.map((one) => one.name), pinyin: known.map((one) => one.pinyin.slice(0, 7)), initials: known.map((one) => one.initials),
    number: Array.from({ length: SEARCHED - 1 }, (_, n) => rowOf(n)[7]).filter((_, n) => n % 200 !== 199),
  };
  const all = [];
  const parts = {};
  for (const [kind, texts] of Object.entries(kinds)) {
    const times = [];
    for (let n = 0; n < looks; n += 1) {
      const began = performance.now();
      const { items } = await teacher(`/organisation/students?q=${encodeURIComponent(texts[n % texts.length])}&limit=50`);
      times.push(performance.now() - began);
      if (items.length === 0) throw new Error(`nobody was found by ${kind}`);
    }
    const warm = times.slice(Math.floor(looks / 10)); // the first tenth warms the caches
    all.push(...warm);
    parts[kind] = { p50: round(percentile(warm, 0.5)), p95: round(percentile(warm, 0.95)) };
  }
  say(`people are found: ${JSON.stringify(parts)}`);
  return {
    person_search_p95_ms_at_6m: {
      ...figure([percentile(all, 0.95)]), unit: 'ms', parts,
      conditions: { pupils, who: 'the psychology teacher of a school of 1,200 pupils, by HTTP, all walls up, answers masked and reading audited', looks: looks * 4 },
    },
  };
}
