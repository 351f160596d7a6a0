import { verifyChains, withChains } from '@heliotrope/platform';
import type pg from 'pg';
import { BackupFault } from './backup-fault.js';
import type { Manifest } from './manifest.js';

/**
 * In the transaction that brings everything back: ends the sessions and the tokens of other systems, whose holders may have
 * left since, and writes into every audit chain that what followed the backup is lost and was not removed by a hand.
 * One-time codes stay: whoever first signed in after the backup needs hers again.
 */
export async function shutOldDoors(client: pg.ClientBase, manifest: Manifest, now: Date): Promise<void> {
  await client.query('delete from organisation.session');
  // A backup made before other systems could come in has no table of their tokens.
  const { rows: [tokens] } = await client.query(`select to_regclass('organisation.api_token') as found`);
  if (tokens?.found) await client.query('delete from organisation.api_token');
  for (const { jurisdictionId } of manifest.heads) {
    await client.query(`select audit.append($1, $2, 'rule:platform.restore', 'platform.restore', 'database', $3)`, [
      jurisdictionId, now, JSON.stringify({ madeAt: manifest.madeAt }),
    ]);
  }
}

/** Is the restored database the one that was saved? Walks every audit chain up to the heads the backup names. @returns how many entries. */
export async function confirmRestored(order: { databaseUrl: string }, manifest: Manifest): Promise<number> {
  const report = await withChains(order.databaseUrl, (entries) => verifyChains(entries, manifest.heads));
  const [fault] = report.faults;
  if (fault) throw new BackupFault('not-the-same', `the audit log of bureau ${fault.jurisdictionId} is not whole: ${fault.says}`);
  return report.entries;
}
