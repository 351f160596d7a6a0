import { defineFact } from '@heliotrope/kernel';

/** A roster import has been applied in full. Counts only; the pupils are in the roster. */
export const rosterImported = defineFact<{
  readonly importId: string;
  readonly added: number;
  readonly changed: number;
  readonly left: number;
}>('organisation/roster-imported', { zh: '学生名册导入完成', fields: ['importId', 'added', 'changed', 'left'] });

/** A whole import has been taken back. */
export const rosterUndone = defineFact<{
  readonly importId: string;
  readonly removed: number;
  readonly restored: number;
}>('organisation/roster-undone');

/** Pupils who have finished have left their school. */
export const pupilsGraduated = defineFact<{
  readonly schoolId: string;
  readonly classIds: readonly string[];
  readonly count: number;
}>('organisation/pupils-graduated');
