import { Injectable } from '@nestjs/common';
import { newId } from '../database/new-id.js';
import type { Tx } from '../database/tx.js';
import type { Notice } from './notice.js';

export interface MessageView {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly link: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

/** Messages belong to an account; the bureaus of its posts only say where to look. */
@Injectable()
export class MessageRepository {
  async insert(tx: Tx, notice: Notice): Promise<void> {
    await tx.query(
      `insert into platform.message (jurisdiction_id, id, account_id, kind, title, link, created_at)
       select $1, item.id, item.account_id, $4, $5, $6, $7
         from unnest($2::uuid[], $3::uuid[]) as item(id, account_id)`,
      [
        notice.jurisdictionId, notice.accountIds.map(() => newId(tx.now.getTime())), notice.accountIds,
        notice.kind, notice.title, notice.link, tx.now,
      ],
    );
  }

  newest(tx: Tx, accountId: string, before: string | null, limit: number): Promise<MessageView[]> {
    return tx.query<MessageView>(
      `select id, kind, title, link, created_at as "createdAt", read_at as "readAt"
         from platform.message
        where jurisdiction_id = any($1::int[]) and account_id = $2 and ($3::uuid is null or id < $3)
        order by id desc limit $4`,
      [bureausOf(tx), accountId, before, limit],
    );
  }

  async unread(tx: Tx, accountId: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `select count(*)::int as n from platform.message
        where jurisdiction_id = any($1::int[]) and account_id = $2 and read_at is null`,
      [bureausOf(tx), accountId],
    );
    return row!.n;
  }

  async markRead(tx: Tx, accountId: string, id: string): Promise<boolean> {
    const rows = await tx.query(
      `update platform.message set read_at = coalesce(read_at, $4)
        where jurisdiction_id = any($1::int[]) and account_id = $2 and id = $3 returning id`,
      [bureausOf(tx), accountId, id, tx.now],
    );
    return rows.length > 0;
  }
}

const bureausOf = (tx: Tx): number[] => [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))];
