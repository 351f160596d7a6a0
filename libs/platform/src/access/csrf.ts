import { timingSafeEqual } from 'node:crypto';
import { refuse } from '@heliotrope/kernel';
import type { RequestWithActor } from './allow.js';

export const CSRF_COOKIE = 'heliotrope-csrf';
export const CSRF_HEADER = 'x-csrf-token';
const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A foreign page can make a browser send our cookie but cannot read it: a call that changes something must repeat the
 * cookie's value in a header. A client that signs in by a bearer token sends no cookie and needs no such proof.
 */
export function checkCsrf(request: RequestWithActor): void {
  if (HARMLESS.has(request.method) || request.headers.authorization !== undefined) return;
  const cookie = Buffer.from(request.cookies?.[CSRF_COOKIE] ?? '');
  const header = Buffer.from(String(request.headers[CSRF_HEADER] ?? ''));
  if (cookie.length === 0 || cookie.length !== header.length || !timingSafeEqual(cookie, header)) {
    throw refuse('platform/csrf');
  }
}
