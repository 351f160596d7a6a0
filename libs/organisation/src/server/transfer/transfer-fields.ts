import type { FieldPlace } from '@heliotrope/platform/sealing';

/** What of a transfer is sealed, and where each lies: the two sides have keys of their own. */
export const outSummaryPlace = (transferId: string): FieldPlace => ({ table: 'organisation.transfer_out', column: 'summary', row: transferId });
export const inSummaryPlace = (transferId: string): FieldPlace => ({ table: 'organisation.transfer_in', column: 'summary', row: transferId });
export const inNamePlace = (transferId: string): FieldPlace => ({ table: 'organisation.transfer_in', column: 'name', row: transferId });
