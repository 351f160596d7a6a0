import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Published } from '../rules/published-counts.js';
import type { DisclosedOverTime } from '../rules/small-cells.js';
import { PublishedCountsRepository } from './published-counts.repository.js';

/**
 * The door through which counts of pupils leave: each table is held against those shown before it in the same series. Where the
 * reader is a bureau's own system, against everything that it was ever shown as well.
 */
@Injectable()
export class Publishing {
  constructor(@Inject(PublishedCountsRepository) private readonly kept: PublishedCountsRepository) {}

  /**
   * @param series what is counted and of whom, `reporting/levels:<round>:<school>`; @param make the table, given what was
   * shown before.
   */
  async publish<T extends Pick<DisclosedOverTime, 'published'>>(
    tx: Tx, of: { jurisdictionId: number; series: string }, make: (earlier: readonly Published[]) => T,
  ): Promise<T> {
    await this.kept.hold(tx, of.jurisdictionId, of.series);
    const clientId = tx.actor.kind === 'client' ? tx.actor.clientId : null;
    const made = make(await this.kept.before(tx, of.jurisdictionId, of.series, clientId));
    const last = await this.kept.last(tx, of.jurisdictionId, of.series, clientId);
    if (!last || JSON.stringify(sortedOf(last)) !== JSON.stringify(sortedOf(made.published))) {
      await this.kept.keep(tx, of.jurisdictionId, of.series, clientId, made.published);
    }
    return made;
  }
}

/** jsonb forgets the order of keys, and the order of what is hidden means nothing. */
const sortedOf = ({ columns, groups, hidden }: Published) => [columns, groups.map(({ id, cells, parts }) => [id, cells ?? parts]), [...hidden].sort()];

