import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { rawInstrument } from '../testing/index.js';
import { InstrumentLibrary } from './instrument-library.js';

let shelf: string;
beforeEach(() => { shelf = fs.mkdtempSync(path.join(os.tmpdir(), 'instruments-')); });
afterEach(() => fs.rmSync(shelf, { recursive: true }));
const put = (name: string, changes: Record<string, unknown> = {}) => fs.writeFileSync(path.join(shelf, name), stringify(rawInstrument(changes)));

describe('the shelf of instruments', () => {
  it('keeps older versions for the sheets that were answered on them', () => {
    put('sample.yaml', { version: '1.1.0' });
    put('sample@1.0.0.yaml');
    const library = new InstrumentLibrary(shelf);
    expect(library.all().map(({ definition }) => definition.version)).toEqual(['1.1.0']);
    expect(library.find('sample')?.definition.version).toBe('1.1.0');
    expect(library.find('sample', '1.0.0')?.definition.version).toBe('1.0.0');
    expect(library.find('sample', '2.0.0')).toBeUndefined();
    expect(library.find('other')).toBeUndefined();
  });

  it('knows a definition by its content, not by the order of its keys', () => {
    put('sample.yaml');
    const first = new InstrumentLibrary(shelf).find('sample')!.checksum;
    fs.writeFileSync(path.join(shelf, 'sample.yaml'), stringify(Object.fromEntries(Object.entries(rawInstrument()).reverse())));
    expect(new InstrumentLibrary(shelf).find('sample')!.checksum).toBe(first);
    put('sample.yaml', { minSeconds: 9 });
    expect(new InstrumentLibrary(shelf).find('sample')!.checksum).not.toBe(first);
  });

  it('cannot be changed once read', () => {
    put('sample.yaml');
    const { definition } = new InstrumentLibrary(shelf).find('sample')!;
    expect(() => { (definition.items as unknown[]).push({}); }).toThrow();
  });

  it('does not start with a key that is not whole, and says what is wrong', () => {
    put('sample.yaml', { partition: [], minSeconds: 'x' });
    expect(() => new InstrumentLibrary(shelf)).toThrow(/sample\.yaml[\s\S]*item-not-scored/);
  });

  it('does not start with a file under another name, or a version there twice', () => {
    put('other.yaml');
    expect(() => new InstrumentLibrary(shelf)).toThrow('call it sample.yaml');
    fs.rmSync(path.join(shelf, 'other.yaml'));
    put('sample.yaml');
    put('sample@1.0.0.yaml');
    expect(() => new InstrumentLibrary(shelf)).toThrow('twice');
  });
});
