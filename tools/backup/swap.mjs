import fs from 'node:fs';
import path from 'node:path';

const NAMES = ['files', 'postgres'];

/** Says that what lies in `restoring` came back whole. From here on only renames are left, and any start finishes them. */
export function markRestored(data, stamp) {
  const mark = path.join(data, 'restoring/complete');
  fs.writeFileSync(`${mark}.part`, stamp, { flush: true });
  fs.renameSync(`${mark}.part`, mark);
}

/**
 * Puts a restored installation in the place of the old one, which is kept beside it. Killed between two renames, the
 * next call goes on where this one stopped. Without a finished restoration it does nothing.
 * @returns {string[]} where what was there before lies now
 */
export function finishRestore(data) {
  const fresh = path.join(data, 'restoring');
  const mark = path.join(fresh, 'complete');
  if (!fs.existsSync(mark)) return [];
  const stamp = fs.readFileSync(mark, 'utf8');
  const aside = [putAside(path.join(data, 'redis'), stamp)]; // the queue is made anew from the database
  for (const name of NAMES) {
    if (fs.existsSync(path.join(fresh, name))) {
      putAside(path.join(data, name), stamp);
      fs.renameSync(path.join(fresh, name), path.join(data, name));
    }
    aside.push(`${path.join(data, name)}.before-${stamp}`);
  }
  fs.rmSync(fresh, { recursive: true, force: true, maxRetries: 3 });
  return aside;
}

export function putAside(place, stamp) {
  const aside = `${place}.before-${stamp}`;
  if (fs.existsSync(place)) fs.renameSync(place, aside);
  return aside;
}
