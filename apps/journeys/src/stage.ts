import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface SignIn {
  readonly username: string;
  readonly code: string;
  readonly who: string;
}

export interface Stage {
  readonly console: string;
  readonly student: string;
  readonly api: string;
  readonly folder: string;
  readonly signIns: readonly SignIn[];
  /** The owner's eye on the database: to look, never to act. */
  readonly owner: pg.Pool;
  /** The processes of this stage by name: api, worker, web, postgres, redis, and import, which the worker starts to read a sheet. */
  pids(name: string): number[];
  /** Ends the processes and leaves the folder as it is. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Raises the whole platform as `npm start` does, in a folder of its own: real databases, API, worker and web apps.
 * @param options `district: false` leaves the synthetic district out, for stories that bring their own people; `folder`
 *   raises again what was stopped there.
 */
export async function raiseStage({ district = true, folder = newFolder({ district }) } = {}): Promise<Stage> {
  const child = spawn(process.execPath, [path.join(ROOT, 'tools/start.mjs'), '--data', folder], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutTestStack(process.env), ...(district ? {} : { DEMO: 'no' }) },
  });
  try {
    await readyLine(child);
  } catch (error) {
    await end(child);
    throw error;
  }
  const stack = JSON.parse(fs.readFileSync(path.join(folder, 'stack.json'), 'utf8')) as Record<string, string>;
  const owner = new pg.Pool({ connectionString: stack['databaseUrl'], max: 2 });
  owner.on('error', () => undefined); // journeys kill the database on purpose
  return {
    console: stack['console']!, student: stack['student']!, api: stack['api']!, folder, owner,
    signIns: district ? readSignIns(folder) : [],
    stop: async () => {
      await owner.end().catch(() => undefined);
      await end(child);
    },
    pids: (name) => pidsOf(folder, name),
    close: async () => {
      await owner.end().catch(() => undefined);
      await end(child);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A folder that is empty, or holds the synthetic district as JOURNEY_GROUND does: a whole run of journeys loads it once. */
function newFolder({ district }: { district: boolean }): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-journey-'));
  const ground = process.env['JOURNEY_GROUND'];
  if (district && ground) execFileSync('cp', ['-a', `${ground}/.`, folder]); // with its owners: the database's folder is not ours
  fs.chmodSync(folder, 0o711); // PostgreSQL of root runs as nobody and must walk in
  return folder;
}

/** Runs one of the platform's commands to its end, as an administrator would at a terminal of this stage. */
export function command(stage: Pick<Stage, 'folder'>, script: string, args: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [path.join(ROOT, 'tools', script), ...args, '--data', stage.folder], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: withoutTestStack(process.env),
  });
}

/** Jest's own databases must not leak in: the stage brings up its own, as a newcomer's machine would. */
function withoutTestStack(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _a, DATABASE_SERVICE_URL: _b, REDIS_URL: _c, NODE_OPTIONS: _d, ...rest } = env;
  return { ...rest, API_PORT: '0', CONSOLE_PORT: '0', STUDENT_PORT: '0' };
}

function readyLine(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Heliotrope ready:')) resolve();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the platform did not start (${code})\n${said.slice(-4000)}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function readSignIns(folder: string): SignIn[] {
  return fs
    .readFileSync(path.join(folder, 'demo-sign-ins.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [username, code, ...who] = line.trim().split(/\s+/);
      return username && code ? [{ username, code, who: who.join(' ') }] : [];
    });
}

const MARKS: Record<string, string> = {
  api: 'apps/api/dist/main.js', worker: 'apps/worker/dist/main.js', web: 'tools/start/web.mjs', postgres: 'bin/postgres', redis: 'redis-server',
};

/** Finds our processes by what they run and by the folder they keep their data in: no other stage's are touched. */
function pidsOf(folder: string, name: string): number[] {
  if (name === 'import') return pidsOf(folder, 'worker').flatMap(importsOf);
  const mark = MARKS[name];
  if (!mark) throw new Error(`no process is called ${name}`);
  return fs.readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const command = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      const surroundings = command + fs.readFileSync(`/proc/${entry}/environ`, 'utf8');
      const isGuard = command.startsWith('/bin/sh') || command.startsWith('sh\0');
      return !isGuard && command.includes(mark) && surroundings.includes(folder) ? [Number(entry)] : [];
    } catch {
      return []; // it ended while we looked
    }
  });
}

/** It gets no surroundings to be known by; whose child it is tells. */
function importsOf(worker: number): number[] {
  return fs.readFileSync(`/proc/${worker}/task/${worker}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    .filter((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('fill-process.js'));
}
