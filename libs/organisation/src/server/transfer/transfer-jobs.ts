import { defineJob } from '@heliotrope/platform';

export interface SettleTransferPayload {
  readonly transferId: string;
  readonly from: number;
  readonly to: number;
}

/** Brings what one side of a transfer has decided to the other. */
export const settleTransferJob = defineJob<SettleTransferPayload>({ name: 'organisation.settle-transfer', attempts: 8 });
