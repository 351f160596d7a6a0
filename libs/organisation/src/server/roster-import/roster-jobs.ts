import { defineJob } from '@heliotrope/platform';

export interface RosterImportPayload {
  readonly importId: string;
}

/** The dry run: reads the file, judges each row, changes nothing in the roster. */
export const checkRosterJob = defineJob<RosterImportPayload>({ name: 'organisation.check-roster', attempts: 8 });

/** Writes the judged rows into the roster. */
export const applyRosterJob = defineJob<RosterImportPayload>({ name: 'organisation.apply-roster', attempts: 8 });

/** Takes back what an import has written. */
export const undoRosterJob = defineJob<RosterImportPayload>({ name: 'organisation.undo-roster', attempts: 8 });
