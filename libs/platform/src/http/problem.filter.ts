import { Refusal, refuse } from '@heliotrope/kernel';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorWordsFor } from './error-words.js';
import { problemOf } from './problem.js';

/** The one place that turns a no into a status, and a bug into a plain sentence with a number to ask about. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const refusal = this.refusalOf(error, request);
    const problem = problemOf(refusal, `urn:trace:${request.id}`);
    if (reply.sent) return;
    const wait = refusal.details['retryAfterSeconds'];
    if (typeof wait === 'number') void reply.header('retry-after', String(wait));
    const told = errorWordsFor(request.url)?.(problem, refusal);
    if (told) {
      void reply.status(told.status).headers(told.headers ?? {}).type('application/json').send(told.body);
      return;
    }
    void reply.status(problem.status).type('application/problem+json').send(problem);
  }

  private refusalOf(error: unknown, request: FastifyRequest): Refusal {
    if (error instanceof Refusal) return error;
    const status = statusOf(error);
    if (status === 404) return refuse('platform/not-found');
    if (status === 413) return refuse('platform/too-large');
    if (status === 429) return refuse('platform/too-many');
    if (status !== undefined && status >= 400 && status < 500) return refuse('platform/malformed');
    if (isUnreadable(error)) return refuse('platform/malformed');
    if (isDatabaseGone(error)) return refuse('platform/unavailable');
    // The error's own text stays in the log: it may quote what a user typed.
    this.log.error({ traceId: request.id, route: request.routeOptions?.url, error });
    return refuse('platform/bug', { traceId: request.id });
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const code = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof code === 'number' ? code : undefined;
}

/** Text that no database column holds (a zero character), or an upload that breaks off: the caller's fault, not ours. */
function isUnreadable(error: unknown): boolean {
  const { code, message, driverError } = (error ?? {}) as { code?: string; message?: string; driverError?: { code?: string } };
  return [code, driverError?.code].includes('22021') || /^(?:Unexpected end of (?:multipart|file)|Multipart: |Malformed part header)/.test(message ?? '');
}

const GONE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08003']);

/** The database went away in the middle: the caller may simply try again. */
function isDatabaseGone(error: unknown): boolean {
  const { code, message, driverError } = (error ?? {}) as { code?: string; message?: string; driverError?: { code?: string } };
  return (
    GONE.has(code ?? '') || GONE.has(driverError?.code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(message ?? '')
  );
}
