import { defineJob } from '@heliotrope/platform';

export const destroyDue = defineJob<object>({ name: 'data-protection.destroy-due', attempts: 5 });

export interface CertificateOrder {
  readonly exportId: string;
  readonly destructionId: string;
  /** Whose order it is: the name goes into the watermark when the file is made. */
  readonly orderedBy: string;
}
export const makeCertificate = defineJob<CertificateOrder>({ name: 'data-protection.make-certificate', attempts: 3 });
