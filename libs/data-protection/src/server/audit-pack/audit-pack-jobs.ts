import { defineJob } from '@heliotrope/platform';

export type PackFormat = 'xlsx' | 'pdf';

export interface AuditPackOrder {
  readonly exportId: string;
  readonly year: number;
  readonly format: PackFormat;
  /** Whose order it is: the name goes into the watermark when the file is made. */
  readonly orderedBy: string;
}
export const makeAuditPack = defineJob<AuditPackOrder>({ name: 'data-protection.make-audit-pack', attempts: 3 });
