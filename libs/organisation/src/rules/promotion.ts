import { type SchoolDay } from '@heliotrope/kernel';
import { type ClassYears, gradeOn, schoolYearOf, type Stage } from './grade.js';

/*
 * What must a school do when a school year ends? Nobody is moved up: the grade follows from the entry year on
 * 1 September. What remains are the classes that have finished their stage and still have pupils on the roster, the
 * classes of the new year, and classes put together. Source: 教育部《中小学生学籍管理办法》 art. 21 (毕业、升级), and
 * docs/domain-facts.md §3.6. It does not decide to which school a graduate goes: that is a new entry there.
 */

export interface YearEndClass extends ClassYears {
  readonly id: string;
  readonly number: number;
  readonly enrolled: number;
}

/** Classes whose last year is over on this day while pupils are still enrolled in them, oldest first. */
export function graduatedClasses<C extends YearEndClass>(classes: readonly C[], day: SchoolDay): readonly C[] {
  return classes.filter((one) => gradeOn(one, day) === 'graduated' && one.enrolled > 0).sort((a, b) => a.entryYear - b.entryYear || a.number - b.number);
}

/** May all pupils of one class go over into the other? Only within one year of one stage: nobody skips or repeats that way. */
export function mayJoin(from: YearEndClass, into: YearEndClass): boolean {
  return from.id !== into.id && from.stage === into.stage && from.entryYear === into.entryYear && from.schoolingLength === into.schoolingLength;
}

/** Stages in which the school has no class of this school year yet. */
export function stagesWithoutEntry(stages: readonly Stage[], classes: readonly ClassYears[], day: SchoolDay): readonly Stage[] {
  const year = schoolYearOf(day);
  return stages.filter((stage) => !classes.some((one) => one.stage === stage && one.entryYear === year));
}
