import { defineJob } from '@heliotrope/platform';

export interface AccessPackOrder {
  readonly exportId: string;
  readonly requestId: string;
  /** Whose order it is: the name goes into the watermark when the file is made. */
  readonly orderedBy: string;
}
export const makeAccessPack = defineJob<AccessPackOrder>({ name: 'data-protection.make-access-pack', attempts: 3 });
