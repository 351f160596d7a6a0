import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import type { Config } from '../config/env.js';
import { scrub, scrubText } from './scrub.js';

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'trace';

/**
 * Nest's logger over pino: one JSON object a line, `context` telling who speaks. Whatever is logged is scrubbed first, so
 * that a careless call cannot write a child's name to a disk.
 */
export class StructuredLogger implements LoggerService {
  readonly pino: Pino;

  constructor(level: Config['logLevel'], destination?: DestinationStream) {
    const options = { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
    this.pino = destination ? pino(options, destination) : pino(options);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest hands a stack over as a text before the context. */
  error(message: unknown, ...rest: unknown[]): void {
    const stack = rest.find((one): one is string => typeof one === 'string' && /\n\s+at /.test(one));
    this.write('error', message, rest.filter((one) => one !== stack), stack);
  }

  private write(level: Level, message: unknown, rest: unknown[], stack?: string): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const more = context === undefined ? rest : rest.slice(0, -1);
    const fields: Record<string, unknown> = {
      ...(context === undefined ? {} : { context }),
      ...(more.length === 0 ? {} : { more: scrub(more.filter((one) => one !== undefined)) }),
      ...(stack === undefined ? {} : { stack: scrubText(stack) }),
    };
    if (message instanceof Error) this.pino[level]({ ...fields, error: scrub(message) }, scrubText(message.message));
    else if (typeof message === 'object' && message !== null) this.pino[level]({ ...fields, ...(scrub(message) as object) });
    else this.pino[level](fields, scrubText(String(message)));
  }
}
