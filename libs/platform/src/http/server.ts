import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { refuse } from '@heliotrope/kernel';
import { type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/env.js';
import { newId } from '../database/new-id.js';
import { StructuredLogger } from '../logging/structured-logger.js';
import { bodyCheck } from './body-check.js';
import { problemOf } from './problem.js';
import { ProblemFilter } from './problem.filter.js';

const BODY_LIMIT = 1024 * 1024;
const UPLOAD_LIMIT = 200 * 1024 * 1024;

/** Builds the HTTP server of a process, ready to listen. The API and the tests start from this one place. */
export async function createServer(module: Type | DynamicModule, config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: config.http.trustProxy,
    genReqId: () => newId(),
    // Idle keep-alive connections must not hold up a shutdown.
    forceCloseConnections: 'idle',
    // An address that cannot be read (half a character, say) never reaches the filter below.
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(refuse('platform/malformed'), `urn:trace:${request.id}`);
      void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
    },
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bufferLogs: true,
    logger: config.logLevel === 'silent' ? false : new StructuredLogger(config.logLevel),
    abortOnError: false,
  });
  await app.register(cookie);
  const security = await securityHeaders(config);
  adapter.getInstance<FastifyInstance>().addHook('onRequest', (request, reply, done) => {
    const { helmet: own } = request.routeOptions.config as { helmet?: { skipRoute?: boolean } };
    if (!own?.skipRoute) reply.headers(security);
    done();
  });
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT, files: 1, fields: 20 } });
  // No client of ours sends a web form, but a foreign page can: it could sign its visitor in as somebody else.
  // OAuth alone demands one, for a call that takes no cookie.
  app.useBodyParser('application/x-www-form-urlencoded', {}, (request, body, done) => {
    const { takesForms } = request.routeOptions.config as { takesForms?: boolean };
    const form = takesForms ? formOf(String(body)) : null;
    if (form === null) done(refuse('platform/malformed'));
    else done(null, form);
  });
  // Where a standard fixes a path, or a monitor looks for one, it is not below ours.
  app.setGlobalPrefix('api', { exclude: ['metrics', 'ims/*rest'] });
  app.useGlobalPipes(bodyCheck());
  app.useGlobalFilters(new ProblemFilter());
  app.enableShutdownHooks();
  return app;
}

/** The fields of a form; null when one stands there twice (RFC 6749 §3.2). */
function formOf(text: string): Record<string, string> | null {
  const fields = [...new URLSearchParams(text)];
  const form = Object.fromEntries(fields);
  return Object.keys(form).length === fields.length ? form : null;
}

/**
 * Helmet writes the same headers into every answer, and makes them anew each time: a tenth of what taking a sheet costs.
 * It is asked once.
 */
async function securityHeaders(config: Config): Promise<Record<string, string>> {
  const probe = new FastifyAdapter().getInstance<FastifyInstance>();
  await probe.register(helmet, {
    // The API answers JSON and files; the two web apps are served with their own policy.
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'],
        // In a school's own network there may be no https: the reference page must find its scripts all the same.
        upgradeInsecureRequests: config.secureCookies ? [] : null,
      },
    },
    hsts: config.secureCookies,
  });
  probe.get('/', (_request, reply) => reply.send());
  const { headers } = await probe.inject('/');
  await probe.close();
  const isOwn = (name: string) => !['content-length', 'content-type', 'date', 'connection'].includes(name);
  // Names of pupils stand in these answers, and computers in schools are shared: no browser keeps one on its disk.
  const kept = { 'cache-control': 'no-store' };
  return Object.assign(kept, Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (isOwn(name) ? [[name, String(value)]] : []))));
}
