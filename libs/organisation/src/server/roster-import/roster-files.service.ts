import { type FileKeeper, jobActor, KeepsFiles, UnitOfWork } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { RosterImportRepository } from './roster-import.repository.js';

export const ROSTER_FOLDER = 'roster-imports';
const RULE = 'organisation.keep-roster-files';

/** `roster-imports/<bureau>/<import>`: the bureau stands in the key, so that its rows can be asked. */
export const rosterFileKey = (jurisdictionId: number, importId: string): string => `${ROSTER_FOLDER}/${jurisdictionId}/${importId}`;

/** Answers for uploaded rosters: a file is needed until its import has been written, called off or given up. */
@KeepsFiles(ROSTER_FOLDER)
export class RosterFiles implements FileKeeper {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
  ) {}

  async named(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const jurisdictions = [...new Set(keys.map((key) => Number(key.split('/')[1])).filter(Number.isInteger))];
    const actor = jobActor(RULE, 0, { jurisdictions, schools: 'all', classes: 'all' });
    return new Set(await this.work.read(actor, RULE, (tx) => this.imports.filesNeeded(tx, keys)));
  }
}
