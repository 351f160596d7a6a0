import type { SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { PostKind, Stage } from '../../rules/index.js';

export interface NewPost {
  readonly accountId: string;
  readonly kind: PostKind;
  readonly jurisdictionId: number;
  readonly schoolId?: string;
  readonly classIds?: readonly string[];
  readonly grade?: { readonly stage: Stage; readonly entryYear: number };
  readonly validFrom: SchoolDay;
  readonly validUntil?: SchoolDay;
}

export interface NewAccount {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly codeHash: string | null;
  readonly codeExpiresAt: Date | null;
}

@Injectable()
export class PostRepository {
  async addAccounts(tx: Tx, accounts: readonly NewAccount[]): Promise<void> {
    await tx.query(
      `insert into organisation.account (id, username, name, one_time_code_hash, code_expires_at, created_at)
       select a.*, $6 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as a`,
      [
        accounts.map((a) => a.id), accounts.map((a) => a.username), accounts.map((a) => a.name), accounts.map((a) => a.codeHash),
        accounts.map((a) => a.codeExpiresAt), tx.now,
      ],
    );
  }

  async add(tx: Tx, post: NewPost): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into organisation.post
         (jurisdiction_id, id, school_id, account_id, kind, class_ids, stage, entry_year, valid_from, valid_until, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        post.jurisdictionId, id, post.schoolId ?? null, post.accountId, post.kind, [...(post.classIds ?? [])], post.grade?.stage ?? null,
        post.grade?.entryYear ?? null, post.validFrom, post.validUntil ?? null, tx.now,
      ],
    );
    return id;
  }

  async usernameTaken(tx: Tx, username: string): Promise<boolean> {
    return (await tx.query(`select 1 from organisation.account where username = $1`, [username])).length > 0;
  }
}
