import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { HandlerRegistry } from './handler-registry.js';
import { JobRunRepository } from './job-run.repository.js';
import { JobRunRunner } from './job-runner.service.js';
import { JobRunService } from './job-run.service.js';
import './actions.js';
import { OutboxRelay } from './outbox-relay.service.js';
import { WorkerLoop } from './worker-loop.service.js';

@Module({ providers: [JobRunRepository, JobRunService], exports: [JobRunService] })
export class JobRunsModule {}

/** What a worker needs to do background work. Tests use it without the loop and drive relay and runner by hand. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [HandlerRegistry, OutboxRelay, JobRunRunner],
  exports: [HandlerRegistry, OutboxRelay, JobRunRunner],
})
export class JobsModule {}

@Module({ imports: [JobsModule], providers: [WorkerLoop] })
export class WorkerLoopModule {}
