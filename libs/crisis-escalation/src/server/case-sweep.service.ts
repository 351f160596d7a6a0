import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CaseMarks } from './case-marks.service.js';
import type { CrisisCase } from './case.entity.js';
import { CaseRepository } from './case.repository.js';

const PAGE = 200;

/** Walks over every case of a bureau and asks of each whether it stands as it was written. */
@Injectable()
export class CaseSweep {
  constructor(
    @Inject(CaseRepository) private readonly cases: CaseRepository,
    @Inject(CaseMarks) private readonly marks: CaseMarks,
  ) {}

  /** @returns the ids of the cases that do not. */
  async check(tx: Tx): Promise<{ checked: number; broken: string[] }> {
    const broken: string[] = [];
    let checked = 0;
    for (let after: string | null = null; ; ) {
      const page: CrisisCase[] = await this.cases.after(tx, after, PAGE);
      for (const found of page) if (!(await this.marks.stands(tx, found, await this.cases.timeline(tx, found)))) broken.push(found.id);
      checked += page.length;
      after = page.at(-1)?.id ?? null;
      if (page.length < PAGE) return { checked, broken };
    }
  }
}
