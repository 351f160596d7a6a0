import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { ClientState } from '../../rules/index.js';

export interface KnownClient {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly state: ClientState;
  readonly scopes: readonly string[];
  readonly schoolIds: readonly string[];
  readonly addresses: readonly string[];
  readonly perMinute: number;
  readonly expiresOn: SchoolDay;
  readonly lastSeenAt: Date | null;
}

const CLIENT = `c.jurisdiction_id as "jurisdictionId", c.id, c.state, c.school_ids as "schoolIds", c.addresses, c.per_minute as "perMinute",
  c.expires_on as "expiresOn", c.last_seen_at as "lastSeenAt"`;

/** Clients as they show themselves: by number and secret, and then by token. */
@Injectable()
export class TokenRepository {
  async client(tx: Tx, jurisdictionId: number, id: string): Promise<KnownClient | undefined> {
    return (await tx.query<KnownClient>(
      `select ${CLIENT}, c.scopes from organisation.api_client c where c.jurisdiction_id = $1 and c.id = $2`, [jurisdictionId, id]))[0];
  }

  /** The secret of this client that has this print and has not ended. */
  async secret(tx: Tx, client: KnownClient, hash: Buffer): Promise<{ id: string } | undefined> {
    return (await tx.query<{ id: string }>(
      `select id from organisation.api_client_secret
        where jurisdiction_id = $1 and client_id = $2 and hash = $3 and (ends_at is null or ends_at > $4)`,
      [client.jurisdictionId, client.id, hash, tx.now]))[0];
  }

  async addToken(tx: Tx, client: KnownClient, token: { hash: Buffer; secretId: string; scopes: readonly string[]; endsAt: Date }): Promise<void> {
    await tx.query(`delete from organisation.api_token where jurisdiction_id = $1 and client_id = $2 and ends_at <= $3`, [client.jurisdictionId, client.id, tx.now]);
    await tx.query(
      `insert into organisation.api_token (jurisdiction_id, hash, client_id, secret_id, scopes, issued_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [client.jurisdictionId, token.hash, client.id, token.secretId, [...token.scopes], tx.now, token.endsAt],
    );
  }

  /** The client behind a token; `scopes` are then the token's. Asked at each call, so that what is withdrawn is withdrawn at once. */
  async byToken(tx: Tx, jurisdictionId: number, hash: Buffer): Promise<KnownClient | undefined> {
    return (await tx.query<KnownClient>(
      `select ${CLIENT}, t.scopes
         from organisation.api_token t
         join organisation.api_client c on c.jurisdiction_id = t.jurisdiction_id and c.id = t.client_id
         join organisation.api_client_secret s on s.jurisdiction_id = t.jurisdiction_id and s.id = t.secret_id
        where t.jurisdiction_id = $1 and t.hash = $2 and t.ends_at > $3 and (s.ends_at is null or s.ends_at > $3)`,
      [jurisdictionId, hash, tx.now]))[0];
  }

  async seen(tx: Tx, client: KnownClient): Promise<void> {
    await tx.query(`update organisation.api_client set last_seen_at = $3 where jurisdiction_id = $1 and id = $2`, [client.jurisdictionId, client.id, tx.now]);
  }

  /** Marks that the client has read pupils on this day. True once a day. */
  async firstPupilsOf(tx: Tx, jurisdictionId: number, id: string, day: SchoolDay): Promise<boolean> {
    const rows = await tx.query(
      `update organisation.api_client set pupils_read_on = $3 where jurisdiction_id = $1 and id = $2 and pupils_read_on is distinct from $3::date returning id`,
      [jurisdictionId, id, day],
    );
    return rows.length > 0;
  }
}
