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

  /** What was published in this series before, oldest first. */
  async before(tx: Tx, jurisdictionId: number, series: string): Promise<Published[]> {
    const rows = await tx.query<{ counts: Published }>(
      `select counts from policy.published_counts where jurisdiction_id = $1 and series = $2 order by id desc limit ${KEPT}`,
      [jurisdictionId, series],
    );
    return rows.map(({ counts }) => counts).reverse();
  }

  async keep(tx: Tx, jurisdictionId: number, series: string, counts: Published): Promise<void> {
    await tx.query(
      `insert into policy.published_counts (jurisdiction_id, id, series, at, counts) values ($1, $2, $3, $4, $5)`,
      [jurisdictionId, newId(tx.now.getTime()), series, tx.now, JSON.stringify(counts)],
    );
  }
}
