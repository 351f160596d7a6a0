import { createHash, randomBytes } from 'node:crypto';

/*
 * What a client holds: a number, a secret and, for an hour, a token. All three are read by machines: 256 random bits need
 * no slow hash. The bureau stands in number and token, so that they are looked for behind its wall and nowhere else.
 */

export interface ClientNumber {
  readonly jurisdictionId: number;
  readonly id: string;
}

export function clientNumberOf(client: ClientNumber): string {
  return `${client.jurisdictionId}.${client.id}`;
}

export function readClientNumber(text: string): ClientNumber | null {
  const found = /^(\d{1,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  return found ? { jurisdictionId: Number(found[1]), id: found[2]! } : null;
}

export function newClientSecret(): string {
  return `hs_${randomBytes(32).toString('base64url')}`;
}

export function newToken(jurisdictionId: number): string {
  return `ht_${jurisdictionId}_${randomBytes(32).toString('base64url')}`;
}

/** The bureau behind whose wall this token would lie; null for anything that is no token of ours. */
export function bureauOfToken(text: string): number | null {
  const found = /^ht_(\d{1,9})_[\w-]{43}$/.exec(text);
  return found ? Number(found[1]) : null;
}

export function printOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
