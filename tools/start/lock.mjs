import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Takes a lock that dies with its holder: the file names a process, and a process that is gone holds nothing.
 * @returns a function that gives the lock back, or the process id of who has it
 */
export function takeLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    // Written beside and linked in place, so that nobody ever reads an empty lock.
    const claim = `${file}.${process.pid}`;
    fs.writeFileSync(claim, `${process.pid} ${startOf(process.pid)}`);
    try {
      fs.linkSync(claim, file);
      return { release: () => fs.rmSync(file, { force: true }) };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      fs.rmSync(claim, { force: true });
    }
    const holder = holderOf(file);
    if (holder) return { holder };
    fs.rmSync(file, { force: true });
  }
}

/** Does the work alone; waits for another process that is doing it. */
export async function alone(file, work) {
  let told = false;
  for (;;) {
    const lock = takeLock(file);
    if (lock.release) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (!told) console.log(`Waiting for process ${lock.holder}, which is preparing the same folder …`);
    told = true;
    await pause(300);
  }
}

function holderOf(file) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [pid, start] = text.split(' ');
  return isAlive(Number(pid)) && startOf(pid) === start ? Number(pid) : undefined;
}

/** Is the process there, and not merely waiting to be buried by its parent? */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return statusOf(pid)?.[0] !== 'Z';
}

/** When a process began, so that a number given anew to another process is not taken for the old one. */
function startOf(pid) {
  return statusOf(pid)?.[19] ?? 'unknown';
}

/** The fields after the name in Linux' process table; undefined where there is none. */
function statusOf(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** The parent of a process; undefined where the system does not say. */
export function parentOf(pid) {
  const parent = statusOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}
