import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a browser holds; the database keeps only the fingerprints, so a stolen table opens no session. */
export interface SessionSecret {
  readonly token: string;
  readonly csrf: string;
}

export function newSessionSecret(): SessionSecret {
  return { token: randomBytes(32).toString('base64url'), csrf: randomBytes(24).toString('base64url') };
}

export function fingerprint(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function fits(secret: string, print: Buffer): boolean {
  return timingSafeEqual(fingerprint(secret), print);
}

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'; // without I, L, O, 0 and 1, which are misread from paper

/** A one-time code as it is handed over on paper: twelve letters in three groups, 59 bits. */
export function newOneTimeCode(): string {
  const letters: string[] = [];
  while (letters.length < 12) {
    for (const byte of randomBytes(16)) {
      if (byte < 248 && letters.length < 12) letters.push(LETTERS[byte % 31]!); // 248 = 8 × 31: no letter is likelier
    }
  }
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Codes are typed by hand: case, spaces and hyphens do not matter. */
export function normaliseCode(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '');
}
