import pg from 'pg';

export type Pool = pg.Pool;
export type PoolClient = pg.PoolClient;
export type DatabaseRole = 'heliotrope_app' | 'heliotrope_intake' | 'heliotrope_relay';

// A `date` is a day, not an instant: the driver would turn it into local midnight and shift it across zones.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
// Counts and sequence numbers stay far below 2^53; a string here would make 1 + 1 into 11.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** Connection settings by which every connection steps into one role before its first statement. */
export function connectionAs(role: DatabaseRole, url: string) {
  return {
    connectionString: url,
    options: `-c role=${role} -c idle_in_transaction_session_timeout=60s -c timezone=UTC`,
    application_name: role,
  };
}

/** A plain pool without the ORM, for the paths where its bookkeeping would cost more than the work. */
export function poolAs(role: DatabaseRole, url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connectionAs(role, url), max, idleTimeoutMillis: 60_000 });
  // A connection that dies while idle (the server restarted) must not take the process with it: the pool replaces it.
  pool.on('error', () => undefined);
  return pool;
}
