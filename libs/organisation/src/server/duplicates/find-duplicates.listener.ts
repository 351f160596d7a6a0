import type { HeardFact } from '@heliotrope/kernel';
import { type FactListener, Listens, type Tx } from '@heliotrope/platform';
import { findDuplicatesJob } from './duplicate-jobs.js';
import { rosterImported } from '../../rules/index.js';

/** Only asks for the work: a county's roster is searched for half a minute, and facts behind this one may be alarms. */
@Listens(rosterImported.type, 'organisation.find-duplicates')
export class FindDuplicates implements FactListener {
  async handle(tx: Tx, { jurisdictionId }: HeardFact): Promise<void> {
    await tx.request(findDuplicatesJob.of({}, { jurisdictionId, key: 'after-import', title: '查找重复学籍' }));
  }
}
