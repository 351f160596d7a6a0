import { pgbench } from './pgbench.mjs';

/** A table of the same shape, indexes and checks, without row-level security and triggers: the kinder the yardstick is to PostgreSQL, the harder it is to reach. */
export async function twinOf(owner, table) {
  const name = `bench.${table.split('.')[1]}`;
  await owner.query(`create schema if not exists bench`);
  await owner.query(`drop table if exists ${name}`);
  await owner.query(`create table ${name} (like ${table} including all)`);
  return name;
}

/**
 * pgbench inserting one row a transaction into a twin of the table: every value is a parameter taken from a row of
 * middling size that the API itself has written; only the ids that must differ are made by the server.
 * @param {{ binary: string, url: string, owner: import('pg').Pool, table: string, fresh: string[] }} yardstick `fresh`:
 *   columns that get a new UUID each time
 * @returns a function that runs one round and answers rows a second
 */
export async function insertOneRow({ binary, url, owner, table, fresh }) {
  const twin = await twinOf(owner, table);
  const { rows: [sample] } = await owner.query(
    `select to_jsonb(t) as row, t.* from ${table} t order by pg_column_size(t.*) offset (select count(*) / 2 from ${table}) limit 1`,
  );
  const { rows: columns } = await owner.query(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  const asText = columns.map(({ name }) => `${name}::text as ${name}`).join(', ');
  const { rows: [texts] } = await owner.query(`select ${asText} from ${table} where id = $1`, [sample.id]);
  const given = columns.filter(({ name }) => !fresh.includes(name));
  const values = columns.map(({ name, type }) => (fresh.includes(name) ? 'uuidv7()' : texts[name] === null ? 'null' : `:${name}::${type}`));
  const script = `insert into ${twin} (${columns.map(({ name }) => name).join(', ')}) values (${values.join(', ')});\n`;
  const variables = Object.fromEntries(given.flatMap(({ name }) => (texts[name] === null ? [] : [[name, texts[name]]])));
  return async (seconds) => (await pgbench({ binary, url, script, variables, seconds })).rate;
}

/**
 * pgbench running the very statement by which the API saves sheets, one sheet a transaction, as the same role behind the
 * same row-level security. Every parameter is one the API could have sent, taken from a sheet it saved; the ids that must
 * differ are made by the server. The statement for sheets that alarm somebody does more; leaving it out favours pgbench.
 * @returns a function that runs one round and answers transactions a second
 */
export async function sameStatements({ binary, url, owner, bureau, pupils, battery }) {
  const { SHEET_STATEMENTS } = await import('@heliotrope/screening');
  const round = await seatsToSpend(owner, { bureau, pupils, battery });
  const { rows: [sheet] } = await owner.query(
    `select instrument, instrument_version, scores::text, answers_enc::text from screening.answer_sheet
      where jurisdiction_id = $1 and critical = '{}' and fired_rules = '{}' limit 1`,
    [bureau],
  );
  const one = (text) => `{"${text.replace(/["\\]/g, '\\$&')}"}`;
  const variables = {
    p1: `{${bureau}}`, p4: one(sheet.instrument), p5: one(sheet.instrument_version), p6: one(sheet.answers_enc), p7: one(sheet.scores), p8: '{valid}',
    p9: '{"{}"}', p10: '{0}', p11: '{f}', p12: '{"{}"}', p13: `{${Date.now()}}`, p14: '{1}', p15: '{1}',
  };
  const made = { 2: 'array[uuidv7()]', 3: `array[('${SPENT}' || lpad(to_hex(nextval('bench.turn')), 12, '0'))::uuid]` };
  const script = `${SHEET_STATEMENTS['screening.save-sheets'].replace(/\$(\d+)/g, (_, n) => made[n] ?? `:p${n}`)};\n`;
  let before = 0;
  return async (seconds) => {
    const { rate, transactions } = await pgbench({ binary, url, script, variables, seconds, options: '-c role=heliotrope_intake -c timezone=UTC -c plan_cache_mode=force_generic_plan' });
    const { rows: [{ last, saved }] } = await owner.query(
      `select (select last_value from bench.turn)::int as last, (select count(*) from screening.answer_sheet where round_id = $1)::int as saved`, [round],
    );
    if (last > pupils) throw new Error('pgbench ran out of pupils who have not handed in');
    if (saved - before !== transactions) throw new Error(`pgbench counted ${transactions} sheets and saved ${saved - before}`);
    before = saved;
    return rate;
  };
}

const SPENT = '00000000-0000-7000-8000-';

/** A second open round with assignments whose ids pgbench can count up to. */
async function seatsToSpend(owner, { bureau, pupils, battery }) {
  const { rows: [{ id: round }] } = await owner.query(
    `insert into screening.round (jurisdiction_id, id, title, opens_at, closes_at, grades, battery, state, created_by, created_at)
     values ($1, uuidv7(), '测速', now() - interval '1 hour', now() + interval '7 days', '{7,8,9}', $2, 'open', 'rule:bench', now()) returning id`,
    [bureau, JSON.stringify(battery)],
  );
  await owner.query(
    `insert into screening.assignment (jurisdiction_id, id, round_id, school_id, class_id, student_id, seat_no, seat_code)
     select jurisdiction_id, ('${SPENT}' || lpad(to_hex(n), 12, '0'))::uuid, $2, school_id, class_id, id, 1, n
       from (select s.*, row_number() over (order by class_id, id) as n from organisation.student s where jurisdiction_id = $1 limit $3) s`,
    [bureau, round, pupils],
  );
  await owner.query(`create sequence bench.turn cache 50`);
  await owner.query(`grant usage on schema bench to heliotrope_intake`);
  await owner.query(`grant usage on sequence bench.turn to heliotrope_intake`);
  await owner.query(`analyze screening.assignment`);
  return round;
}
