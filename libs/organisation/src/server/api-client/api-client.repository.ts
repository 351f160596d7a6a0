import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { ClientReach, ClientState } from '../../rules/index.js';

export interface ApiClientRow extends ClientReach {
  readonly jurisdictionId: number;
  readonly bureauName: string;
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly state: ClientState;
  readonly proposedBy: string;
  readonly approvedAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
}

export interface SecretRow {
  readonly id: string;
  readonly madeAt: Date;
  readonly endsAt: Date | null;
}

export interface NewApiClient extends ClientReach {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly proposedBy: string;
}

const CLIENT = `c.jurisdiction_id as "jurisdictionId", b.name as "bureauName", c.id, c.name, c.purpose, c.scopes, c.school_ids as "schoolIds", c.addresses,
  c.per_minute as "perMinute", c.expires_on as "expiresOn", c.state, c.proposed_by as "proposedBy", c.approved_at as "approvedAt",
  c.last_seen_at as "lastSeenAt", c.version, c.created_at as "createdAt"`;
const FROM = `organisation.api_client c join organisation.bureau b on b.id = c.jurisdiction_id`;

@Injectable()
export class ApiClientRepository {
  list(tx: Tx): Promise<ApiClientRow[]> {
    const params: unknown[] = [];
    return tx.query<ApiClientRow>(`select ${CLIENT} from ${FROM} where ${within(tx, params)} order by c.jurisdiction_id, c.name`, params);
  }

  async one(tx: Tx, id: string, lock = false): Promise<ApiClientRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<ApiClientRow>(`select ${CLIENT} from ${FROM} where c.id = $1 and ${within(tx, params)} ${lock ? 'for update of c' : ''}`, params))[0];
  }

  /** How many of these schools the bureau manages. */
  async schoolsOf(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<number> {
    const rows = await tx.query<{ count: number }>(
      `select count(*)::int as count from organisation.school where jurisdiction_id = $1 and id = any($2::uuid[])`, [jurisdictionId, [...ids]]);
    return rows[0]!.count;
  }

  /** @returns false when the bureau has a client of that name. */
  async add(tx: Tx, client: NewApiClient): Promise<boolean> {
    const rows = await tx.query(
      `insert into organisation.api_client
         (jurisdiction_id, id, name, purpose, scopes, school_ids, addresses, per_minute, expires_on, proposed_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (jurisdiction_id, name) do nothing returning id`,
      [client.jurisdictionId, client.id, client.name, client.purpose, ...reachOf(client), client.proposedBy, tx.now],
    );
    return rows.length > 0;
  }

  /** @returns false when the bureau has another client of that name. */
  async save(tx: Tx, held: ApiClientRow, values: ClientReach & { name: string; purpose: string }, proposal: { by: string } | null): Promise<boolean> {
    const [taken] = await tx.query(
      `select from organisation.api_client where jurisdiction_id = $1 and name = $2 and id <> $3`, [held.jurisdictionId, values.name, held.id]);
    if (taken) return false;
    await tx.query(
      `update organisation.api_client
          set name = $3, purpose = $4, scopes = $5, school_ids = $6, addresses = $7, per_minute = $8, expires_on = $9, version = version + 1,
              state = case when $10::uuid is null then state else 'proposed' end, proposed_by = coalesce($10, proposed_by),
              approved_by = case when $10::uuid is null then approved_by end, approved_at = case when $10::uuid is null then approved_at end
        where jurisdiction_id = $1 and id = $2`,
      [held.jurisdictionId, held.id, values.name, values.purpose, ...reachOf(values), proposal?.by ?? null],
    );
    return true;
  }

  async setState(tx: Tx, held: ApiClientRow, state: ClientState, approvedBy: string | null): Promise<void> {
    await tx.query(
      `update organisation.api_client set state = $3, approved_by = $4, approved_at = case when $4::uuid is not null then $5::timestamptz end, version = version + 1
        where jurisdiction_id = $1 and id = $2`,
      [held.jurisdictionId, held.id, state, approvedBy, tx.now],
    );
  }

  async forgetTokens(tx: Tx, client: Pick<ApiClientRow, 'jurisdictionId' | 'id'>): Promise<void> {
    await tx.query(`delete from organisation.api_token where jurisdiction_id = $1 and client_id = $2`, [client.jurisdictionId, client.id]);
  }

  secrets(tx: Tx, client: ApiClientRow): Promise<SecretRow[]> {
    return tx.query<SecretRow>(
      `select id, made_at as "madeAt", ends_at as "endsAt" from organisation.api_client_secret
        where jurisdiction_id = $1 and client_id = $2 and (ends_at is null or ends_at > $3) order by made_at desc`,
      [client.jurisdictionId, client.id, tx.now],
    );
  }

  /** A new secret. The one before goes on until then; any older one ends now. */
  async addSecret(tx: Tx, client: Pick<ApiClientRow, 'jurisdictionId' | 'id'>, hash: Buffer, othersEndAt: Date): Promise<void> {
    await tx.query(
      `update organisation.api_client_secret set ends_at = case when ends_at is null then $3::timestamptz else least(ends_at, $4::timestamptz) end
        where jurisdiction_id = $1 and client_id = $2 and (ends_at is null or ends_at > $4)`,
      [client.jurisdictionId, client.id, othersEndAt, tx.now],
    );
    await tx.query(
      `insert into organisation.api_client_secret (jurisdiction_id, id, client_id, hash, made_at) values ($1, $2, $3, $4, $5)`,
      [client.jurisdictionId, newId(tx.now.getTime()), client.id, hash, tx.now],
    );
  }

  usage(tx: Tx, client: ApiClientRow, since: SchoolDay): Promise<{ day: SchoolDay; route: string; calls: number; errors: number }[]> {
    return tx.query(
      `select day, route, calls, errors from organisation.api_usage
        where jurisdiction_id = $1 and client_id = $2 and day >= $3 order by day desc, calls desc, route`,
      [client.jurisdictionId, client.id, since],
    );
  }
}

const within = (tx: Tx, params: unknown[]): string => scopeWhere(tx.scopes, { jurisdiction: 'c.jurisdiction_id' }, params);

const reachOf = (reach: ClientReach) => [[...reach.scopes], [...reach.schoolIds], [...reach.addresses], reach.perMinute, reach.expiresOn];
