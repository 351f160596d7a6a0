import { createHash } from 'node:crypto';
import type { Seat } from '../answering/seat-token.service.js';
import { batteryFor } from '../../rules/battery.js';
import type { PaperBatchRow } from './paper-batch.repository.js';

/** The seat at which the pupil would have answered this sheet online. */
export function seatOf(batch: PaperBatchRow, { assignmentId, studentId }: { assignmentId: string; studentId: string }): Seat {
  const { jurisdictionId: j, roundId: r, schoolId: s, classId: c } = batch;
  return { j, r, a: assignmentId, s, c, p: studentId, b: batteryFor(batch.battery, batch.grade).map(({ instrument, version }) => [instrument, version] as const) };
}

/** The number a paper sheet gets, known from its first typing on: told, taken and taken again it is one sheet. */
export function paperSheetId(batchId: string, assignmentId: string): string {
  const hex = createHash('sha256').update(`${batchId} ${assignmentId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
