import fs from 'node:fs';
import os from 'node:os';

/** What the figures were measured on: without it no figure means anything. */
export async function machineFacts(owner, { pgbench, folder }) {
  const { rows } = await owner.query(
    `select name, setting || coalesce(unit, '') as setting from pg_settings
      where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers', 'max_wal_size', 'commit_delay')`,
  );
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  return {
    cores: os.availableParallelism(),
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    filesystem: filesystemOf(folder),
    node: process.version,
    postgres: settings.server_version,
    pgbench,
    fsync: settings.fsync,
    synchronousCommit: settings.synchronous_commit,
    settings,
    loadAtStart: os.loadavg().map((load) => Number(load.toFixed(2))),
  };
}

/** The kind of file system under the databases: on a memory disk a durable commit costs nothing and proves nothing. */
function filesystemOf(folder) {
  const mounts = fs.readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')).filter(([, place]) => place && (folder === place || folder.startsWith(place === '/' ? '/' : `${place}/`)));
  return mounts.sort((a, b) => b[1].length - a[1].length)[0]?.[2] ?? 'unknown';
}

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux that Node runs on

/** Processor time of one process so far, its threads included and its children not. In seconds. */
export function cpuSeconds(pid) {
  const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
