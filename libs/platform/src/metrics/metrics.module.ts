import { Inject, Injectable, Logger, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { BacklogRepository } from './backlog.repository.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';

/** Sees every answer leave: one number for Prometheus and one log line, by route template and never by address. */
@Injectable()
class RequestObserver implements OnModuleInit {
  private readonly log = new Logger('http');

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(BacklogRepository) private readonly backlog: BacklogRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('heliotrope_job_runs', 'Job runs that wait or work', () => this.backlog.runs(), 'state');
    this.metrics.gauge('heliotrope_outbox_waiting', 'Facts not yet heard by everybody', () => this.backlog.outboxWaiting());
    this.metrics.gauge('heliotrope_outbox_lag_seconds', 'Age of the oldest such fact', () => this.backlog.outboxLag());
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const isTold = this.config.logLevel === 'debug';
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unmatched';
      const status = reply.statusCode;
      this.metrics.observeRequest(request.method, route, status, reply.elapsedTime / 1000);
      if (isTold || status >= 500) {
        const line = { request: request.id, method: request.method, route, status, ms: Math.round(reply.elapsedTime) };
        if (status >= 500) this.log.error(line);
        else this.log.debug(line);
      }
      done();
    });
  }
}

@Module({
  providers: [{ provide: Metrics, useFactory: () => new Metrics() }, BacklogRepository, RequestObserver],
  controllers: [MetricsController],
  exports: [Metrics],
})
export class MetricsHttpModule {}
