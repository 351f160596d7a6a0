import { Injectable } from '@nestjs/common';
import { scopeWhere } from '../database/scope-where.js';
import type { Tx } from '../database/tx.js';
import type { ChainEntry } from './chain.js';

/** What an auditor looks for. Each is a set of action names, as patterns of SQL's LIKE. */
export const LOG_KINDS = {
  'sign-in': ['organisation.sign-in%', 'organisation.%session%', 'organisation.%second-factor%', 'organisation.%password%', 'organisation.sign-out%'],
  reading: ['screening.review', 'screening.read-in-emergency', 'crisis-escalation.read-%', 'organisation.read-%', 'organisation.reveal-%', 'data-protection.read-%'],
  export: ['platform.%export%', 'reporting.%', 'data-protection.%pack', 'platform.read-audit'],
  permission: ['organisation.%grant%', 'organisation.appoint', 'organisation.%post%', 'organisation.lend', 'organisation.end-%', 'organisation.%account%', 'platform.%access', 'platform.%glass', 'platform.tell-watchers'],
  'level-change': ['screening.confirm-level', 'screening.lower-level', 'screening.second-lowering', 'screening.weigh-sheets', 'crisis-escalation.open-case', 'crisis-escalation.raise-case'],
} as const;

export type LogKind = keyof typeof LOG_KINDS;

export interface LogFilter {
  readonly kind?: LogKind | undefined;
  /** `account:<id>` or `rule:<name>`. */
  readonly actor?: string | undefined;
  readonly object?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

export interface LogRow {
  readonly jurisdictionId: number;
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly detail: string;
}

const COLUMNS = `e.jurisdiction_id as "jurisdictionId", e.seq::float8 as seq, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  e.actor, e.action, e.object, e.detail, encode(e.prev_hash, 'hex') as "prevHash", encode(e.hash, 'hex') as hash`;
const PLACE = { jurisdiction: 'e.jurisdiction_id' };

/** The audit log as those read it who may. Nobody writes here, and nobody can. */
@Injectable()
export class LogReader {
  /** The newest first. */
  page(tx: Tx, filter: LogFilter, after: readonly unknown[] | null, limit: number): Promise<LogRow[]> {
    const params: unknown[] = [limit];
    const where = [...this.conditions(tx, filter, params)];
    if (after) where.push(`(e.at, e.seq, e.jurisdiction_id) < ($${params.push(after[0])}::timestamptz, $${params.push(after[1])}::bigint, $${params.push(after[2])}::int)`);
    return tx.query<LogRow>(
      `select e.jurisdiction_id as "jurisdictionId", e.seq::float8 as seq, e.at, e.actor, e.action, e.object, e.detail from audit.entry e
        where ${where.join(' and ')} order by e.at desc, e.seq desc, e.jurisdiction_id desc limit $1`,
      params,
    );
  }

  /** A stretch of every chain in reach, as it is hashed, for proof. */
  stretch(tx: Tx, filter: Pick<LogFilter, 'from' | 'until'>, limit: number): Promise<ChainEntry[]> {
    const params: unknown[] = [limit];
    return tx.query<ChainEntry>(
      `select ${COLUMNS} from audit.entry e where ${[...this.conditions(tx, filter, params)].join(' and ')} order by e.jurisdiction_id, e.seq limit $1`,
      params,
    );
  }

  /** The newest entries of each chain in reach, oldest first. */
  tails(tx: Tx, each: number): Promise<ChainEntry[]> {
    const params: unknown[] = [each, [...new Set(tx.scopes.flatMap(({ jurisdictions }) => jurisdictions))]];
    return tx.query<ChainEntry>(
      `select tail.* from unnest($2::int[]) as bureau(id) cross join lateral (
         select ${COLUMNS} from audit.entry e where e.jurisdiction_id = bureau.id order by e.seq desc limit $1) tail
       order by tail."jurisdictionId", tail.seq`,
      params,
    );
  }

  private *conditions(tx: Tx, { kind, actor, object, from, until }: LogFilter, params: unknown[]): Generator<string> {
    yield scopeWhere(tx.scopes.map((scope) => ({ ...scope, schools: 'all' as const, classes: 'all' as const })), PLACE, params);
    if (kind) yield `e.action like any($${params.push([...LOG_KINDS[kind]])}::text[])`;
    if (actor) yield `e.actor = $${params.push(actor)}`;
    if (object) yield `e.object = $${params.push(object)}`;
    if (from) yield `e.at >= $${params.push(from)}`;
    if (until) yield `e.at < $${params.push(until)}`;
  }
}
