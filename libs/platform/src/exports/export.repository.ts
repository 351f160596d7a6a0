import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RELAY_POOL } from '../database/database.module.js';
import { newId } from '../database/new-id.js';
import { scopeWhere } from '../database/scope-where.js';
import type { JobRequest, Tx } from '../database/tx.js';
import type { StoredFile } from '../files/file-store.js';

export type ExportState = 'asked' | 'refused' | 'making' | 'ready' | 'failed' | 'expired';

export interface ExportView {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly fileName: string;
  readonly state: ExportState;
  readonly jobRunId: string | null;
  readonly bytes: number | null;
  readonly requestedAt: Date;
  readonly readyAt: Date | null;
  readonly expiresAt: Date | null;
  readonly reason: string;
  /** It lists individuals: approved by another person, sealed with a password. */
  readonly holdsIndividuals: boolean;
  /** The password waits to be shown, once. */
  readonly hasPassword: boolean;
}

export interface ExportRow extends ExportView {
  readonly jurisdictionId: number;
  readonly fileKey: string | null;
  readonly schoolId: string | null;
  readonly ownerAccountId: string;
  readonly askedByName: string;
  readonly job: (JobRequest & { readonly notBefore?: never }) | null;
  readonly password: Buffer | null;
}

export interface ExportOrder {
  readonly jurisdictionId: number;
  /** Left out when it covers more than one school. */
  readonly schoolId?: string;
  readonly ownerAccountId: string;
  /** `domain/kind`. */
  readonly kind: string;
  readonly title: string;
  /** With its ending: `2026年秋季测评报告.xlsx`. */
  readonly fileName: string;
}

/** An order for a file that lists individuals. */
export interface GuardedOrder extends ExportOrder {
  readonly reason: string;
  readonly ownerName: string;
  /** What makes the file once it is approved, given the export's id. */
  readonly job: (exportId: string) => JobRequest;
}

/** Names one export. */
export interface ExportKey {
  readonly jurisdictionId: number;
  readonly id: string;
}

const COLUMNS = `e.jurisdiction_id as "jurisdictionId", e.id, e.kind, e.title, e.file_name as "fileName", e.state,
  e.job_run_id as "jobRunId", e.file_key as "fileKey", e.bytes, e.requested_at as "requestedAt", e.ready_at as "readyAt",
  e.expires_at as "expiresAt", e.reason, e.holds_individuals as "holdsIndividuals", e.password_enc is not null as "hasPassword",
  e.school_id as "schoolId", e.owner_account_id as "ownerAccountId", e.asked_by_name as "askedByName", e.job, e.password_enc as password`;

@Injectable()
export class ExportRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  async insert(tx: Tx, order: ExportOrder): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into platform.export (jurisdiction_id, id, school_id, owner_account_id, kind, title, file_name, requested_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [order.jurisdictionId, id, order.schoolId ?? null, order.ownerAccountId, order.kind, order.title, order.fileName, tx.now],
    );
    return id;
  }

  async insertAsked(tx: Tx, order: GuardedOrder): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into platform.export (jurisdiction_id, id, school_id, owner_account_id, kind, title, file_name, requested_at, state, reason,
                                    holds_individuals, asked_by, asked_by_name, job)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, true, $4, $10, $11)`,
      [
        order.jurisdictionId, id, order.schoolId ?? null, order.ownerAccountId, order.kind, order.title, order.fileName, tx.now, order.reason,
        order.ownerName, JSON.stringify(order.job(id)),
      ],
    );
    return id;
  }

  /** Orders of these kinds that wait for somebody else's word, the oldest first. */
  asked(tx: Tx, accountId: string, kinds: readonly string[]): Promise<ExportRow[]> {
    const params: unknown[] = [accountId, [...kinds]];
    return tx.query(
      `select ${COLUMNS} from platform.export e
        where e.state = 'asked' and e.owner_account_id <> $1 and e.kind = any($2::text[]) and ${this.within(tx, params)} order by e.id limit 100`,
      params,
    );
  }

  async forDeciding(tx: Tx, id: string): Promise<ExportRow | undefined> {
    const params: unknown[] = [id];
    const [row] = await tx.query<ExportRow>(`select ${COLUMNS} from platform.export e where e.id = $1 and e.holds_individuals and ${this.within(tx, params)} for update`, params);
    return row;
  }

  async decide(tx: Tx, key: ExportKey, by: string, state: 'making' | 'refused'): Promise<void> {
    await tx.query(
      `update platform.export set state = $3, decided_by = $4, decided_at = $5, job = null where jurisdiction_id = $1 and id = $2`,
      [key.jurisdictionId, key.id, state, by, tx.now],
    );
  }

  /** The order a job works on. */
  async beingMade(tx: Tx, key: ExportKey): Promise<{ kind: string; fileName: string; holdsIndividuals: boolean } | undefined> {
    const [row] = await tx.query<{ kind: string; fileName: string; holdsIndividuals: boolean }>(
      `select kind, file_name as "fileName", holds_individuals as "holdsIndividuals" from platform.export where jurisdiction_id = $1 and id = $2`,
      [key.jurisdictionId, key.id],
    );
    return row;
  }

  async keepPassword(tx: Tx, key: ExportKey, password: Buffer | null, fileName?: string): Promise<void> {
    await tx.query(
      `update platform.export set password_enc = $3, file_name = coalesce($4, file_name) where jurisdiction_id = $1 and id = $2`,
      [key.jurisdictionId, key.id, password, fileName ?? null],
    );
  }

  async attachRun(tx: Tx, key: ExportKey, jobRunId: string): Promise<void> {
    await tx.query(`update platform.export set job_run_id = $3 where jurisdiction_id = $1 and id = $2`, [key.jurisdictionId, key.id, jobRunId]);
  }

  async markReady(tx: Tx, key: ExportKey, file: StoredFile, expiresAt: Date): Promise<void> {
    await tx.query(
      `update platform.export set state = 'ready', file_key = $3, bytes = $4, sha256 = $5, ready_at = $6, expires_at = $7,
              error_code = null
        where jurisdiction_id = $1 and id = $2`,
      [key.jurisdictionId, key.id, file.key, file.bytes, file.sha256, tx.now, expiresAt],
    );
  }

  async markFailed(tx: Tx, key: ExportKey, code: string): Promise<void> {
    await tx.query(
      `update platform.export set state = 'failed', error_code = $3 where jurisdiction_id = $1 and id = $2 and state = 'making'`,
      [key.jurisdictionId, key.id, code],
    );
  }

  async newestOf(tx: Tx, accountId: string, before: string | null, limit: number): Promise<ExportView[]> {
    const params: unknown[] = [accountId, before, limit];
    return tx.query<ExportView>(
      `select ${COLUMNS} from platform.export e
        where e.owner_account_id = $1 and ($2::uuid is null or e.id < $2) and ${this.within(tx, params)}
        order by e.id desc limit $3`,
      params,
    );
  }

  async ownExport(tx: Tx, accountId: string, id: string): Promise<ExportRow | undefined> {
    const params: unknown[] = [accountId, id];
    const [row] = await tx.query<ExportRow>(
      `select ${COLUMNS} from platform.export e where e.owner_account_id = $1 and e.id = $2 and ${this.within(tx, params)}`,
      params,
    );
    return row;
  }

  async countDownload(tx: Tx, key: ExportKey): Promise<void> {
    await tx.query(`update platform.export set downloads = downloads + 1 where jurisdiction_id = $1 and id = $2`, [key.jurisdictionId, key.id]);
  }

  /** Exports of every bureau whose time is over. */
  async overdue(now: Date, limit: number): Promise<(ExportKey & { fileKey: string })[]> {
    const { rows } = await this.relay.query(
      `select jurisdiction_id as "jurisdictionId", id, file_key as "fileKey" from platform.export
        where state = 'ready' and expires_at <= $1 order by expires_at limit $2`,
      [now, limit],
    );
    return rows;
  }

  /** Which of these files does an export of any bureau still name? */
  async namedFiles(keys: readonly string[]): Promise<string[]> {
    const { rows } = await this.relay.query<{ key: string }>(`select file_key as key from platform.export where file_key = any($1::text[])`, [[...keys]]);
    return rows.map(({ key }) => key);
  }

  async markExpired(key: ExportKey): Promise<void> {
    await this.relay.query(
      `update platform.export set state = 'expired', file_key = null where jurisdiction_id = $1 and id = $2 and state = 'ready'`,
      [key.jurisdictionId, key.id],
    );
  }

  /** Whoever lost the post for a school has lost its files too. Classes play no part: an export is a school's or wider. */
  private within(tx: Tx, params: unknown[]): string {
    const reach = tx.scopes.map((scope) => ({ ...scope, classes: 'all' as const }));
    return scopeWhere(reach, { jurisdiction: 'e.jurisdiction_id', school: 'e.school_id' }, params);
  }
}
