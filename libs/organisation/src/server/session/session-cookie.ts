import { type Config, CSRF_COOKIE } from '@heliotrope/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin } from './doorkeeper.js';
import type { SignedIn } from './session.service.js';

/** The name of the cookie; over https the prefix binds it to this very host. */
export function sessionCookie(config: Config): string {
  return config.secureCookies ? '__Host-heliotrope-session' : 'heliotrope-session';
}

/** The token this browser holds, if any. */
export function heldToken(config: Config, request: { cookies?: Record<string, string | undefined> }): string | undefined {
  return request.cookies?.[sessionCookie(config)];
}

/** Hands the browser its session: one cookie no script can read, and one that the console's own script must repeat. */
export function handOver(config: Config, reply: FastifyReply, { secret, endsAt }: SignedIn): void {
  const cookie = { path: '/', sameSite: 'lax', secure: config.secureCookies, expires: endsAt } as const;
  reply.setCookie(sessionCookie(config), secret.token, { ...cookie, httpOnly: true });
  reply.setCookie(CSRF_COOKIE, secret.csrf, cookie);
}

export function takeBack(config: Config, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie(config), { path: '/' }).clearCookie(CSRF_COOKIE, { path: '/' });
}

export function originOf(config: Config, request: FastifyRequest): Origin {
  return { ip: request.ip, userAgent: request.headers['user-agent'], oldToken: heldToken(config, request) };
}
