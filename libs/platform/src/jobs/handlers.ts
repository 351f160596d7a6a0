import type { HeardFact } from '@heliotrope/kernel';
import { Injectable, SetMetadata } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { AnyJobDefinition } from './job.js';
import type { Schedule } from './schedule.js';

export const HANDLES_JOB = 'heliotrope:handles-job';
export const HANDLES_SCHEDULE = 'heliotrope:handles-schedule';
export const LISTENS = 'heliotrope:listens';

/** Hears one kind of fact. Runs in the worker, in one transaction with the mark that it was heard: once in effect. */
export interface FactListener<P extends object = object> {
  handle(tx: Tx, fact: HeardFact<P>): Promise<void>;
}

export interface Listening {
  readonly fact: string;
  /** The name under which deliveries are remembered; renaming a listener would deliver old facts anew. */
  readonly name: string;
}

/** This provider does the work of one job. Boot fails when a job has no handler, or two. */
export const HandlesJob = (job: AnyJobDefinition): ClassDecorator => decorate(HANDLES_JOB, job);

/** This provider answers the ticks of one schedule. */
export const HandlesSchedule = (schedule: Schedule): ClassDecorator => decorate(HANDLES_SCHEDULE, schedule);

/** This provider hears one kind of fact under its own stable name, `domain.what-it-does`. */
export const Listens = (fact: string, name: string): ClassDecorator => decorate(LISTENS, { fact, name } satisfies Listening);

function decorate(key: string, value: object): ClassDecorator {
  return (target) => {
    Injectable()(target);
    SetMetadata(key, value)(target);
  };
}
