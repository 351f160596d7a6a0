// Brings the database to the newest schema and gives the login of the API and the worker its password.
// Reads DATABASE_URL_FILE (the owner) and DATABASE_SERVICE_URL_FILE (that login).
import fs from 'node:fs';
import pg from 'pg';
import { migrate } from '../database/dist/index.js';

const secret = (name) => (process.env[`${name}_FILE`] ? fs.readFileSync(process.env[`${name}_FILE`], 'utf8').trim() : process.env[name]);
const owner = secret('DATABASE_URL');
const service = new URL(secret('DATABASE_SERVICE_URL'));

const applied = await migrate(owner);
const client = new pg.Client({ connectionString: owner });
await client.connect();
const password = client.escapeLiteral(decodeURIComponent(service.password));
await client.query(`alter role ${client.escapeIdentifier(service.username)} password ${password}`);
await client.end();
console.log(`${applied.length} migrations applied`);
