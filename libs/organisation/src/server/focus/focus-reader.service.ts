import { chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { categoriesOf, isFocusOn } from '../../rules/index.js';
import type { FocusCategoryDto, FocusDto } from './focus.dto.js';
import { FocusRepository, type FocusRow } from './focus.repository.js';

/** Categories by place and day, and the marks of one pupil in their words. */
@Injectable()
export class FocusReader {
  constructor(
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(FocusRepository) private readonly marks: FocusRepository,
  ) {}

  categories(jurisdictionId: number, day: SchoolDay): FocusCategoryDto[] {
    return categoriesOf(this.policy.applicable(jurisdictionId, 'focus.categories', day).all as Parameters<typeof categoriesOf>[0]);
  }

  async current(tx: Tx, pupil: { jurisdictionId: number; id: string }): Promise<FocusDto[]> {
    const day = chinaDayOf(tx.now);
    return (await this.marks.of(tx, pupil)).filter((row) => isFocusOn(row, day)).map((row) => this.shown(row, day));
  }

  /** A mark keeps the word it was given under, even when the list that had it has ended. */
  shown(row: FocusRow, day: SchoolDay): FocusDto {
    const name = this.categories(row.jurisdictionId, row.fromOn).find((one) => one.code === row.code)?.name ?? row.code;
    return { id: row.id, code: row.code, name, source: row.source, fromOn: row.fromOn, untilOn: row.untilOn, isCurrent: isFocusOn(row, day) };
  }
}
