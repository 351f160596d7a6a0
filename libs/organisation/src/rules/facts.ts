import { defineFact } from '@heliotrope/kernel';

/** A roster import has been applied in full. Counts only; the pupils are in the roster. */
export const rosterImported = defineFact<{
  readonly importId: string;
  readonly added: number;
  readonly changed: number;
  readonly left: number;
}>('organisation/roster-imported', { zh: '学生名册导入完成', fields: ['importId', 'added', 'changed', 'left'] });
