// Real PostgreSQL and Redis for `npm start`, tests and the bench, without anything installed by hand.
export { chineseFonts } from './devstack/fonts.mjs';
export { guarded } from './devstack/guard.mjs';
export { chromium } from './devstack/chromium.mjs';
export { freePort, preferPort, reservePort, waitForPort } from './devstack/ports.mjs';
export { postgresFolder, startPostgres } from './devstack/postgres.mjs';
export { startRedis } from './devstack/redis.mjs';
