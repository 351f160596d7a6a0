import { DataSource } from 'typeorm';
import { migrations } from './migrations/index.js';

/**
 * Brings a database up to the newest schema. Safe to call from several processes at once: the second waits on a lock
 * and then finds nothing to do. Needs a role that may create roles and schemas; the processes run as a lesser one.
 * @param only the names of the migrations wanted, to make the schema of an earlier day; all of them when left out.
 */
export async function migrate(ownerUrl: string, only?: readonly string[]): Promise<readonly string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: only ? migrations.filter((Migration) => only.includes(new Migration().name)) : migrations,
    migrationsTableName: 'schema_migration',
    poolSize: 2,
  });
  await source.initialize();
  const lock = source.createQueryRunner();
  try {
    await lock.query(`select pg_advisory_lock(7260, 0)`);
    const applied = await source.runMigrations({ transaction: 'each' });
    return applied.map((migration) => migration.name);
  } finally {
    await lock.query(`select pg_advisory_unlock(7260, 0)`).catch(() => undefined);
    await lock.release();
    await source.destroy();
  }
}
