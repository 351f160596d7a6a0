import { defineJob } from '@heliotrope/platform';

export const stopProcessing = defineJob<{ stopId: string }>({ name: 'data-protection.stop-processing', attempts: 8 });
