import fs from 'node:fs';
import path from 'node:path';

const dayOf = (file) => fs.statSync(file).birthtime.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

/**
 * What a start is about to do, said before it does it: a second start that says nothing for half a minute looks hung,
 * and nobody should have to wonder whether yesterday's work is still there.
 * @param {string} data the folder @param {Record<string, string | undefined>} env @returns {string[]} lines
 */
export function planOf(data, env) {
  const kept = path.join(data, 'postgres');
  const own = { PostgreSQL: !env.DATABASE_URL, Redis: env.REDIS_URL === undefined };
  const starting = Object.keys(own).filter((name) => own[name]);
  const named = [!own.PostgreSQL && 'the database of DATABASE_URL', !own.Redis && 'the Redis of REDIS_URL'].filter(Boolean);
  const keeping = !own.PostgreSQL ? `Files are kept in ${data}.`
    : fs.existsSync(kept) ? `Data kept in ${data} since ${dayOf(kept)}; npm start -- --fresh would begin anew.`
    : `A new platform; its data will be kept in ${data}.`;
  return [keeping, `Starting ${[...starting, 'worker', 'API', 'console', 'student app'].join(', ')}${named.length > 0 ? `, on ${named.join(' and ')}` : ''} …`];
}
