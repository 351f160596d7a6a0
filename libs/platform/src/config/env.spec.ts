import { describe, expect, it } from '@jest/globals';
import { parseConfig } from './env.js';

const enough = { DATABASE_URL: 'postgres://x', REDIS_URL: 'redis://y', KEYS_PATH: 'keys.json' };

describe('configuration', () => {
  it('needs a database, Redis and keys, and has an answer for everything else', () => {
    expect(parseConfig(enough)).toMatchObject({ database: { url: 'postgres://x', poolSize: 10 }, http: { port: 3000 } });
  });

  it('names every fault in one error', () => {
    expect(() => parseConfig({ DATABASE_URL: 'mysql://x', PORT: '70000', CIPHER_PROFILE: 'rot13', REDIS_URL: 'redis://y' }))
      .toThrow(/DATABASE_SERVICE_URL: begins with[^]*PORT: a whole number[^]*KEYS_PATH: missing[^]*CIPHER_PROFILE: one of/);
  });

  it('says when a secret file cannot be read', () => {
    expect(() => parseConfig({ ...enough, S3_ENDPOINT: 'http://s', S3_BUCKET: 'b', S3_ACCESS_KEY: 'k', S3_SECRET_KEY_FILE: '/nowhere' }))
      .toThrow('S3_SECRET_KEY_FILE: the file cannot be read');
  });

  it('takes an empty REDIS_URL as: there is none, use the database', () => {
    expect(parseConfig({ ...enough, REDIS_URL: '' }).redisUrl).toBeNull();
  });
});
