import type { SchoolDay } from '@heliotrope/kernel';
import { type ClassYears, entryYearOf, readClassNumber, readGrade, type Stage } from './grade.js';
import { type PostKind, POSTS } from './post.js';

/*
 * Which classes or grade does a staff list mean by what stands in its column of classes? The list only proposes: what an
 * appointment must fulfil stands in appointment.ts, and is asked when the proposal is accepted.
 */

export interface ProposalSchool {
  readonly stages: readonly Stage[];
  readonly primaryYears: number;
  readonly juniorYears: number;
  /** The classes of today. */
  readonly classes: readonly (ClassYears & { readonly id: string; readonly number: number })[];
}

export type ProposedPlace =
  | { readonly classIds: readonly string[]; readonly grade: { readonly stage: Stage; readonly entryYear: number } | null }
  /** What was written of which the school has nothing. */
  | { readonly unknown: string };

const NOWHERE = { classIds: [], grade: null } as const;

/**
 * The classes or the grade meant by this text, at this school on this day; nothing for a post that is not at classes.
 * Several classes are parted by 、 ， ； or a space. Whatever of it the school does not have comes back as `unknown`: half
 * of what was written is never taken for the whole.
 * @param text as in the sheet: 七年级1班、七（2）班 for a form teacher, 七年级 for a grade head.
 * Source: the columns 岗位 and 班级 of the staff list (rules/staff-sheet.ts); names of grades, JY/T 1001 (rules/grade.ts).
 */
export function proposedPlace(kind: PostKind, text: string, school: ProposalSchool, day: SchoolDay): ProposedPlace {
  if (POSTS[kind].reach !== 'classes') return NOWHERE;
  const parts = text.normalize('NFKC').split(/[、,;，；\s]+/).filter(Boolean);
  if (parts.length === 0) return { unknown: text };
  if (kind === 'grade-head') {
    const grade = parts.length === 1 ? readGrade(parts[0]!, school, day) : null;
    const entryYear = grade ? entryYearOf(grade.yearInStage, day) : 0;
    const isThere = school.classes.some((one) => one.stage === grade?.stage && one.entryYear === entryYear);
    return grade && isThere ? { classIds: [], grade: { stage: grade.stage, entryYear } } : { unknown: text.trim() };
  }
  const found = parts.map((part) => classNamed(part, school, day));
  const unknown = parts.filter((_, at) => found[at] === undefined);
  return unknown.length > 0 ? { unknown: unknown.join('、') } : { classIds: [...new Set(found as string[])], grade: null };
}

/** The name of the grade is as much of the beginning as can be one: 高一10班 is not class 10 of grade one of a primary school. */
function classNamed(text: string, school: ProposalSchool, day: SchoolDay): string | undefined {
  for (let end = text.length - 1; end > 0; end -= 1) {
    const [head, rest] = [text.slice(0, end), text.slice(end)];
    if (/^\d+$/.test(head) && !/^\d\d班?$/.test(rest)) continue; // 703 is said; 11班 says no grade
    const grade = readGrade(head, school, day);
    const number = grade && readClassNumber(rest, grade);
    if (!grade || number === null) continue;
    const entryYear = entryYearOf(grade.yearInStage, day);
    return school.classes.find((one) => one.stage === grade.stage && one.entryYear === entryYear && one.number === number)?.id;
  }
  return undefined;
}
