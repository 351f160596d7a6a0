import { randomBytes } from 'node:crypto';
import type { Person } from '@heliotrope/kernel';
import { schoolDay } from '@heliotrope/kernel';
import { newId } from '@heliotrope/platform';
import { hash } from '@node-rs/argon2';
import { grantsOf, type PostKind } from '../rules/index.js';
import type { OwnerSql } from './organisation.builder.js';

export interface WithPost {
  readonly post: PostKind;
  readonly jurisdictionId?: number;
  readonly schoolId?: string;
  readonly classIds?: readonly string[];
  readonly name?: string;
}

export interface BuiltAccount {
  readonly accountId: string;
  readonly username: string;
  readonly password: string;
  /** The person as the first wall would establish it, for services called without HTTP. */
  readonly actor: Person;
}

/** Argon2id (2), cheap on purpose: a stored hash carries its own cost, and tests sign in often. */
const CHEAP = { algorithm: 2, memoryCost: 1024, timeCost: 1, parallelism: 1 };

/** An account with one post, ready to sign in with its password. */
export async function anAccountWithPost(sql: OwnerSql, with_: WithPost): Promise<BuiltAccount> {
  const accountId = newId();
  const username = `u${randomBytes(6).toString('hex')}`;
  const password = `Aa1-${randomBytes(9).toString('base64url')}`;
  const jurisdictionId = with_.jurisdictionId ?? 990101;
  const name = with_.name ?? '测试员工';
  await sql.query(
    // Changed far ahead: no test's clock makes this password old.
    `insert into organisation.account (id, username, name, password_hash, password_changed_at, state, created_at)
     values ($1, $2, $3, $4, '2200-01-01', 'active', '2026-09-01')`,
    [accountId, username, name, await hash(password, CHEAP)],
  );
  await sql.query(
    `insert into organisation.post (jurisdiction_id, id, school_id, account_id, kind, class_ids, valid_from, created_at)
     values ($1, $2, $3, $4, $5, $6, '2020-01-01', '2026-09-01')`,
    [jurisdictionId, newId(), with_.schoolId ?? null, accountId, with_.post, with_.classIds ?? []],
  );
  const below = await sql.query(`select id from organisation.bureau where id = $1 or ancestor_ids @> array[$1::int]`, [jurisdictionId]);
  return { accountId, username, password, actor: anActor({ ...with_, accountId, name, jurisdictions: below.rows.map((row) => Number(row['id'])) }) };
}

/** A person with one post, without a database behind it. */
export function anActor(with_: WithPost & { accountId?: string; jurisdictions?: readonly number[] }): Person {
  const jurisdictionId = with_.jurisdictionId ?? 990101;
  const accountId = with_.accountId ?? newId();
  return {
    kind: 'person',
    accountId,
    name: with_.name ?? '测试员工',
    posts: grantsOf(
      {
        kind: with_.post, accountId, jurisdictionId, schoolId: with_.schoolId ?? null, classIds: with_.classIds ?? [],
        jurisdictions: with_.jurisdictions ?? [jurisdictionId], validFrom: schoolDay('2020-01-01'), validUntil: null,
      },
      schoolDay('2026-10-12'),
    ),
  };
}
