import { verifyChains, withChains } from '@heliotrope/platform';
import pg from 'pg';
import { BackupFault } from './backup-fault.js';
import type { Manifest } from './manifest.js';

/**
 * Is the restored database the one that was saved, and may people come in? Walks every audit chain up to the heads the
 * backup names; then ends the sessions of back then, whose people may since have left, and writes into every chain
 * that what followed the backup is lost and was not removed by a hand.
 * @returns how many audit entries were walked.
 */
export async function confirmRestored(order: { databaseUrl: string; isTrial?: boolean; now: Date }, manifest: Manifest): Promise<number> {
  const report = await withChains(order.databaseUrl, (entries) => verifyChains(entries, manifest.heads));
  const [fault] = report.faults;
  if (fault) throw new BackupFault('not-the-same', `the audit log of bureau ${fault.jurisdictionId} is not whole: ${fault.says}`);
  if (order.isTrial) return report.entries;
  const client = new pg.Client({ connectionString: order.databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('delete from organisation.session');
    for (const { jurisdictionId } of manifest.heads) {
      await client.query(`select audit.append($1, $2, 'rule:platform.restore', 'platform.restore', 'database', $3)`, [
        jurisdictionId, order.now, JSON.stringify({ madeAt: manifest.madeAt }),
      ]);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
  return report.entries;
}
