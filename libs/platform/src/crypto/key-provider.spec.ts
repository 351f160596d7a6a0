import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CipherFault, smCtrHmac } from './cipher-profile.js';
import { KeyRing } from './key-provider.js';

const master = (id: string) => ({ id, key: randomBytes(32).toString('base64') });
const ring = (...ids: string[]) => new KeyRing({ masters: ids.map(master), current: ids[0]! });

describe('a ring of master keys', () => {
  it('unwraps what it wrapped, only for the same row', async () => {
    const keys = ring('a');
    const wrapped = await keys.wrap(Buffer.from('secret'), Buffer.from('row 1'));
    expect((await keys.unwrap('a', wrapped, Buffer.from('row 1'))).toString()).toBe('secret');
    await expect(keys.unwrap('a', wrapped, Buffer.from('row 2'))).rejects.toThrow(CipherFault);
  });

  it('reads a key wrapped before the bureau changed its profile', async () => {
    const masters = [master('a')];
    const before = await new KeyRing({ masters, current: 'a' }).wrap(Buffer.from('secret'), Buffer.alloc(0));
    const after = new KeyRing({ masters, current: 'a' }, smCtrHmac);
    expect((await after.unwrap('a', before, Buffer.alloc(0))).toString()).toBe('secret');
    expect((await after.unwrap('a', await after.wrap(Buffer.from('x'), Buffer.alloc(0)), Buffer.alloc(0))).toString()).toBe('x');
  });

  it('derives one key for each purpose and master, and none for a master it has not', () => {
    const keys = ring('a', 'b');
    const bytes = (id: string, purpose: string) => keys.derive(id, purpose)?.export().toString('hex');
    expect(bytes('a', 'seat')).toBe(bytes('a', 'seat'));
    expect(new Set([bytes('a', 'seat'), bytes('a', 'file'), bytes('b', 'seat')]).size).toBe(3);
    expect(bytes('c', 'seat')).toBeUndefined();
  });

  it.each([
    ['a short key', { masters: [{ id: 'a', key: 'c2hvcnQ=' }], current: 'a' }, /32 bytes/],
    ['no current master', { masters: [master('a')], current: 'b' }, /names no master/],
    ['the same id twice', { masters: [master('a'), master('a')], current: 'a' }, /twice/],
    ['an id that would not fit a token header', { masters: [master('a"b')], current: 'a"b' }, /id is/],
  ])('refuses %s with a sentence', (_, file, message) => {
    expect(() => new KeyRing(file)).toThrow(message);
  });

  it('says that a file is not JSON without quoting it: it holds keys', () => {
    expect(() => KeyRing.fromText('c2VjcmV0')).toThrow(/^keys file: not JSON$/);
  });
});
