import type { INestApplicationContext } from '@nestjs/common';
import type { SchoolDay, SystemActor } from '@heliotrope/kernel';
import type { Tx, UnitOfWork } from '@heliotrope/platform';

export interface DemoSignIn {
  readonly username: string;
  readonly code: string;
  /** Post and place in Chinese, for the line the launcher prints. */
  readonly who: string;
}

export interface DemoContext {
  /** Everything the domains' modules provide. */
  readonly app: INestApplicationContext;
  readonly work: UnitOfWork;
  readonly actor: SystemActor;
  readonly day: SchoolDay;
  readonly schoolYear: number;
  /** Filled by the steps, printed once at the end. */
  readonly signIns: DemoSignIn[];
}

/** One part of the demo district. A loader that was killed goes on at the first step that is not done. */
export interface DemoStep {
  readonly name: string;
  isDone(tx: Tx): Promise<boolean>;
  run(context: DemoContext): Promise<void>;
}

export async function hasRows(tx: Tx, sql: string, params: readonly unknown[] = []): Promise<boolean> {
  return (await tx.query(`select 1 where exists (${sql})`, params)).length > 0;
}
