// Runs once before the API and the worker: brings the database to the newest schema, gives the login of both its
// password, and makes the bucket for files where there is none. Each setting may come as NAME or as NAME_FILE.
import fs from 'node:fs';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { migrate } from '../database/dist/index.js';

const setting = (name) => (process.env[`${name}_FILE`] ? fs.readFileSync(process.env[`${name}_FILE`], 'utf8').trim() : process.env[name]);

const owner = setting('DATABASE_URL');
const applied = await migrate(owner);
console.log(`${applied.length} migrations applied`);

const login = new URL(setting('DATABASE_SERVICE_URL'));
const client = new pg.Client({ connectionString: owner });
await client.connect();
const password = client.escapeLiteral(decodeURIComponent(login.password));
await client.query(`alter role ${client.escapeIdentifier(login.username)} password ${password}`);
await client.end();

if (setting('S3_ENDPOINT')) {
  const s3 = new S3Client({
    endpoint: setting('S3_ENDPOINT'),
    region: setting('S3_REGION') ?? 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: setting('S3_ACCESS_KEY'), secretAccessKey: setting('S3_SECRET_KEY') },
  });
  const Bucket = setting('S3_BUCKET');
  await s3.send(new HeadBucketCommand({ Bucket })).catch(() => s3.send(new CreateBucketCommand({ Bucket })));
  console.log(`files lie in the bucket ${Bucket}`);
}
