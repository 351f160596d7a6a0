// The worker's health check: does anybody take work from the queue? Redis knows who waits for it.
import fs from 'node:fs';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const url = process.env.REDIS_URL_FILE ? fs.readFileSync(process.env.REDIS_URL_FILE, 'utf8').trim() : process.env.REDIS_URL;
const connection = new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 3000 });
const queue = new Queue('heliotrope', { connection, prefix: '{heliotrope}' });
const count = await queue.getWorkersCount();
process.exit(count > 0 ? 0 : 1);
