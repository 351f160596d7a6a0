import { describe, expect, it } from '@jest/globals';
import { generateSync, HOTP, NobleCryptoPlugin, ScureBase32Plugin, verifySync } from 'otplib';
import { base32, TOTP, totpStep } from '../../rules/index.js';
import { fittingStep, newTotpSecret, totpCode } from './totp.js';

const seed = (length: number) => base32(Buffer.from('1234567890'.repeat(7).slice(0, length)));
const at = (seconds: number) => new Date(seconds * 1000);

describe('the code of a time step', () => {
  // RFC 6238, appendix B: the time, and the code under each of the three hashes.
  it.each([
    [59, '94287082', '46119246', '90693936'], [1_111_111_109, '07081804', '68084774', '25091201'], [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'], [2_000_000_000, '69279037', '90698825', '38618901'], [20_000_000_000, '65353130', '77737706', '47863826'],
  ])('is that of RFC 6238 at %i', (seconds, sha1, sha256, sha512) => {
    const step = totpStep(at(seconds));
    expect([totpCode(seed(20), step, 8, 'sha1'), totpCode(seed(32), step, 8, 'sha256'), totpCode(seed(64), step, 8, 'sha512')]).toEqual([sha1, sha256, sha512]);
  });

  // RFC 4226, appendix D.
  it.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map((code, counter) => [counter, code] as const))(
    'is that of RFC 4226 at counter %i', (counter, code) => expect(totpCode(seed(20), counter)).toBe(code),
  );

  it('is what another implementation makes and takes', async () => {
    for (let n = 0; n < 40; n += 1) {
      const secret = newTotpSecret();
      const epoch = 1_700_000_000 + n * 12_345_678;
      const code = totpCode(secret, totpStep(at(epoch)));
      expect(code).toBe(generateSync({ secret, epoch }));
      expect(verifySync({ secret, token: code, epoch }).valid).toBe(true);
      const hotp = new HOTP({ secret, crypto: new NobleCryptoPlugin(), base32: new ScureBase32Plugin() });
      expect(totpCode(secret, n)).toBe(await hotp.generate(n));
    }
  });
});

describe('a typed code', () => {
  const secret = newTotpSecret();
  const now = at(1_800_000_015);
  const step = totpStep(now);
  it.each([
    ['of this step', 0, 0, step], ['of the step before', -1, 0, step - 1], ['of the next step', 1, 0, step + 1],
    ['two steps old', -2, 0, null], ['two steps ahead', 2, 0, null],
    ['used a moment ago', 0, step, null], ['older than the one used last', -1, step, null], ['newer than the one used last', 1, step, step + 1],
    ['of this step after the one before was used', 0, step - 1, step],
  ])('%s', (_, off, lastUsed, wanted) => expect(fittingStep(secret, totpCode(secret, step + off), now, lastUsed)).toBe(wanted));

  it.each([['', null], ['12345', null], ['abcdef', null], ['1234567', null]])('%p is none', (typed, wanted) => expect(fittingStep(secret, typed, now, 0)).toBe(wanted));

  it('may be typed with a gap, and with full-width digits', () => {
    const code = totpCode(secret, step);
    const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    expect([`${code.slice(0, 3)} ${code.slice(3)}`, wide].map((typed) => fittingStep(secret, typed, now, 0))).toEqual([step, step]);
  });

  it('comes from a secret of 160 bits, never the same', () => {
    const secrets = Array.from({ length: 50 }, newTotpSecret);
    expect(new Set(secrets).size).toBe(50);
    expect(secrets.every((one) => one.length === Math.ceil((TOTP.secretBytes * 8) / 5))).toBe(true);
  });
});
