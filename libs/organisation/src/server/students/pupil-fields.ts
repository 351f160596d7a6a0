import type { KeyScope } from '@heliotrope/platform';
import type { FieldPlace } from '@heliotrope/platform/sealing';

/** Under which key the secrets of the roster are sealed, and to which place each is bound. */
export const rosterKey = (jurisdictionId: number): KeyScope => ({ jurisdictionId, scope: 'organisation' });

export const studentNumberPlace = (studentId: string): FieldPlace => ({ table: 'organisation.student', column: 'student_number', row: studentId });
export const citizenNumberPlace = (studentId: string): FieldPlace => ({ table: 'organisation.student', column: 'citizen_number', row: studentId });
export const guardianPhonePlace = (guardianId: string): FieldPlace => ({ table: 'organisation.guardian', column: 'phone', row: guardianId });

/** What the fingerprints are taken of, so that the same digits in two columns do not look alike. */
export const STUDENT_NUMBER = 'student.student-number';
export const CITIZEN_NUMBER = 'student.citizen-number';
export const GUARDIAN_PHONE = 'guardian.phone';

/** A row of an uploaded sheet as it was written, and the sheet itself while it waits. */
export const rawPlace = (importId: string, rowNo: number): FieldPlace => ({ table: 'organisation.roster_import', column: 'raw', row: `${importId}/${rowNo}` });
export const filePlace = (importId: string, chunk: number): FieldPlace => ({ table: 'organisation.roster_import', column: 'file', row: `${importId}/${chunk}` });
