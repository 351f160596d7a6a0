import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { seconds } from './install.mjs';

const LOADER = path.resolve(import.meta.dirname, '../../database/dist/demo/load.js');

/**
 * Loads the synthetic district into an empty database; one that holds bureaus of its own is left alone.
 * The codes of its one-time sign-ins exist in the clear only once, so they wait in a file of this user until used.
 * @returns {Promise<boolean>} is this a demonstration?
 */
export async function demoDistrict(data, env) {
  if (process.env.DEMO === 'no') return false;
  const file = path.join(data, 'demo-sign-ins.txt');
  const fresh = load(env);
  if (fresh.length > 0) fs.writeFileSync(file, fresh.map(({ username, code, who }) => `${username}  ${code}  ${who}\n`).join(''), { mode: 0o600 });
  const waiting = fs.existsSync(file) ? await keepUnused(file, env.DATABASE_URL) : [];
  if (fresh.length > 0) console.log(`\nOne-time sign-ins of the synthetic district, printed this once:\n${waiting.map((line) => `  ${line}`).join('\n')}\n`);
  const isDemo = await holdsDemo(env.DATABASE_URL);
  if (fresh.length === 0 && isDemo) {
    console.log(waiting.length > 0
      ? `${waiting.length} one-time sign-ins of the synthetic district wait unused in ${file}`
      : 'Every one-time sign-in of the synthetic district has been used: sign in with the passwords chosen then.');
  }
  return isDemo;
}

function load(env) {
  const began = Date.now();
  const done = spawnSync(process.execPath, ['--enable-source-maps', LOADER], { env: { ...process.env, ...env, NODE_ENV: 'production' }, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(`the synthetic district could not be loaded\n${done.stdout}${done.stderr}`);
  const signIns = done.stdout.split('\n').filter((line) => line.startsWith('{"username"')).map((line) => JSON.parse(line));
  if (signIns.length > 0) console.log(`Synthetic district loaded in ${seconds(began)}.`);
  return signIns;
}

/** Strikes what has been used off the file. */
async function keepUnused(file, url) {
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const names = lines.map((line) => line.split(/\s/)[0]);
  const invited = await ask(url, `select username from organisation.account where username = any($1) and state = 'invited'`, [names]);
  const left = lines.filter((_, index) => invited.some(({ username }) => username === names[index]));
  if (left.length === 0) fs.rmSync(file);
  else if (left.length < lines.length) fs.writeFileSync(file, `${left.join('\n')}\n`, { mode: 0o600 });
  return left;
}

const holdsDemo = async (url) => (await ask(url, `select from organisation.account where username like 'demo-%' limit 1`)).length > 0;

async function ask(url, sql, params = []) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, params)).rows;
  } finally {
    await client.end();
  }
}
