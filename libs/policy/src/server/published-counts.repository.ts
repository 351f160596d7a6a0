import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Published } from '../rules/published-counts.js';

/** How many moments of a series are held against the next one: two school years of monthly tables. */
const KEPT = 24;

@Injectable()
export class PublishedCountsRepository {
  /** Nobody else publishes in this series until this act commits: two tables made at once could not be held against each other. */
  async hold(tx: Tx, jurisdictionId: number, series: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(7262, hashtext($1))`, [`${jurisdictionId}/${series}`]);
  }

  /**
   * What was published in this series before, oldest first. For a bureau's own system also all that it was ever shown: a person
   * tires of subtracting, a program does not.
   */
  async before(tx: Tx, jurisdictionId: number, series: string, clientId: string | null): Promise<Published[]> {
    const rows = await tx.query<{ counts: Published }>(
      `select counts from policy.published_counts where jurisdiction_id = $1 and series = $2
          and (client_id = $3 or id in (
            select id from policy.published_counts where jurisdiction_id = $1 and series = $2 order by id desc limit ${KEPT}))
        order by id`,
      [jurisdictionId, series, clientId],
    );
    return rows.map(({ counts }) => counts);
  }

  /** What this client was shown last, or, for a person, what anybody was. */
  async last(tx: Tx, jurisdictionId: number, series: string, clientId: string | null): Promise<Published | undefined> {
    const [row] = await tx.query<{ counts: Published }>(
      `select counts from policy.published_counts where jurisdiction_id = $1 and series = $2 and ($3::uuid is null or client_id = $3) order by id desc limit 1`,
      [jurisdictionId, series, clientId],
    );
    return row?.counts;
  }

  async keep(tx: Tx, jurisdictionId: number, series: string, clientId: string | null, counts: Published): Promise<void> {
    await tx.query(
      `insert into policy.published_counts (jurisdiction_id, id, series, client_id, at, counts) values ($1, $2, $3, $4, $5, $6)`,
      [jurisdictionId, newId(tx.now.getTime()), series, clientId, tx.now, JSON.stringify(counts)],
    );
  }
}
