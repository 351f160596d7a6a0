import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface Used {
  readonly jurisdictionId: number;
  readonly clientId: string;
  readonly day: SchoolDay;
  readonly route: string;
  readonly calls: number;
  readonly errors: number;
}

@Injectable()
export class UsageRepository {
  /** @returns false when this taking is already written down. */
  async remember(tx: Tx, foldId: string): Promise<boolean> {
    await tx.query(`delete from organisation.api_usage_fold where folded_at < $1::timestamptz - interval '2 days'`, [tx.now]);
    const rows = await tx.query(`insert into organisation.api_usage_fold (id, folded_at) values ($1, $2) on conflict do nothing returning id`, [foldId, tx.now]);
    return rows.length > 0;
  }

  async add(tx: Tx, used: readonly Used[]): Promise<void> {
    await tx.query(
      `insert into organisation.api_usage as u (jurisdiction_id, client_id, day, route, calls, errors)
       select n.j, n.client, n.day, n.route, n.calls, n.errors
         from unnest($1::int[], $2::uuid[], $3::date[], $4::text[], $5::int[], $6::int[]) as n (j, client, day, route, calls, errors)
         join organisation.api_client c on c.jurisdiction_id = n.j and c.id = n.client
       on conflict (jurisdiction_id, client_id, day, route) do update set calls = u.calls + excluded.calls, errors = u.errors + excluded.errors`,
      [
        used.map((one) => one.jurisdictionId), used.map((one) => one.clientId), used.map((one) => one.day), used.map((one) => one.route),
        used.map((one) => one.calls), used.map((one) => one.errors),
      ],
    );
  }
}
