import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classChanged, classNameOn, entryYearOf, gradeOn, STAGE_NAMES } from '../../rules/index.js';
import { type ClassRow, SchoolRepository } from '../reading/school.repository.js';
import type { ClassDto } from '../tree/tree.dto.js';
import type { ClassBody, NewClassBody } from './class.dto.js';
import { ClassRepository } from './class.repository.js';

const ACTION = 'organisation.edit-classes';

/** Classes are opened for a grade, numbered anew, and closed when empty; promotion needs no hand, for the grade follows from the day. */
@Injectable()
export class ClassService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(ClassRepository) private readonly classes: ClassRepository,
  ) {}

  open(actor: Actor, schoolId: string, body: NewClassBody): Promise<ClassDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const school = await this.schools.school(tx, schoolId);
      if (!school || school.closedOn) throw refuse('organisation/school-absent');
      const schoolingLength = body.stage === 'primary' ? school.primaryYears : body.stage === 'junior' ? school.juniorYears : 3;
      if (!school.stages.includes(body.stage) || body.yearInStage > schoolingLength) throw refuse('organisation/class-grade');
      await this.checkCampus(tx, schoolId, body.campusId);
      const entryYear = entryYearOf(body.yearInStage, chinaDayOf(tx.now));
      const one = { jurisdictionId: school.jurisdictionId, schoolId, stage: body.stage, entryYear, schoolingLength, number: body.number, campusId: body.campusId ?? null };
      const id = await this.classes.add(tx, one);
      if (!id) throw refuse('organisation/class-taken', { name: classNameOn(one, chinaDayOf(tx.now)) });
      this.told(tx, { ...one, id }, 'opened');
      return this.shown(tx, (await this.classes.forUpdate(tx, id))!);
    });
  }

  edit(actor: Actor, id: string, seen: number, body: ClassBody): Promise<ClassDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const held = await this.held(tx, id, seen);
      await this.checkCampus(tx, held.schoolId, body.campusId);
      const next = { ...held, number: body.number, campusId: body.campusId ?? null };
      if (await this.classes.isTaken(tx, next)) throw refuse('organisation/class-taken', { name: classNameOn(next, chinaDayOf(tx.now)) });
      await this.classes.save(tx, next);
      this.told(tx, next, 'edited');
      return this.shown(tx, { ...next, version: held.version + 1 });
    });
  }

  async close(actor: Actor, id: string, seen: number): Promise<void> {
    await this.work.run(actor, ACTION, async (tx) => {
      const held = await this.held(tx, id, seen);
      const count = await this.classes.pupilsOf(tx, held);
      if (count > 0) throw refuse('organisation/class-has-pupils', { count });
      await this.classes.save(tx, { ...held, closedOn: chinaDayOf(tx.now) });
      this.told(tx, held, 'closed');
    });
  }

  private async held(tx: Tx, id: string, seen: number): Promise<ClassRow> {
    const held = await this.classes.forUpdate(tx, id);
    if (!held || held.closedOn) throw refuse('organisation/class-absent');
    sameVersion(seen, this.shown(tx, held));
    return held;
  }

  private async checkCampus(tx: Tx, schoolId: string, campusId: string | null | undefined): Promise<void> {
    if (campusId && !(await this.classes.hasCampus(tx, schoolId, campusId))) throw refuse('organisation/campus-absent');
  }

  private told(tx: Tx, one: Pick<ClassRow, 'jurisdictionId' | 'schoolId' | 'id'>, change: 'opened' | 'edited' | 'closed'): void {
    tx.state(classChanged.of(one.jurisdictionId, { schoolId: one.schoolId, classId: one.id, change }));
    tx.audit({ object: `class:${one.id}`, jurisdictionId: one.jurisdictionId, detail: { schoolId: one.schoolId, change } });
  }

  private shown(tx: Tx, row: ClassRow): ClassDto {
    const day = chinaDayOf(tx.now);
    const grade = gradeOn(row, day);
    const { id, schoolId, stage, entryYear, number, campusId, version } = row;
    const gradeName = typeof grade === 'string' ? STAGE_NAMES[stage] : grade.name;
    return { id, schoolId, stage, entryYear, number, campusId, version, name: classNameOn(row, day), gradeName, yearOfSchooling: typeof grade === 'string' ? 0 : grade.year };
  }
}
