import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aesGcm, CipherFault, smCtrHmac, type CipherProfile } from './cipher-profile.js';
import { dataKeyFrom } from './data-key.js';
import { blindIndexWith, decryptWith, encryptWith, keyVersionOf } from './field-cipher.js';

const keyOf = (profile: CipherProfile, version = 1) =>
  dataKeyFrom(randomBytes(32), profile, { jurisdictionId: 330106, scope: 'organisation', version });
const place = { table: 'organisation.student', column: 'id_number', row: '0190a000-0000-7000-8000-000000000001' };

describe.each([aesGcm, smCtrHmac])('a field sealed under $name', (profile) => {
  const key = keyOf(profile, 258);

  it('names its profile and key version and opens in its own place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const field = encryptWith(key, place, Buffer.from(text));
        expect(field[0]).toBe(profile.number);
        expect(keyVersionOf(field)).toBe(258);
        expect(decryptWith(key, place, field).toString()).toBe(text);
      }),
    );
  });

  it.each([
    ['table', { ...place, table: 'organisation.guardian' }],
    ['column', { ...place, column: 'phone' }],
    ['row', { ...place, row: '0190a000-0000-7000-8000-000000000002' }],
  ])('does not open under another %s', (_, elsewhere) => {
    expect(() => decryptWith(key, elsewhere, encryptWith(key, place, Buffer.from('x')))).toThrow(CipherFault);
  });

  it('does not open when its version or profile byte is rewritten', () => {
    const field = encryptWith(key, place, Buffer.from('x'));
    field.writeUInt16BE(259, 1);
    expect(() => decryptWith({ ...key, version: 259 }, place, field)).toThrow(CipherFault);
    field[0] = 3 - profile.number;
    expect(() => decryptWith(key, place, field)).toThrow(CipherFault);
  });

  it('gives one blind index for one value of one column and key, and another for any other', () => {
    const index = blindIndexWith(key, 'student.id-number', '330106201203040017');
    expect(blindIndexWith(key, 'student.id-number', '330106201203040017')).toEqual(index);
    expect(blindIndexWith(key, 'guardian.id-number', '330106201203040017')).not.toEqual(index);
    expect(blindIndexWith(key, 'student.id-number', '330106201203040018')).not.toEqual(index);
    expect(blindIndexWith(keyOf(profile), 'student.id-number', '330106201203040017')).not.toEqual(index);
    expect(index).toHaveLength(32);
  });
});

it('fields of both profiles stand side by side and each is told by its first byte', () => {
  const keys = [keyOf(aesGcm, 1), keyOf(smCtrHmac, 2)];
  const fields = keys.map((key) => encryptWith(key, place, Buffer.from('答案')));
  for (const field of fields) {
    const key = keys.find((one) => one.version === keyVersionOf(field))!;
    expect(decryptWith(key, place, field).toString()).toBe('答案');
  }
});

it('sealing the answers of one sheet takes microseconds', () => {
  const key = keyOf(aesGcm);
  const answers = Buffer.alloc(100, 3);
  const once = () => encryptWith(key, place, answers);
  for (let i = 0; i < 2000; i += 1) once();
  const rounds = Array.from({ length: 5 }, () => {
    const from = process.cpuUsage();
    for (let i = 0; i < 2000; i += 1) once();
    const used = process.cpuUsage(from);
    return (used.user + used.system) / 2000;
  });
  expect(Math.min(...rounds)).toBeLessThan(60); // processor time, so that a busy machine does not fail it; about 8 alone
});
