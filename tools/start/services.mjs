import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chineseFonts, freePort, guarded, startPostgres, startRedis } from '../devstack.mjs';
import { openLog } from './folder.mjs';
import { supervise } from './supervise.mjs';

/** The database: a real server when DATABASE_URL names one, else PostgreSQL kept in the folder. */
export async function database(data) {
  const { DATABASE_URL, DATABASE_SERVICE_URL = DATABASE_URL } = process.env;
  if (DATABASE_URL) return { url: DATABASE_URL, serviceUrl: DATABASE_SERVICE_URL, stop: async () => {} };
  const port = await freePort();
  const server = await supervise('PostgreSQL', () => startPostgres({ dir: path.join(data, 'postgres'), port }));
  await createDatabase(server.url);
  return { url: server.urlOf('heliotrope'), serviceUrl: server.serviceUrlOf('heliotrope'), stop: server.stop };
}

async function createDatabase(url) {
  await asOwner(url, async (client) => {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'heliotrope'`);
    if (rowCount === 0) await client.query('create database heliotrope');
  });
}

/** BullMQ lays its own schema when the queue lives in PostgreSQL: the login of our processes must be let. */
export async function admitQueue(ownerUrl, serviceUrl) {
  await asOwner(ownerUrl, async (client) => {
    const { rows } = await client.query('select current_database() as name');
    const login = decodeURIComponent(new URL(serviceUrl).username);
    await client.query(`grant create on database ${client.escapeIdentifier(rows[0].name)} to ${client.escapeIdentifier(login)}`);
  });
}

async function asOwner(url, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Redis: REDIS_URL, else our own; where none can be had, BullMQ keeps its queue in PostgreSQL, and we say so. */
export async function redis(data) {
  if (process.env.REDIS_URL !== undefined) return { url: process.env.REDIS_URL, stop: async () => {} };
  const settings = { dir: path.join(data, 'redis'), port: await freePort(), password: crypto.randomBytes(18).toString('base64url') };
  try {
    return await supervise('Redis', () => startRedis(settings));
  } catch (error) {
    console.log(`! No Redis here: ${error.message}\n! The queue runs in PostgreSQL instead; that is slower but loses nothing.`);
    return { url: '', stop: async () => {} };
  }
}

/** Fonts for PDF reports. Without any the platform runs all the same; only a Chinese report would show boxes. */
export function fonts() {
  if (process.env.FONTS_DIR) return {};
  try {
    return { FONTS_DIR: chineseFonts().folder };
  } catch (error) {
    console.log(`! No Chinese font for reports: ${error.message}`);
    return {};
  }
}

/**
 * One of our own Node processes, restarted when it falls.
 * @param {{ name: string, data: string, script: string, args?: string[], env?: object,
 *           isReady: (said: string) => Promise<boolean> | boolean }} wanted
 */
export function nodeProcess({ name, data, script, args = [], env = {}, isReady }) {
  return supervise(name, async () => {
    const log = openLog(data, name);
    const running = guarded(process.execPath, ['--enable-source-maps', script, ...args], {
      env: { ...process.env, ...env, NODE_ENV: 'production' },
      output: log.descriptor,
      graceSeconds: 20,
    });
    fs.closeSync(log.descriptor);
    let code;
    running.ended.then((value) => (code = value));
    const said = () => fs.readFileSync(log.file, 'utf8').slice(log.from);
    for (const deadline = Date.now() + 90_000; !(await isReady(said())); await pause(50)) {
      if (code === undefined && Date.now() < deadline) continue;
      await running.stop();
      throw new Error(`${name} did not come up; ${log.file} ends with\n${said().trim().split('\n').slice(-25).join('\n')}`);
    }
    return running;
  });
}

/** Does the address answer with success? */
export const answers = async (url) => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
};
