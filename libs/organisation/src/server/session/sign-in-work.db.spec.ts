import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as argon2 from '@node-rs/argon2';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestDatabase } from '@heliotrope/platform/testing';

// What an answer costs is nearly all argon2. Counted instead of timed: a clock in a test tells of the neighbours.
const work: string[] = [];
const costOf = (hash: string) => /\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+/.exec(hash)![0];
jest.unstable_mockModule('@node-rs/argon2', () => ({
  ...argon2,
  verify: (hash: string, secret: string) => {
    work.push(`verify ${costOf(hash)}`);
    return argon2.verify(hash, secret);
  },
  hash: (secret: string, options: argon2.Options) => {
    work.push('hash');
    return argon2.hash(secret, options);
  },
}));
const { testDatabase, testServer } = await import('@heliotrope/platform/testing');
const { anAccountWithPost, aSchool } = await import('../../testing/index.js');
const { OrganisationHttpModule } = await import('../organisation.http.module.js');
const { PasswordService } = await import('./password.service.js');

describe('a failed sign-in', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  const names: Record<string, string> = { unknown: 'nobody.here' };

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, OrganisationHttpModule);
    const passwords = app.get(PasswordService, { strict: false }); // accounts built for tests have cheap hashes
    const school = await aSchool(db.owner);
    for (const state of ['active', 'disabled', 'locked', 'invited']) {
      const account = await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id });
      names[state] = account.username;
      await db.owner.query(`update organisation.account set password_hash = $2 where id = $1`, [account.accountId, await passwords.hash(account.password)]);
      if (state === 'disabled') await db.owner.query(`update organisation.account set state = 'disabled' where id = $1`, [account.accountId]);
      if (state === 'locked') await db.owner.query(`update organisation.account set failed_count = 5, locked_until = '2099-01-01' where id = $1`, [account.accountId]);
      if (state === 'invited') {
        const code = await passwords.hash('ABCD-EFGH');
        await db.owner.query(
          `update organisation.account set state = 'invited', password_hash = null, one_time_code_hash = $2, code_expires_at = '2099-01-01' where id = $1`,
          [account.accountId, code],
        );
      }
    }
  });
  afterAll(async () => {
    await app?.close();
    await db?.close();
  });

  async function costs(url: string, payload: object): Promise<string[]> {
    work.length = 0;
    const answer = await app.inject({ method: 'POST', url, payload });
    expect([400, 401, 422]).toContain(answer.statusCode);
    return [...work];
  }

  it.each(['unknown', 'active', 'disabled', 'locked', 'invited'])('costs one look at a hash of the same cost, whoever it names: %s', async (who) => {
    const one = [`verify ${costOf(await argon2.hash('x', { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }))}`];
    expect(await costs('/api/session', { username: names[who], password: 'Wrong-pass-1' })).toEqual(one);
    expect(await costs('/api/session/first', { username: names[who], code: 'ZZZZ-ZZZZ', newPassword: 'Some-good-pass-77' })).toEqual(one);
  });
});
