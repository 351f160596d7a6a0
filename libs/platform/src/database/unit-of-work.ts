import { actorRef, refuse, scopesFor, type Actor, type Scope } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { Clock } from './clock.js';
import { newId } from './new-id.js';
import { Tx } from './tx.js';
import './refusals.js';

/**
 * Runs one act: checks that the actor may do the action anywhere at all, opens the transaction, names the actor's
 * bureaus and schools to the third wall, and commits the work together with its facts and its audit entries.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** An act that changes something. It always leaves at least one audit entry. */
  run<T>(actor: Actor, action: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transact(actor, action, async (tx) => {
      const result = await work(tx);
      if (tx.entries.length === 0) tx.audit({ object: action });
      return result;
    });
  }

  /** An act that only reads. What it reads of a pupil's record it audits by `tx.audit`. */
  read<T>(actor: Actor, action: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transact(actor, action, work);
  }

  private async transact<T>(actor: Actor, action: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const scopes = scopesFor(actor, action);
    if (scopes.length === 0) throw refuse('platform/not-allowed', { action });
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      await nameScopes(runner, scopes);
      const tx = new Tx(runner.manager, actor, action, scopes, this.clock.now());
      const result = await work(tx);
      await saveFacts(runner, tx);
      await saveEntries(runner, tx);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

async function nameScopes(runner: QueryRunner, scopes: readonly Scope[]): Promise<void> {
  const jurisdictions = [...new Set(scopes.flatMap((scope) => scope.jurisdictions))];
  const everySchool = scopes.some((scope) => scope.schools === 'all');
  const schools = scopes.flatMap((scope) => (scope.schools === 'all' ? [] : scope.schools));
  await runner.query(`select set_config('app.jurisdictions', $1, true), set_config('app.schools', $2, true)`, [
    `{${jurisdictions.join(',')}}`,
    everySchool ? '*' : `{${[...new Set(schools)].join(',')}}`,
  ]);
}

async function saveFacts(runner: QueryRunner, tx: Tx): Promise<void> {
  for (const fact of tx.facts) {
    await runner.query(
      `insert into platform.outbox (jurisdiction_id, id, type, payload, author, at) values ($1, $2, $3, $4, $5, $6)`,
      [fact.jurisdictionId, newId(tx.now.getTime()), fact.type, JSON.stringify(fact.payload), actorRef(tx.actor), tx.now],
    );
  }
}

/** Last before the commit: appending takes the lock of the bureau's chain, which should be held as briefly as can be. */
async function saveEntries(runner: QueryRunner, tx: Tx): Promise<void> {
  if (tx.entries.length === 0) return;
  const home = tx.scopes.length === 1 && tx.scopes[0]!.jurisdictions.length === 1 ? tx.scopes[0]!.jurisdictions[0]! : 0;
  const entries = tx.entries.map((entry) => ({ ...entry, jurisdictionId: entry.jurisdictionId ?? home }));
  entries.sort((a, b) => a.jurisdictionId - b.jurisdictionId); // chains are locked in one order, so two acts cannot deadlock
  const from = 'ip' in tx.actor && tx.actor.ip !== undefined ? { ip: tx.actor.ip } : {};
  const details = entries.map(({ detail, purpose }) => JSON.stringify({ ...from, ...detail, ...(purpose === undefined ? {} : { purpose }) }));
  await runner.query(
    `select audit.append(e.jurisdiction, $1, $2, e.action, e.object, e.detail)
       from unnest($3::int[], $4::text[], $5::text[], $6::text[]) with ordinality as e (jurisdiction, action, object, detail, n)
      order by e.n`,
    [
      tx.now, actorRef(tx.actor), entries.map((entry) => entry.jurisdictionId),
      entries.map((entry) => entry.action ?? tx.action), entries.map((entry) => entry.object), details,
    ],
  );
}
