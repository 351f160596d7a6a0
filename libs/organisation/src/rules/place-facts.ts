import { defineFact } from '@heliotrope/kernel';

/** A school has been registered, edited or closed. */
export const schoolChanged = defineFact<{ readonly schoolId: string; readonly change: 'opened' | 'edited' | 'closed' }>(
  'organisation/school-changed',
  { zh: '学校新增、变更或撤销', fields: ['schoolId', 'change'] },
);

export const classChanged = defineFact<{ readonly schoolId: string; readonly classId: string; readonly change: 'opened' | 'edited' | 'closed' }>(
  'organisation/class-changed',
  { zh: '班级新增、变更或撤销', fields: ['schoolId', 'classId', 'change'] },
);

/** School days have moved; whoever keeps a deadline in school days counts again. No school: every school of the bureau. */
export const calendarChanged = defineFact<{ readonly schoolId: string | null }>('organisation/calendar-changed', { zh: '校历变更', fields: ['schoolId'] });

/** The roster entry of one pupil has changed. Which way; never what it says now. */
export const studentChanged = defineFact<{
  readonly schoolId: string;
  readonly studentId: string;
  readonly change: 'edited' | 'suspended' | 'returned' | 'guardians';
}>('organisation/student-changed', { zh: '学籍信息变更', fields: ['schoolId', 'studentId', 'change'] });

/** A pupil has come to receive special attention, or no longer does. */
export const focusChanged = defineFact<{ readonly schoolId: string; readonly studentId: string; readonly code: string; readonly change: 'set' | 'ended' }>(
  'organisation/focus-changed',
);

export const committeeChanged = defineFact<{ readonly schoolId: string; readonly memberId: string; readonly change: 'appointed' | 'edited' }>(
  'organisation/committee-changed',
);
