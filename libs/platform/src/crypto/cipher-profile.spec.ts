import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aesGcm, CipherFault, profileNumbered, smCtrHmac } from './cipher-profile.js';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('the algorithms under the profiles give the published results', () => {
  it('SM3 of "abc" (GB/T 32905-2016, appendix A.1)', () => {
    expect(createHash('sm3').update('abc').digest('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
  });

  it('SM3 of sixteen times "abcd" (appendix A.2)', () => {
    expect(createHash('sm3').update('abcd'.repeat(16)).digest('hex')).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });

  it('SM4 of one block (GB/T 32907-2016, appendix A.1), which CTR mode turns into a key stream', () => {
    const key = hex('0123456789abcdeffedcba9876543210');
    const ecb = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    expect(Buffer.concat([ecb.update(key), ecb.final()]).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    const ctr = createCipheriv('sm4-ctr', key, key);
    expect(ctr.update(Buffer.alloc(16)).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('SM4-CTR over four blocks (draft-ribose-cfrg-sm4-10, appendix A.2.5.1)', () => {
    const cipher = createCipheriv('sm4-ctr', hex('0123456789abcdeffedcba9876543210'), hex('000102030405060708090a0b0c0d0e0f'));
    const plain = hex('aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb ccccccccccccccccdddddddddddddddd eeeeeeeeeeeeeeeeffffffffffffffff aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb');
    expect(cipher.update(plain).toString('hex')).toBe(
      'ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514',
    );
  });

  it('HMAC-SM3 is HMAC (RFC 2104) over SM3 with its 64-byte block', () => {
    const key = Buffer.alloc(64, 0);
    Buffer.from('key').copy(key);
    const pad = (byte: number) => Buffer.from(key.map((k) => k ^ byte));
    const inner = createHash('sm3').update(pad(0x36)).update('The quick brown fox').digest();
    const outer = createHash('sm3').update(pad(0x5c)).update(inner).digest('hex');
    expect(createHmac('sm3', 'key').update('The quick brown fox').digest('hex')).toBe(outer);
  });

  it('AES-256-GCM (McGrew & Viega test case 14: all zero)', () => {
    const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12));
    expect(cipher.update(Buffer.alloc(16)).toString('hex')).toBe('cea7403d4d606b6e074ec5d3baf39d18');
    cipher.final();
    expect(cipher.getAuthTag().toString('hex')).toBe('d0d1c8a799996bf0265b98b5d48ab919');
  });
});

describe.each([aesGcm, smCtrHmac])('the profile $name', (profile) => {
  const bytes = () => fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
  const keys = profile.keysFrom(randomBytes(32));

  it('opens what it sealed, never with the same ciphertext twice', () => {
    fc.assert(
      fc.property(bytes(), bytes(), (aad, plain) => {
        const sealed = profile.seal(keys, aad, plain);
        expect(profile.open(keys, aad, sealed).equals(plain)).toBe(true);
        expect(profile.seal(keys, aad, plain).equals(sealed)).toBe(false);
      }),
    );
  });

  it('refuses one changed bit anywhere', () => {
    fc.assert(
      fc.property(bytes(), fc.nat(), fc.integer({ min: 0, max: 7 }), (plain, at, bit) => {
        const sealed = profile.seal(keys, Buffer.from('here'), plain);
        sealed[at % sealed.length]! ^= 1 << bit;
        expect(() => profile.open(keys, Buffer.from('here'), sealed)).toThrow(CipherFault);
      }),
    );
  });

  it('refuses another place, another key and a stump', () => {
    const sealed = profile.seal(keys, Buffer.from('here'), Buffer.from('text'));
    expect(() => profile.open(keys, Buffer.from('there'), sealed)).toThrow(CipherFault);
    expect(() => profile.open(profile.keysFrom(randomBytes(32)), Buffer.from('here'), sealed)).toThrow(CipherFault);
    expect(() => profile.open(keys, Buffer.from('here'), sealed.subarray(0, 5))).toThrow(CipherFault);
  });

  it('is found again by the number it writes', () => {
    expect(profileNumbered(profile.number)).toBe(profile);
  });
});

it('an unknown profile number is a fault, not a guess', () => {
  expect(() => profileNumbered(9)).toThrow(CipherFault);
});
