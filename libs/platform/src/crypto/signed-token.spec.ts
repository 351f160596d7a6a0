import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyRing } from './key-provider.js';
import { signToken, TokenKeys, verifyToken } from './signed-token.js';

const masters = ['a', 'b'].map((id) => ({ id, key: randomBytes(32).toString('base64') }));
const seats = (current = 'a') => new TokenKeys(new KeyRing({ masters, current }), 'seat');
const now = new Date('2026-10-12T01:00:00Z');
const later = new Date('2026-10-12T03:00:00Z');

describe('a signed token', () => {
  it('carries its claims until it expires', () => {
    const token = signToken(seats(), { assignmentId: 'x' }, later);
    expect(verifyToken<{ assignmentId: string }>(seats(), token, now)?.assignmentId).toBe('x');
    expect(verifyToken(seats(), token, later)).toBeNull();
  });

  it('is a plain HS256 JWS: any library can check it', () => {
    const keys = seats();
    const [header, body, mac] = signToken(keys, { a: 1 }, later).split('.');
    expect(JSON.parse(Buffer.from(header!, 'base64url').toString())).toEqual({ alg: 'HS256', kid: 'a' });
    expect(mac).toBe(createHmac('sha256', keys.current).update(`${header}.${body}`).digest('base64url'));
  });

  it('signed before the master was changed is still good', () => {
    const token = signToken(seats('a'), { n: 1 }, later);
    expect(verifyToken(seats('b'), token, now)).not.toBeNull();
  });

  it('for one purpose is nothing for another', () => {
    const files = new TokenKeys(new KeyRing({ masters, current: 'a' }), 'file');
    expect(verifyToken(files, signToken(seats(), { n: 1 }, later), now)).toBeNull();
  });

  it('with another algorithm, another key id or no signature is refused', () => {
    const [, body] = signToken(seats(), { n: 1 }, later).split('.');
    const header = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(verifyToken(seats(), `${header({ alg: 'none', kid: 'a' })}.${body}.`, now)).toBeNull();
    expect(verifyToken(seats(), `${header({ alg: 'HS256', kid: 'z' })}.${body}.AAAA`, now)).toBeNull();
    expect(verifyToken(seats(), `${header({ alg: 'HS256', kid: 'a' })}.${body}.`, now)).toBeNull();
  });

  it('with any character changed is refused, and any text at all is answered without throwing', () => {
    const token = signToken(seats(), { assignmentId: 'x' }, later);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'Aa0_-.'), (at, char) => {
        const changed = token.slice(0, at) + char + token.slice(at + 1);
        const claims = verifyToken<{ assignmentId: string }>(seats(), changed, now);
        // the last character of base64url may carry unused bits: such a text decodes to the very same bytes
        expect(claims === null || changed === token || at === token.length - 1).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(verifyToken(seats(), text, now)).toBeNull()));
  });
});
