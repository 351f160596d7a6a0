import fs from 'node:fs';
import { isAlive, parentOf } from './lock.mjs';

/**
 * Watches the npm that started us: killed with -9 it cannot tell us, and we would run on without a terminal.
 * A launcher started in another way (nohup, a service manager) is meant to outlive its starter and is not watched.
 */
export function whenNpmIsGone(act) {
  const npm = process.env.npm_lifecycle_event ? npmAbove(process.pid) : undefined;
  if (!npm) return;
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    act();
  }, 500);
  timer.unref();
}

function npmAbove(pid) {
  for (let above = parentOf(pid), steps = 0; above > 1 && steps < 6; above = parentOf(above), steps += 1) {
    if (/\bnpm\b/.test(commandOf(above))) return above;
  }
  return undefined;
}

function commandOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
