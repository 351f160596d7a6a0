// usage: npm start [-- --fresh] [-- --data <folder>]
// A living platform from a fresh clone: installs, builds, starts the databases, migrates, loads the synthetic district
// into an empty database, serves the API, the worker, the console and the student app. Ctrl-C ends it in order.
// DATABASE_URL, REDIS_URL and S3_* put a real server in the place of an embedded one. HOST=0.0.0.0 opens the two web
// apps to the network; CONSOLE_PORT, STUDENT_PORT and API_PORT choose ports; DEMO=no leaves an empty database empty.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, handOver } from './start/install.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({ options: { fresh: { type: 'boolean' }, data: { type: 'string' }, help: { type: 'boolean' } } });

if (options.help) {
  console.log('npm start [-- --fresh] [-- --data <folder>]\n  --fresh  forget everything kept in the folder and begin anew\n  --data   keep data in this folder instead of .data');
} else {
  await ensureDependencies();
  if (!handOver(import.meta.filename)) await start(path.resolve(options.data ?? path.join(ROOT, '.data')));
}

async function start(data) {
  const { emptyFolder, openFolder } = await import('./start/folder.mjs');
  const { whenNpmIsGone } = await import('./start/starter.mjs');
  const ends = []; // what to end, the newest first
  let isEnding = false;
  const end = async (code) => {
    if (isEnding) return;
    isEnding = true;
    if (ends.length > 1) console.log('\nStopping …');
    for (const stop of ends.reverse()) await stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
  process.on('disconnect', () => end(0)); // the Node that handed over to us is gone
  whenNpmIsGone(() => end(0));
  try {
    const lock = openFolder(data);
    ends.push(lock.release);
    if (options.fresh) await forget(data, emptyFolder);
    const urls = await bringUp(data, ends);
    if (!isEnding) console.log(`Heliotrope ready: console ${urls.console} · student ${urls.student} · API ${urls.api}`);
  } catch (error) {
    if (!isEnding) console.error(error.message, error.cause ? `\n${error.cause.message}` : '');
    await end(1);
  }
}

async function forget(data, emptyFolder) {
  if (process.env.DATABASE_URL) throw new Error('--fresh only resets the embedded database, and DATABASE_URL names another');
  const { postgresFolder } = await import('./devstack.mjs');
  fs.rmSync(postgresFolder(path.join(data, 'postgres')), { recursive: true, force: true });
  emptyFolder(data);
}

async function bringUp(data, ends) {
  const { finishRestore } = await import('./backup/swap.mjs');
  const { buildOnce } = await import('./start/build-once.mjs');
  const { keysFile, tellWhere } = await import('./start/folder.mjs');
  const { admitQueue, answers, database, fonts, nodeProcess, redis } = await import('./start/services.mjs');
  const { demoDistrict } = await import('./start/demo.mjs');
  const { planOf } = await import('./start/plan.mjs');
  const { reservePort } = await import('./devstack.mjs');

  await buildOnce();
  finishRestore(data); // a restoration that was killed between two renames
  for (const line of planOf(data, process.env)) console.log(line);
  const keys = process.env.KEYS_PATH ?? keysFile(data, { hasData: fs.existsSync(path.join(data, 'postgres')) });
  const [postgres, queue] = await Promise.all([database(data), redis(data)].map((service) => service.then((up) => (ends.push(up.stop), up))));
  const { migrate } = await import('../database/dist/index.js');
  const applied = await migrate(postgres.url);
  if (applied.length > 0) console.log(`Database: ${applied.length} migrations applied.`);
  if (queue.url === '') await admitQueue(postgres.url, postgres.serviceUrl);

  const host = process.env.HOST ?? '127.0.0.1';
  const seen = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const { API_PORT = 3000, CONSOLE_PORT = 3001, STUDENT_PORT = 3002 } = process.env;
  const held = { api: await reservePort(API_PORT), console: await reservePort(CONSOLE_PORT), student: await reservePort(STUDENT_PORT) };
  const urls = { api: `http://127.0.0.1:${held.api.port}`, console: `http://${seen}:${held.console.port}`, student: `http://${seen}:${held.student.port}` };
  for (const [name, wanted] of Object.entries({ api: API_PORT, console: CONSOLE_PORT, student: STUDENT_PORT })) {
    if (Number(wanted) !== 0 && held[name].port !== Number(wanted)) console.log(`Port ${wanted} is taken; the ${name} is at ${urls[name]}.`);
  }

  const env = {
    DATABASE_URL: postgres.url,
    DATABASE_SERVICE_URL: postgres.serviceUrl,
    REDIS_URL: queue.url,
    KEYS_PATH: keys,
    FILES_DIR: process.env.FILES_DIR ?? path.join(data, 'files'),
    AUDIT_ANCHORS_DIR: process.env.AUDIT_ANCHORS_DIR ?? path.join(data, 'anchors'),
    ...fonts(),
    STUDENT_ORIGIN: process.env.STUDENT_ORIGIN ?? urls.student,
    CONSOLE_ORIGIN: process.env.CONSOLE_ORIGIN ?? urls.console,
    HOST: '127.0.0.1', // only the two web apps stand on HOST; they hand /api on and say who really asks
    TRUST_PROXY: 'yes',
  };
  const isDemo = await demoDistrict(data, env);
  env.DEMO = isDemo ? 'yes' : 'no';

  const apps = ['console', 'student'].map((name) => ({ name, dist: path.join(ROOT, 'apps', name, 'dist'), port: held[name].port }));
  await Promise.all(Object.values(held).map((port) => port.release()));
  const processes = await Promise.all([
    nodeProcess({ name: 'worker', data, script: path.join(ROOT, 'apps/worker/dist/main.js'), env, isReady: (said) => said.includes('worker ready') }),
    nodeProcess({
      name: 'api', data, script: path.join(ROOT, 'apps/api/dist/main.js'), env: { ...env, PORT: String(held.api.port) },
      isReady: (said) => said.includes('api listening') && answers(`${urls.api}/api/health/ready`),
    }),
    nodeProcess({ name: 'web', data, script: path.join(ROOT, 'tools/start/web.mjs'), args: [JSON.stringify({ host, api: urls.api, apps })], env: { CI: 'true' }, isReady: (said) => said.includes('web ready') }),
  ]);
  for (const { stop } of processes) ends.push(stop); // ended the other way round: nobody asks when nobody answers any more

  ends.push(tellWhere(data, { ...env, ...urls, databaseUrl: postgres.url, process: process.pid }));
  return urls;
}
