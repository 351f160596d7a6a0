import { chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { categoriesOf, type CategoryDecision, isFocusOn, withDecisions } from '../../rules/index.js';
import { FocusCategoryRepository, lastOfEachDay } from './focus-category.repository.js';
import type { FocusCategoryDto, FocusDto } from './focus.dto.js';
import { FocusRepository, type FocusRow } from './focus.repository.js';

/** The lists of some bureaus on any day, and marks in their words. */
export interface FocusLists {
  on(jurisdictionId: number, day: SchoolDay): FocusCategoryDto[];
  /** A mark keeps the word it was given under, even when the list that had it has ended. */
  shown(row: FocusRow, day: SchoolDay): FocusDto;
}

/** Categories by place and day, and the marks of one pupil in their words. */
@Injectable()
export class FocusReader {
  constructor(
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(FocusRepository) private readonly marks: FocusRepository,
    @Inject(FocusCategoryRepository) private readonly decisions: FocusCategoryRepository,
  ) {}

  async lists(tx: Tx, jurisdictionIds: readonly number[]): Promise<FocusLists> {
    const decided = jurisdictionIds.length === 0 ? [] : lastOfEachDay(await this.decisions.of(tx, jurisdictionIds));
    const on = (jurisdictionId: number, day: SchoolDay) =>
      withDecisions(this.ofPapers(jurisdictionId, day), decided.filter((one) => one.jurisdictionId === jurisdictionId) as CategoryDecision[], day);
    const shown = (row: FocusRow, day: SchoolDay): FocusDto => {
      const name = on(row.jurisdictionId, row.fromOn).find((one) => one.code === row.code)?.name ?? row.code;
      return { id: row.id, code: row.code, name, source: row.source, fromOn: row.fromOn, untilOn: row.untilOn, isCurrent: isFocusOn(row, day) };
    };
    return { on, shown };
  }

  /** What the papers in force name here, before the bureau's own word. */
  ofPapers(jurisdictionId: number, day: SchoolDay): FocusCategoryDto[] {
    return categoriesOf(this.policy.applicable(jurisdictionId, 'focus.categories', day).all as Parameters<typeof categoriesOf>[0]);
  }

  async categories(tx: Tx, jurisdictionId: number, day: SchoolDay): Promise<FocusCategoryDto[]> {
    return (await this.lists(tx, [jurisdictionId])).on(jurisdictionId, day);
  }

  async current(tx: Tx, pupil: { jurisdictionId: number; id: string }): Promise<FocusDto[]> {
    const day = chinaDayOf(tx.now);
    const lists = await this.lists(tx, [pupil.jurisdictionId]);
    return (await this.marks.of(tx, pupil)).filter((row) => isFocusOn(row, day)).map((row) => lists.shown(row, day));
  }
}
