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
  return (seconds) => pgbench({ binary, url, script, variables, seconds });
}
