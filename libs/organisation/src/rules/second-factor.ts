import { isPostKind, type PostKind } from './post.js';

/*
 * Who shows a second factor, and which one-time code counts when? Sources: GB/T 22239-2019 8.1.4.1.d with
 * docs/domain-facts.md §4.4 no. 6 (all staff who see individual results or govern); RFC 4226 §5.3 (from a MAC to digits)
 * and RFC 6238 §4, §5.2 (time steps, drift, one use). The MAC itself is computed where keys live.
 */

/** One row for every post, so that a new one is decided upon and not forgotten. */
export const SECOND_FACTOR: Readonly<Record<PostKind, boolean>> = {
  'form-teacher': false, // sees who needs attention and what to do, no result
  'grade-head': false,
  'psychology-teacher': true,
  'school-leader': true,
  'county-officer': true,
  'city-officer': true,
  'province-officer': true,
  'researcher': true,
  'inspector': true,
  'system-admin': true,
  'security-admin': true,
  'audit-admin': true,
};

/** Does one of these posts ask for a second factor? A post unknown to this version does. */
export function needsSecondFactor(posts: readonly { readonly kind: string }[]): boolean {
  return posts.some(({ kind }) => !isPostKind(kind) || SECOND_FACTOR[kind]);
}

export const TOTP = {
  stepSeconds: 30,
  digits: 6,
  /** Steps a clock may be off to either side. */
  drift: 1,
  /** RFC 4226 §4 R6: at least 128 bits, better 160. */
  secretBytes: 20,
  recoveryCodes: 10,
  /** How long a secret that was shown waits for its first code: somebody is sitting before it with a phone. */
  pendingMs: 10 * 60_000,
} as const;

/** The time step an instant lies in, counted from 1970. */
export function totpStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / TOTP.stepSeconds);
}

/**
 * The steps whose code counts now, the likeliest first: this one and its neighbours, but none at or before the step that
 * was used last, so that a code somebody has watched being typed is worth nothing.
 */
export function stepsThatCount(now: Date, lastUsed: number): readonly number[] {
  const current = totpStep(now);
  const steps = [current];
  for (let off = 1; off <= TOTP.drift; off += 1) steps.push(current - off, current + off);
  return steps.filter((step) => step > lastUsed);
}

/** The counter as the eight bytes that are authenticated. @param counter a whole number, 0 or more. */
export function counterBytes(counter: number): Uint8Array {
  const bytes = new Uint8Array(8);
  for (let at = 7, rest = counter; at >= 0; at -= 1, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return bytes;
}

/** The digits a MAC stands for: dynamic truncation. @param mac at least 20 bytes. */
export function digitsOf(mac: Uint8Array, digits: number = TOTP.digits): string {
  const offset = mac[mac.length - 1]! & 0x0f;
  const number = ((mac[offset]! & 0x7f) * 2 ** 24) + (mac[offset + 1]! << 16) + (mac[offset + 2]! << 8) + mac[offset + 3]!;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** What a person typed as a code: `123 456` is one. Null when it is none. */
export function readTotpCode(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // RFC 4648 §6

/** Bytes as an authenticator app takes them by hand. */
export function base32(bytes: Uint8Array): string {
  let [text, buffer, bits] = ['', 0, 0];
  for (const byte of bytes) {
    buffer = buffer * 256 + byte;
    for (bits += 8; bits >= 5; bits -= 5) {
      text += BASE32[Math.floor(buffer / 2 ** (bits - 5)) % 32]!;
      buffer %= 2 ** (bits - 5);
    }
  }
  return bits > 0 ? text + BASE32[buffer * 2 ** (5 - bits)]! : text;
}

/** The bytes behind such a text; spaces and case do not matter. @throws RangeError on a letter it cannot hold. */
export function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let [buffer, bits] = [0, 0];
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    const value = BASE32.indexOf(letter);
    if (value < 0) throw new RangeError('not base32');
    buffer = buffer * 32 + value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(Math.floor(buffer / 2 ** bits));
    buffer %= 2 ** bits;
  }
  return new Uint8Array(bytes);
}

/** What the picture code holds that an authenticator app reads. Source: Google Authenticator key URI format. */
export function totpAddress(issuer: string, username: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${TOTP.digits}&period=${TOTP.stepSeconds}`;
}
