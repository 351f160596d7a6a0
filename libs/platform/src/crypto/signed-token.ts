import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { KeyProvider } from './key-provider.js';

/** The keys of one kind of token. A seat token's key opens no file address: the purpose is part of the key. */
export class TokenKeys {
  private readonly headers = new Map<string, KeyObject>();
  readonly currentHeader: string;

  constructor(
    private readonly masters: KeyProvider,
    private readonly purpose: string,
  ) {
    this.currentHeader = headerOf(masters.currentId);
  }

  get current(): KeyObject {
    return this.find(this.currentHeader)!;
  }

  /** The key a header names, or `undefined`. Only headers we would write ourselves are read: no other algorithm passes. */
  find(header: string): KeyObject | undefined {
    const known = this.headers.get(header);
    if (known) return known;
    const id = masterIdOf(header);
    const key = id === undefined ? undefined : this.masters.derive(id, `token/${this.purpose}`);
    if (key) this.headers.set(header, key);
    return key;
  }
}

const headerOf = (masterId: string) => Buffer.from(JSON.stringify({ alg: 'HS256', kid: masterId })).toString('base64url');

const masterIdOf = (header: string): string | undefined => {
  const id = /^\{"alg":"HS256","kid":"([\w.-]+)"\}$/.exec(Buffer.from(header, 'base64url').toString('utf8'))?.[1];
  return id !== undefined && headerOf(id) === header ? id : undefined;
};

const macOf = (key: KeyObject, signed: string) => createHmac('sha256', key).update(signed).digest();

/** A compact signed token (JWS, HS256) that carries `claims` until `expiresAt`. Signed, not secret: ids only. */
export function signToken(keys: TokenKeys, claims: object, expiresAt: Date): string {
  const body = Buffer.from(JSON.stringify({ ...claims, exp: Math.floor(expiresAt.getTime() / 1000) })).toString('base64url');
  const signed = `${keys.currentHeader}.${body}`;
  return `${signed}.${macOf(keys.current, signed).toString('base64url')}`;
}

/** The claims of a token of ours that has not expired, else `null`: forged, foreign and stale all look the same. */
export function verifyToken<C extends object>(keys: TokenKeys, token: string, now: Date): (C & { exp: number }) | null {
  const first = token.indexOf('.');
  const last = token.lastIndexOf('.');
  if (first <= 0 || last <= first || token.length > 4096) return null;
  const key = keys.find(token.slice(0, first));
  if (!key) return null;
  const mac = Buffer.from(token.slice(last + 1), 'base64url');
  const wanted = macOf(key, token.slice(0, last));
  if (mac.length !== wanted.length || !timingSafeEqual(mac, wanted)) return null;
  const claims = JSON.parse(Buffer.from(token.slice(first + 1, last), 'base64url').toString('utf8')) as C & { exp: number };
  return claims.exp * 1000 > now.getTime() ? claims : null;
}
