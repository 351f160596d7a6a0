import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const STORE = path.resolve(import.meta.dirname, '../../.data/debian');

/**
 * Packages of the distribution, unpacked into `.data` without root: for Redis, Chromium and Chinese fonts on a machine
 * that has none. apt works on its own lists and cache, so nothing of the system is read-locked or changed.
 * @param {string} name of the set; unpacked once, used ever after
 * @param {string[]} packages whose missing dependencies come along
 * @returns {{ root: string, env: Record<string, string> }} where it lies, and the environment its programs need
 */
export function unpacked(name, packages) {
  const root = path.join(STORE, name);
  if (!fs.existsSync(root)) {
    const half = `${root}.${process.pid}`; // two starts at once must not see each other's half
    try {
      unpackInto(half, packages);
      if (!fs.existsSync(root)) fs.renameSync(half, root);
    } catch (cause) {
      throw new Error(`${packages.join(', ')} cannot be had here; run: apt-get install --no-install-recommends ${packages.join(' ')}`, { cause });
    } finally {
      fs.rmSync(half, { recursive: true, force: true });
    }
  }
  return { root, env: { LD_LIBRARY_PATH: libraryFolders(root).join(':') } };
}

function unpackInto(root, packages) {
  const work = `${root}.apt`;
  for (const folder of ['lists/partial', 'cache/archives/partial', 'debs']) fs.mkdirSync(path.join(work, folder), { recursive: true });
  try {
    const options = ['-qq', '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root', '-o', `Dir::State::lists=${work}/lists`, '-o', `Dir::Cache=${work}/cache`];
    const apt = (...args) => run('apt-get', [...options, ...args], path.join(work, 'debs'));
    apt('update');
    // --reinstall names the wanted packages even where the system has them, and only adds the dependencies it lacks.
    const wanted = apt('install', '--print-uris', '--reinstall', '--no-install-recommends', '-y', ...packages);
    const names = [...wanted.matchAll(/^'\S+' (\S+?)_(\S+)_\S+\.deb/gm)].map(([, name, version]) => `${name}=${decodeURIComponent(version)}`);
    apt('download', ...names);
    fs.mkdirSync(root, { recursive: true });
    for (const file of fs.readdirSync(path.join(work, 'debs'))) run('dpkg', ['-x', path.join(work, 'debs', file), root], work);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, LC_ALL: 'C' } });
  if (done.status !== 0) throw new Error(`${command} ${args.at(-1)}: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
}

function libraryFolders(root) {
  const all = fs.existsSync(root) ? fs.readdirSync(root, { recursive: true }) : [];
  return [...new Set(all.filter((file) => /\.so(\.\d+)*$/.test(file) && /(^|\/)lib\//.test(file)).map((file) => path.join(root, path.dirname(file))))];
}
