import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentRepository, type ConsentRow } from './consent.repository.js';

const PAGE = 500;

/** Walks over every line of consent of a bureau and asks of each whether it stands as it was written. */
@Injectable()
export class ConsentSweep {
  constructor(@Inject(ConsentRepository) private readonly consents: ConsentRepository) {}

  /** @returns the ids of the lines that do not, and of the withdrawals that were taken out. */
  async check(tx: Tx): Promise<{ checked: number; broken: string[] }> {
    const broken = await this.consents.withdrawalsTaken(tx);
    let checked = 0;
    for (let after: string | null = null; ; ) {
      const page: ConsentRow[] = await this.consents.after(tx, after, PAGE);
      broken.push(...page.filter((row) => !row.isSound).map((row) => row.id));
      checked += page.length;
      after = page.at(-1)?.id ?? null;
      if (page.length < PAGE) return { checked, broken };
    }
  }
}
