import { type Refusal, type Scope, type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';
import type { JobRequest } from '../database/tx.js';

export interface JobDefinition<P extends object> {
  readonly name: string;
  /** How often a run is tried before it counts as failed. Handlers are idempotent: a try may follow a killed one. */
  readonly attempts: number;
  of(payload: P, options: Omit<JobRequest, 'name' | 'payload'>): JobRequest;
}

export interface AnyJobDefinition {
  readonly name: string;
  readonly attempts: number;
}

const defined = new Map<string, AnyJobDefinition>();

/** Every job that a domain loaded into this process defines. A worker must be able to do all of them. */
export function definedJobs(): readonly AnyJobDefinition[] {
  return [...defined.values()];
}

/** Names a kind of long work, `domain.verb`, and the shape of its payload: ids only, since payloads pass through logs. */
export function defineJob<P extends object>(options: { name: string; attempts?: number }): JobDefinition<P> {
  if (!/^[a-z-]+\.[a-z-]+$/.test(options.name)) throw new Error(`a job is named domain.verb: ${options.name}`);
  if (defined.has(options.name)) throw new Error(`job defined twice: ${options.name}`);
  const job: JobDefinition<P> = {
    name: options.name,
    attempts: options.attempts ?? 5,
    of: (payload, request) => ({ ...request, name: options.name, payload }),
  };
  defined.set(job.name, job);
  return job;
}

/** What a running job can say and ask. */
export interface JobContext {
  readonly runId: string;
  readonly jurisdictionId: number;
  readonly attempt: number;
  /** Tells how far the work is; also the sign of life by which a dead worker is noticed. */
  progress(done: number, total: number | null, note?: string): Promise<void>;
  /** Ends the run as cancelled when somebody asked for that. Call it between batches, after they are saved. */
  throwIfCancelled(): Promise<void>;
  /** The actor under whose name this run writes. */
  readonly actor: SystemActor;
}

export interface JobHandler<P extends object = object> {
  run(payload: P, context: JobContext): Promise<void>;
  /**
   * The run ends and its work is not done: called off (even before it began), refused, or failed for the last time (`null`).
   * Sets free what waits for it. Idempotent: a worker killed while it does so does it again.
   */
  giveUp?(payload: P, context: JobContext, why: Refusal | null): Promise<void>;
}

export function jobActor(rule: string, jurisdictionId: number, scope: Scope = wholeJurisdictions(jurisdictionId)): SystemActor {
  return { kind: 'system', rule, scope };
}
