import { hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sm3, sm4 } from 'sm-crypto-v2';
import { smCtrHmac } from './cipher-profile.js';
import { dataKeyFrom } from './data-key.js';
import { blindIndexWith, decryptWith, encryptWith } from './field-cipher.js';

/*
 * A second implementation of SM3 and SM4, written by other people in another language, opens what ours sealed. It knows
 * single blocks and plain hashes; counter mode, HMAC (RFC 2104) and HKDF (RFC 5869) are put together here again.
 */
const hmac = (key: Buffer, ...parts: Buffer[]): Buffer =>
  Buffer.from(sm3(new Uint8Array(Buffer.concat(parts)), { key: new Uint8Array(key) } as never) as string, 'hex');

function hkdf(secret: Buffer, info: string, length: number): Buffer {
  const pseudo = hmac(Buffer.alloc(32), secret);
  let block: Buffer = Buffer.alloc(0);
  let made: Buffer = Buffer.alloc(0);
  for (let n = 1; made.length < length; n += 1) {
    block = hmac(pseudo, block, Buffer.from(info), Buffer.from([n]));
    made = Buffer.concat([made, block]);
  }
  return made.subarray(0, length);
}

function counterMode(key: Buffer, iv: Buffer, bytes: Buffer): Buffer {
  const counter = Buffer.from(iv);
  const out = Buffer.from(bytes);
  for (let at = 0; at < out.length; at += 16) {
    const stream = Buffer.from(sm4.encrypt(new Uint8Array(counter), key.toString('hex'), { padding: 'none' } as never) as unknown as string, 'hex');
    for (let k = 0; k < 16 && at + k < out.length; k += 1) out[at + k]! ^= stream[k]!;
    for (let k = 15; k >= 0 && (counter[k] = (counter[k]! + 1) & 255) === 0; k -= 1);
  }
  return out;
}

describe('the national profile, held against another implementation', () => {
  const secret = randomBytes(32);
  const keys = smCtrHmac.keysFrom(secret);
  const [encryption, mac] = [hkdf(secret, 'heliotrope/sm4-ctr', 16), hkdf(secret, 'heliotrope/hmac-sm3', 32)];

  it('derives the same keys', () => {
    expect(keys.encryption.export()).toEqual(encryption);
    expect(keys.mac.export()).toEqual(mac);
    expect(hkdf(secret, 'x', 70)).toEqual(Buffer.from(hkdfSync('sm3', secret, Buffer.alloc(0), 'x', 70)));
  });

  it('seals what the other opens: SM4-CTR, and HMAC-SM3 over place and body', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), fc.uint8Array({ maxLength: 40 }), (text, where) => {
      const [plain, aad] = [Buffer.from(text), Buffer.from(where)];
      const sealed = smCtrHmac.seal(keys, aad, plain);
      const body = sealed.subarray(0, -32);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(aad.length);
      expect(counterMode(encryption, body.subarray(0, 16), body.subarray(16))).toEqual(plain);
      expect(hmac(mac, Buffer.from('field'), length, aad, body)).toEqual(sealed.subarray(-32));
    }), { numRuns: 60 });
  });

  it('opens what the other sealed, also across the end of the counter', () => {
    for (const iv of [randomBytes(16), Buffer.alloc(16, 0xff)]) {
      const [plain, aad] = [Buffer.from('张三的答案：3,1,2,0 — 第二行\n'.repeat(4)), Buffer.from('here')];
      const body = Buffer.concat([iv, counterMode(encryption, iv, plain)]);
      const sealed = Buffer.concat([body, hmac(mac, Buffer.from('field'), Buffer.from([0, 0, 0, 4]), aad, body)]);
      expect(smCtrHmac.open(keys, aad, sealed)).toEqual(plain);
    }
  });

  it('indexes blindly by the same HMAC-SM3', () => {
    const key = dataKeyFrom(secret, smCtrHmac, { jurisdictionId: 330106, scope: 'blind-index', version: 1 });
    expect(blindIndexWith(key, 'student.id-number', '330106201203040017')).toEqual(hmac(mac, Buffer.from('index'), Buffer.from('student.id-number\x00330106201203040017')));
    const place = { table: 't', column: 'c', row: 'r' };
    expect(decryptWith(key, place, encryptWith(key, place, Buffer.from('x'))).toString()).toBe('x');
  });
});
