import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { base32, counterBytes, digitsOf, fromBase32, readTotpCode, stepsThatCount, TOTP } from '../../rules/index.js';

/** A fresh secret, as it is shown to a person once and then kept sealed. */
export function newTotpSecret(): string {
  return base32(randomBytes(TOTP.secretBytes));
}

/** The code of one time step. HMAC-SHA-1 is what every authenticator app computes; its collisions do not weaken it here. Source: RFC 6238. */
export function totpCode(secret: string, step: number, digits: number = TOTP.digits, hash: 'sha1' | 'sha256' | 'sha512' = 'sha1'): string {
  return digitsOf(createHmac(hash, fromBase32(secret)).update(counterBytes(step)).digest(), digits);
}

/** The step whose code was typed, or null when it is none that counts now. */
export function fittingStep(secret: string, typed: string, now: Date, lastUsed: number): number | null {
  const code = readTotpCode(typed);
  if (code === null) return null;
  const fits = stepsThatCount(now, lastUsed).filter((step) => timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code)));
  return fits[0] ?? null;
}
