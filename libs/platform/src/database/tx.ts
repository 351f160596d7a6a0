import { actorRef, type Actor, type Fact, type Scope } from '@heliotrope/kernel';
import type { EntityManager } from 'typeorm';
import { copyIn } from './copy-in.js';
import { newId } from './new-id.js';

export interface AuditEntry {
  /** What was touched, as `kind:id`. */
  readonly object: string;
  readonly jurisdictionId?: number;
  readonly action?: string;
  readonly purpose?: string;
  /** Codes, counts and ids. Never an answer, a name, a note or a number of an identity card. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** What a domain asks a worker to do later. Made by `job.of(...)`. */
export interface JobRequest {
  readonly name: string;
  readonly payload: object;
  readonly jurisdictionId: number;
  readonly schoolId?: string;
  /** While a run with this key waits or works, asking again yields the same run. */
  readonly key?: string;
  readonly title?: string;
  readonly notBefore?: Date;
}

/**
 * One act of one actor: a database transaction, and with it, in the same commit, the facts it states, the jobs it
 * asks for and the audit entries it leaves.
 */
export class Tx {
  readonly facts: Fact[] = [];
  readonly entries: AuditEntry[] = [];

  constructor(
    readonly manager: EntityManager,
    readonly actor: Actor,
    readonly action: string,
    readonly scopes: readonly Scope[],
    readonly now: Date,
  ) {}

  async query<T = Record<string, unknown>>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    const result: unknown = await this.manager.query(sql, params as unknown[]);
    // TypeORM answers an UPDATE or DELETE with [rows, count]; everything else with the rows.
    const isPair = Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
    return (isPair ? result[0] : result) as T[];
  }

  /**
   * Streams rows into a table by `copy … from stdin`. PostgreSQL refuses that for a table behind row-level security: it
   * is for tables that take rows in and show none.
   */
  async copyIn(sql: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    await copyIn(this.manager, sql, pieces);
  }

  /** States a fact to the rooms ahead. It leaves with the commit, at least once, and is handled exactly once. */
  state(fact: Fact): void {
    this.facts.push(fact);
  }

  /** Leaves an entry in the audit chain. */
  audit(entry: AuditEntry): void {
    this.entries.push(entry);
  }

  /** Asks a worker for a long piece of work. Returns the id of the run, new or already under way under the same key. */
  async request(job: JobRequest): Promise<string> {
    const rows = await this.query<{ id: string }>(
      `insert into platform.job_run
         (jurisdiction_id, id, school_id, name, title, key, payload, requested_by, requested_at, not_before)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (jurisdiction_id, name, key) where key is not null and state in ('queued', 'running') do nothing
       returning id`,
      [
        job.jurisdictionId, newId(this.now.getTime()), job.schoolId ?? null, job.name, job.title ?? '', job.key ?? null,
        JSON.stringify(job.payload), actorRef(this.actor), this.now, job.notBefore ?? this.now,
      ],
    );
    if (rows[0]) return rows[0].id;
    const [running] = await this.query<{ id: string }>(
      `select id from platform.job_run
        where jurisdiction_id = $1 and name = $2 and key = $3 and state in ('queued', 'running')`,
      [job.jurisdictionId, job.name, job.key],
    );
    return running ? running.id : this.request(job); // it ended between the two statements: ask again
  }
}
