import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../crypto/key-provider.js';
import { anchorFiles, readAnchors } from './anchor-files.js';
import { AnchorWriter, type HeadSource } from './anchor-writer.js';

const master = (id: string) => ({ id, key: randomBytes(32).toString('base64') });
const masters = [master('old'), master('new')];
const keys = new KeyRing({ masters, current: 'new' });
const head = (jurisdictionId: number, seq: number) => ({ jurisdictionId, seq, hash: `${seq}`.padStart(64, '0') });
const minute = (n: number) => new Date(Date.UTC(2026, 9, 12, 15, 58 + n));

describe('anchors', () => {
  let dir: string;
  let heads = [head(330106, 3), head(610302, 9)];
  const source: HeadSource = (work) => work(heads);
  const lines = () => anchorFiles(dir).flatMap((file) => fs.readFileSync(file, 'utf8').trim().split('\n'));
  const rewrite = (all: string[]) => {
    const [first, ...others] = anchorFiles(dir);
    for (const file of others) fs.rmSync(file);
    fs.writeFileSync(first!, `${all.join('\n')}\n`);
  };

  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'anchors-'));
    heads = [head(330106, 3), head(610302, 9)];
  });
  afterEach(() => fs.rmSync(dir, { recursive: true }));

  it('are written only for chains that moved, one file a day, and read back as good', async () => {
    const writer = new AnchorWriter(source, keys, dir);
    expect(await writer.write(minute(0))).toBe(2);
    expect(await writer.write(minute(1))).toBe(0);
    heads = [head(330106, 4), head(610302, 9)];
    expect(await writer.write(minute(600))).toBe(1);
    expect(anchorFiles(dir).map((file) => path.basename(file))).toEqual(['anchors-2026-10-12.ndjson', 'anchors-2026-10-13.ndjson']);
    const read = await readAnchors(dir, keys);
    expect(read).toMatchObject({ anchors: 2, faults: [], unchecked: 0 });
    expect(read.heads).toEqual([head(330106, 3), head(610302, 9), head(330106, 4)]);
  });

  it('go on after a restart, and after the master key was changed', async () => {
    await new AnchorWriter(source, new KeyRing({ masters, current: 'old' }), dir).write(minute(0));
    await new AnchorWriter(source, keys, dir).write(minute(1));
    expect(await readAnchors(dir, keys)).toMatchObject({ anchors: 2, faults: [] });
    expect(await readAnchors(dir, new KeyRing({ masters: [masters[0]!], current: 'old' }))).toMatchObject({ unchecked: 1 });
    expect(await readAnchors(dir, null)).toMatchObject({ unchecked: 2, faults: [] });
  });

  it('show a changed head, and their heads are then not believed', async () => {
    await new AnchorWriter(source, keys, dir).write(minute(0));
    rewrite([lines()[0]!.replace('"seq":3', '"seq":2')]);
    const read = await readAnchors(dir, keys);
    expect(read.faults).toEqual([expect.stringContaining('signature')]);
    expect(read.heads).toEqual([]);
  });

  it('show a line that was taken out', async () => {
    for (let n = 0; n < 3; n += 1) await new AnchorWriter(source, keys, dir).write(minute(n));
    rewrite([lines()[0]!, lines()[2]!]);
    expect((await readAnchors(dir, keys)).faults).toEqual([expect.stringContaining('missing')]);
  });

  it('show a line that is no anchor', async () => {
    await new AnchorWriter(source, keys, dir).write(minute(0));
    rewrite([lines()[0]!, '{"at":']);
    expect((await readAnchors(dir, keys)).faults).toEqual([expect.stringContaining('not an anchor')]);
  });

  it('are copied to the object store, later if it could not be reached', async () => {
    const store = new Map<string, string>();
    let down = true;
    const writer = new AnchorWriter(source, keys, dir, {
      async put(key, content) {
        if (down) throw new Error('unreachable');
        store.set(key, content.toString());
      },
    });
    await expect(writer.write(minute(0))).rejects.toThrow('unreachable');
    down = false;
    expect(await writer.write(minute(1))).toBe(0);
    expect([...store.values()].map((line) => line.trim())).toEqual(lines());
  });
});
