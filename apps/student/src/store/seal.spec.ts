import { describe, expect, it } from '@jest/globals';
import { newKey, open, seal } from './seal.js';

describe('values at rest on the device', () => {
  it('opens with its key only', async () => {
    const key = await newKey();
    const sealed = await seal(key, { value: 3, seconds: 7 });
    expect(Object.keys(sealed).sort()).toEqual(['data', 'iv']);
    expect(await open(key, sealed)).toEqual({ value: 3, seconds: 7 });
    await expect(open(await newKey(), sealed)).rejects.toThrow();
    await expect(open(null, sealed)).rejects.toThrow();
  });

  it('has a key that no script reads out', async () => {
    const key = await newKey();
    expect(key!.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key!)).rejects.toThrow();
  });

  it('lies plain where the browser offers no key, as a copy', async () => {
    const value = { answers: [1, 2] };
    const sealed = await seal(null, value);
    value.answers[0] = 9;
    expect(await open(null, sealed)).toEqual({ answers: [1, 2] });
  });
});
