import { defineJob } from '@heliotrope/platform';

/** Looks through the roster of one bureau for pupils who stand in it twice. */
export const findDuplicatesJob = defineJob<Record<string, never>>({ name: 'organisation.find-duplicates', attempts: 5 });
