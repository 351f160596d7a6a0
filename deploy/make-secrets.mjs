// usage: node deploy/make-secrets.mjs   writes deploy/secrets/ once: every password, key and address that
// docker-compose.yml reads. What is there already is left alone, so that a second run never locks anybody out.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, 'secrets');
fs.mkdirSync(folder, { recursive: true, mode: 0o700 });

const word = () => crypto.randomBytes(24).toString('base64url');
const keep = (name, make) => {
  const file = path.join(folder, name);
  if (!fs.existsSync(file)) fs.writeFileSync(file, make(), { mode: 0o644 }); // read inside containers by another user id
  return fs.readFileSync(file, 'utf8').trim();
};

const owner = keep('postgres_password', word);
const service = keep('service_password', word);
const queue = keep('redis_password', word);
keep('database_url', () => `postgres://heliotrope_owner:${owner}@postgres:5432/heliotrope`);
keep('database_service_url', () => `postgres://heliotrope_service:${service}@postgres:5432/heliotrope`);
keep('redis_url', () => `redis://:${queue}@redis:6379`);
keep('redis.conf', () => `requirepass ${queue}\nappendonly yes\nmaxmemory-policy noeviction\n`);
const id = new Date().toISOString().slice(0, 7);
keep('keys.json', () => JSON.stringify({ masters: [{ id, key: crypto.randomBytes(32).toString('base64') }], current: id }));
const accessKey = keep('s3_access_key', word);
const secretKey = keep('s3_secret_key', word);
keep('s3.json', () => JSON.stringify({ identities: [{ name: 'heliotrope', credentials: [{ accessKey, secretKey }], actions: ['Admin', 'Read', 'Write', 'List', 'Tagging'] }] }));
console.log(`secrets lie in ${folder}; keep keys.json safe, nothing can be read without it`);
