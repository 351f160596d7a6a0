import { type Actor, chinaDayOf, refuse, type SchoolDay } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, gradeOn, graduatedClasses, mayJoin, pupilsGraduated, schoolYearOf, type Stage, stagesWithoutEntry } from '../../rules/index.js';
import { SchoolRepository, type SchoolRow } from '../reading/school.repository.js';
import type { PromotionClassDto, PromotionDto } from './promotion.dto.js';
import { PromotionRepository, type YearClass } from './promotion.repository.js';

const ACTION = 'organisation.promote';

/** What remains to be done when a school year begins: who has finished leaves, new classes open, small ones are put together. */
@Injectable()
export class PromotionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(PromotionRepository) private readonly promotion: PromotionRepository,
  ) {}

  overview(actor: Actor, schoolId: string): Promise<PromotionDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const { school, classes, day } = await this.yearEnd(tx, schoolId);
      const shown = (one: YearClass) => shownOn(one, day);
      return {
        schoolYear: schoolYearOf(day), graduated: graduatedClasses(classes, day).map(shown), withoutEntry: [...stagesWithoutEntry(school.stages, classes, day)],
        classes: classes.filter((one) => typeof gradeOn(one, day) !== 'string').map(shown),
      };
    });
  }

  /** Pupils of classes that have finished leave the school; their classes close. Suspended pupils stay on the roster. */
  graduate(actor: Actor, schoolId: string, classIds: readonly string[]): Promise<number> {
    return this.work.run(actor, ACTION, async (tx) => {
      const { school, classes, day } = await this.yearEnd(tx, schoolId);
      const ready = new Set(graduatedClasses(classes, day).map((one) => one.id));
      if (classIds.some((id) => !ready.has(id))) throw refuse('organisation/not-graduated');
      const count = await this.promotion.leave(tx, school.jurisdictionId, classIds, day);
      await this.promotion.closeClasses(tx, school.jurisdictionId, classIds, day);
      tx.state(pupilsGraduated.of(school.jurisdictionId, { schoolId, classIds: [...classIds], count }));
      tx.audit({ object: `school:${schoolId}`, jurisdictionId: school.jurisdictionId, detail: { graduated: count, classes: classIds.length } });
      return count;
    });
  }

  openEntryClasses(actor: Actor, schoolId: string, stage: Stage, count: number): Promise<number> {
    return this.work.run(actor, ACTION, async (tx) => {
      const { school, day } = await this.yearEnd(tx, schoolId);
      if (!school.stages.includes(stage)) throw refuse('organisation/stage-not-here');
      const schoolingLength = stage === 'primary' ? school.primaryYears : stage === 'junior' ? school.juniorYears : 3;
      const made = await this.promotion.addClasses(tx, { jurisdictionId: school.jurisdictionId, schoolId, stage, entryYear: schoolYearOf(day), schoolingLength }, count);
      tx.audit({ object: `school:${schoolId}`, jurisdictionId: school.jurisdictionId, detail: { stage, classes: made } });
      return made;
    });
  }

  join(actor: Actor, schoolId: string, fromClassId: string, intoClassId: string): Promise<number> {
    return this.work.run(actor, ACTION, async (tx) => {
      const { school, classes, day } = await this.yearEnd(tx, schoolId);
      const [from, into] = [fromClassId, intoClassId].map((id) => classes.find((one) => one.id === id));
      if (!from || !into || !mayJoin(from, into)) throw refuse('organisation/classes-apart');
      const count = await this.promotion.merge(tx, school.jurisdictionId, fromClassId, intoClassId);
      await this.promotion.closeClasses(tx, school.jurisdictionId, [fromClassId], day);
      tx.audit({ object: `class:${fromClassId}`, jurisdictionId: school.jurisdictionId, detail: { joined: intoClassId, count } });
      return count;
    });
  }

  private async yearEnd(tx: Tx, schoolId: string): Promise<{ school: SchoolRow; classes: YearClass[]; day: SchoolDay }> {
    const school = await this.schools.school(tx, schoolId);
    if (!school) throw refuse('organisation/school-absent');
    const day = chinaDayOf(tx.now);
    return { school, day, classes: await this.promotion.classes(tx, schoolId, schoolYearOf(day)) };
  }
}

const shownOn = (one: YearClass, day: SchoolDay): PromotionClassDto => ({
  id: one.id, name: classNameOn(one, day), stage: one.stage, entryYear: one.entryYear, pupils: one.pupils,
});
