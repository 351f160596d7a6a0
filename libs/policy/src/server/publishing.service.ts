import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Published } from '../rules/published-counts.js';
import type { DisclosedOverTime } from '../rules/small-cells.js';
import { PublishedCountsRepository } from './published-counts.repository.js';

/** The door through which counts of pupils leave: each table is held against those shown before it in the same series. */
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
    const earlier = await this.kept.before(tx, of.jurisdictionId, of.series);
    const made = make(earlier);
    const last = earlier.at(-1);
    if (!last || JSON.stringify(sortedOf(last)) !== JSON.stringify(sortedOf(made.published))) {
      await this.kept.keep(tx, of.jurisdictionId, of.series, made.published);
    }
    return made;
  }
}

/** jsonb forgets the order of keys, and the order of what is hidden means nothing. */
const sortedOf = ({ columns, groups, hidden }: Published) => [columns, groups.map(({ id, cells, parts }) => [id, cells ?? parts]), [...hidden].sort()];

