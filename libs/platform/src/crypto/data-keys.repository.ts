import { randomBytes } from 'node:crypto';
import { aesGcm, profileNamed, type CipherProfile } from './cipher-profile.js';
import { dataKeyAad, dataKeyFrom, type DataKey } from './data-key.js';
import type { KeyProvider } from './key-provider.js';

/** Anything that runs SQL: a unit of work's Tx, a DataSource, a pg client behind one line. */
export interface SqlSession {
  query<T = unknown>(sql: string, params?: unknown[]): Promise<T[]>;
}

interface DataKeyRow {
  jurisdiction_id: number;
  scope: string;
  version: number;
  profile: CipherProfile['name'];
  master_id: string;
  wrapped: Buffer;
  uncommitted: boolean;
}

// A key this very transaction made may yet be rolled back, and must not be remembered as if it were saved.
const COLUMNS = `jurisdiction_id, scope, version, profile, master_id, wrapped, created_at = transaction_timestamp() as uncommitted`;
const CURRENT_FOR_MS = 30_000; // how long another process may go on sealing with the version before

/**
 * The envelope keys: each scope of each jurisdiction has its own data key, kept wrapped by a master key in
 * `platform.data_key`. Old versions stay readable beside the new one. Unwrapped keys are remembered in memory.
 */
export class DataKeys {
  private readonly opened = new Map<string, DataKey>();
  private readonly current = new Map<string, { key: DataKey; until: number }>();

  constructor(
    private readonly masters: KeyProvider,
    private readonly profile: CipherProfile = aesGcm,
    private readonly milliseconds: () => number = () => performance.now(),
  ) {}

  /** The key to seal with. Made on first use; two processes that make it at once agree on one. */
  async currentFor(sql: SqlSession, jurisdictionId: number, scope: string): Promise<DataKey> {
    const name = `${jurisdictionId}/${scope}`;
    const known = this.current.get(name);
    if (known && known.until > this.milliseconds()) return known.key;
    const newest = `select ${COLUMNS} from platform.data_key
                    where jurisdiction_id = $1 and scope = $2 order by version desc limit 1`;
    let [row] = await sql.query<DataKeyRow>(newest, [jurisdictionId, scope]);
    if (!row) {
      await this.insert(sql, jurisdictionId, scope, 1);
      [row] = await sql.query<DataKeyRow>(newest, [jurisdictionId, scope]);
    }
    if (!row) throw new Error(`no data key for ${name}: outside the scope of this session?`);
    const key = await this.open(row);
    if (!row.uncommitted) this.current.set(name, { key, until: this.milliseconds() + CURRENT_FOR_MS });
    return key;
  }

  /** The key a field was sealed with. */
  async versionOf(sql: SqlSession, jurisdictionId: number, scope: string, version: number): Promise<DataKey> {
    const known = this.opened.get(`${jurisdictionId}/${scope}/${version}`);
    if (known) return known;
    const [row] = await sql.query<DataKeyRow>(
      `select ${COLUMNS} from platform.data_key where jurisdiction_id = $1 and scope = $2 and version = $3`,
      [jurisdictionId, scope, version],
    );
    if (!row) throw new Error(`no data key ${jurisdictionId}/${scope} version ${version}`);
    return this.open(row);
  }

  /** Starts a new version: what is sealed from now on uses it, what was sealed before stays readable. */
  async renew(sql: SqlSession, jurisdictionId: number, scope: string): Promise<DataKey> {
    const [row] = await sql.query<{ next: number }>(
      `select coalesce(max(version), 0) + 1 as next from platform.data_key where jurisdiction_id = $1 and scope = $2`,
      [jurisdictionId, scope],
    );
    await this.insert(sql, jurisdictionId, scope, Number(row!.next));
    this.current.delete(`${jurisdictionId}/${scope}`);
    return this.currentFor(sql, jurisdictionId, scope);
  }

  /**
   * Wraps every data key the session can see under the current master, a page at a time. Nobody waits: readers hold
   * unwrapped keys or unwrap with the old master, which stays in the keys file until this has returned 0.
   * @returns how many keys were re-wrapped.
   */
  async rewrap(sql: SqlSession, page = 200): Promise<number> {
    let done = 0;
    for (;;) {
      const rows = await sql.query<DataKeyRow>(
        `select ${COLUMNS} from platform.data_key where master_id <> $1 order by jurisdiction_id, scope, version limit $2`,
        [this.masters.currentId, page],
      );
      if (rows.length === 0) return done;
      for (const row of rows) {
        const aad = dataKeyAad(row.jurisdiction_id, row.scope, row.version);
        const secret = await this.masters.unwrap(row.master_id, row.wrapped, aad);
        await sql.query(
          `update platform.data_key set wrapped = $1, master_id = $2
           where jurisdiction_id = $3 and scope = $4 and version = $5 and master_id = $6`,
          [await this.masters.wrap(secret, aad), this.masters.currentId, row.jurisdiction_id, row.scope, row.version, row.master_id],
        );
        done += 1;
      }
    }
  }

  private async insert(sql: SqlSession, jurisdictionId: number, scope: string, version: number): Promise<void> {
    const wrapped = await this.masters.wrap(randomBytes(32), dataKeyAad(jurisdictionId, scope, version));
    await sql.query(
      `insert into platform.data_key (jurisdiction_id, scope, version, profile, master_id, wrapped)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [jurisdictionId, scope, version, this.profile.name, this.masters.currentId, wrapped],
    );
  }

  private async open(row: DataKeyRow): Promise<DataKey> {
    const name = `${row.jurisdiction_id}/${row.scope}/${row.version}`;
    const known = this.opened.get(name);
    if (known) return known;
    const aad = dataKeyAad(row.jurisdiction_id, row.scope, row.version);
    const secret = await this.masters.unwrap(row.master_id, row.wrapped, aad);
    const key = dataKeyFrom(secret, profileNamed(row.profile), {
      jurisdictionId: row.jurisdiction_id,
      scope: row.scope,
      version: row.version,
    });
    if (!row.uncommitted) this.opened.set(name, key);
    return key;
  }
}
