import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface LinkedIdentity {
  readonly providerId: string;
  readonly linkedAt: Date;
  readonly usedAt: Date | null;
}

/** Which outside identity is whose account. */
@Injectable()
export class ExternalIdentityRepository {
  async accountOf(tx: Tx, providerId: string, subject: string): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `update organisation.external_identity set used_at = $3 where provider_id = $1 and subject = $2 returning account_id as id`,
      [providerId, subject, tx.now],
    );
    return rows[0]?.id;
  }

  /** @returns false when that identity, or that account at this provider, is linked already. */
  async link(tx: Tx, providerId: string, subject: string, accountId: string): Promise<boolean> {
    const rows = await tx.query(
      `insert into organisation.external_identity (provider_id, subject, account_id, linked_at)
       values ($1, $2, $3, $4) on conflict do nothing returning subject`,
      [providerId, subject, accountId, tx.now],
    );
    return rows.length > 0;
  }

  of(tx: Tx, accountId: string): Promise<LinkedIdentity[]> {
    return tx.query<LinkedIdentity>(
      `select provider_id as "providerId", linked_at as "linkedAt", used_at as "usedAt"
         from organisation.external_identity where account_id = $1 order by linked_at`,
      [accountId],
    );
  }

  /** Nobody is tied to this provider any more. @returns how many were. */
  async unlinkAll(tx: Tx, providerId: string): Promise<number> {
    return (await tx.query(`delete from organisation.external_identity where provider_id = $1 returning subject`, [providerId])).length;
  }

  async unlink(tx: Tx, providerId: string, accountId: string): Promise<boolean> {
    const rows = await tx.query(
      `delete from organisation.external_identity where provider_id = $1 and account_id = $2 returning subject`, [providerId, accountId],
    );
    return rows.length > 0;
  }
}
