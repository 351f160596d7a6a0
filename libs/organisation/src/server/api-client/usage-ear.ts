import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { UsageService } from './usage.service.js';

interface Caller {
  readonly jurisdictionId: number;
  readonly id: string;
}

/** Hears how each call of a client ended, whoever answered it. */
@Injectable()
export class UsageEar implements OnModuleInit {
  private readonly log = new Logger('api-usage');
  private readonly callers = new WeakMap<object, Caller>();

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(UsageService) private readonly usage: UsageService,
  ) {}

  heard(request: object, caller: Caller): void {
    this.callers.set(request, caller);
  }

  onModuleInit(): void {
    // Without a server (the description is written offline) there is nothing to hear.
    const server = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    server?.addHook('onResponse', async (request: FastifyRequest, reply) => {
      const caller = this.callers.get(request);
      if (!caller) return;
      const route = `${request.method} ${request.routeOptions.url ?? ''}`;
      await this.usage.count(caller, route, reply.statusCode >= 400).catch((error: unknown) => this.log.warn({ usage: 'lost', error }));
    });
  }
}
