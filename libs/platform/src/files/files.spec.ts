import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
// @ts-expect-error the S3 server for tests ships no types
import S3rver from 's3rver';
import sharp from 'sharp';
import { writeXlsx } from 'hucre';
import { KeyRing } from '../crypto/key-provider.js';
import { TokenKeys, verifyToken } from '../crypto/signed-token.js';
import { xlsBook, zipOf } from '../spreadsheets/spreadsheets.builder.js';
import { cleanImage } from './clean-image.js';
import { acceptFile, fileKindOf } from './file-kind.js';
import { attachment, checkedKey, type FileStore } from './file-store.js';
import { type FileClaims, LocalFileStore } from './local-file-store.js';
import { KeepsFiles } from './file-keeper.js';
import { FileSweeper } from './file-sweeper.service.js';
import { S3FileStore } from './s3-file-store.js';
import { zipDirectory } from './zip-directory.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'files-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const keys = new KeyRing({ masters: [{ id: 'k', key: randomBytes(32).toString('base64') }], current: 'k' });
const tokens = new TokenKeys(keys, 'file');

describe.each(['a local folder', 'S3'])('files in %s', (where) => {
  let store: FileStore;
  let server: { close(): Promise<void>; run(): Promise<{ port: number }> } | undefined;

  beforeAll(async () => {
    if (where !== 'S3') {
      store = new LocalFileStore(path.join(folder, 'local'), tokens);
      return;
    }
    server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: path.join(folder, 's3'), configureBuckets: [{ name: 'files', configs: [] }] });
    const { port } = await server!.run();
    store = new S3FileStore({ endpoint: `http://127.0.0.1:${port}`, bucket: 'files', region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER' });
  });
  afterAll(async () => {
    if (store instanceof S3FileStore) store.close();
    await server?.close();
  });

  const content = async (key: string) => buffer(await store.get(key));
  const refusal = (promise: Promise<unknown>) => promise.then(() => 'fine', (error) => error.code ?? error.message);

  it('come back as they went in, from bytes and from a stream, counted and hashed', async () => {
    const bytes = randomBytes(300_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await store.put('exports/330106/a.xlsx', bytes)).toEqual({ key: 'exports/330106/a.xlsx', bytes: 300_000, sha256 });
    expect(await store.put('exports/b', Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]))).toMatchObject({ sha256 });
    expect((await content('exports/330106/a.xlsx')).equals(bytes)).toBe(true);
    expect((await content('exports/b')).equals(bytes)).toBe(true);
    expect(await store.stat('exports/b')).toEqual({ bytes: 300_000 });
  });

  it('are replaced whole', async () => {
    await store.put('c', Buffer.from('long old content'));
    await store.put('c', Buffer.from('new'));
    expect((await content('c')).toString()).toBe('new');
  });

  it('that broke off while arriving are not there at all', async () => {
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('the line was cut');
    }
    await expect(store.put('broken', broken())).rejects.toThrow('the line was cut');
    expect(await store.stat('broken')).toBeNull();
    if (where !== 'S3') expect(fs.readdirSync(path.join(folder, 'local/.incoming'))).toEqual([]);
  });

  it('once deleted are absent, and deleting again is no fault', async () => {
    await store.put('d', Buffer.from('x'));
    await store.delete('d');
    await store.delete('d');
    expect(await store.stat('d')).toBeNull();
    expect(await refusal(store.get('d'))).toBe('platform/file-absent');
  });

  it('have an address that opens one of them for a while', async () => {
    await store.put('e.csv', Buffer.from('姓名'));
    const url = await store.signedUrl('e.csv', { expiresAt: new Date(Date.now() + 60_000), fileName: '名册.csv', type: 'text/csv' });
    if (where === 'S3') {
      const answer = await fetch(url);
      expect(await answer.text()).toBe('姓名');
      expect(answer.headers.get('content-type')).toBe('text/csv');
      expect(Number(new URL(url).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(60);
      return;
    }
    const token = new URL(url, 'http://x').searchParams.get('token')!;
    expect(verifyToken<FileClaims>(tokens, token, new Date())).toMatchObject({ key: 'e.csv', name: '名册.csv', type: 'text/csv' });
    expect(verifyToken(tokens, token, new Date(Date.now() + 61_000))).toBeNull();
  });

  it('are listed folder by folder, with the time they were written', async () => {
    const began = Date.now();
    for (const key of ['kept/1/a', 'kept/2/b', 'kept-elsewhere/c']) await store.put(key, Buffer.from('x'));
    const listed = [];
    for await (const one of store.list('kept')) listed.push(one);
    expect(listed.map(({ key }) => key).sort()).toEqual(['kept/1/a', 'kept/2/b']);
    for (const { writtenAt } of listed) expect(Math.abs(writtenAt.getTime() - began)).toBeLessThan(60_000);
    for await (const one of store.list('nothing')) throw new Error(one.key);
  });

  it('are swept when no row names them a day later, where somebody answers for the folder; half written ones too', async () => {
    for (const key of ['swept/1/named', 'swept/1/orphan', 'unswept/1/other']) await store.put(key, Buffer.from('x'));
    @KeepsFiles('swept')
    class Room {
      asked: string[] = [];
      async named(keys: readonly string[]) {
        this.asked.push(...keys);
        return new Set(['swept/1/named']);
      }
    }
    const room = new Room();
    const sweeper = new FileSweeper(store, { getProviders: () => [{ instance: room, metatype: Room }] as never });
    sweeper.onApplicationBootstrap();
    const half = path.join(where === 'S3' ? path.join(os.tmpdir(), 'heliotrope-outgoing') : path.join(folder, 'local/.incoming'), randomUUID());
    fs.writeFileSync(half, 'half');
    expect(await sweeper.sweep(new Date())).toBe(0); // what is written now may be named in a moment
    expect(room.asked).toEqual([]);
    fs.utimesSync(half, new Date(0), new Date(0));
    expect(await sweeper.sweep(new Date(Date.now() + 25 * 3_600_000))).toBe(1);
    expect(room.asked.sort()).toEqual(['swept/1/named', 'swept/1/orphan']);
    const left = await Promise.all(['swept/1/named', 'swept/1/orphan', 'unswept/1/other'].map((key) => store.stat(key)));
    expect(left.map((one) => one !== null)).toEqual([true, false, true]);
    expect(fs.existsSync(half)).toBe(false);
    const twice = new FileSweeper(store, { getProviders: () => [{ instance: room, metatype: Room }, { instance: new Room(), metatype: Room }] as never });
    expect(() => twice.onApplicationBootstrap()).toThrow('two rooms');
  });

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '', '.incoming/x', 'a\\b', 'a\0b'])('are never looked for under %j', async (key) => {
    expect(await refusal(store.put(key, Buffer.from('x')))).toContain('not a file key');
    expect(await refusal(store.get(key))).toContain('not a file key');
  });
});

it('no key that passes leaves its folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '.', '/', '-', '\\', ' '), maxLength: 12 }), (key) => {
      try {
        checkedKey(key);
      } catch {
        return;
      }
      expect(path.join('/store', key).startsWith('/store/')).toBe(true);
    }),
  );
});

it('a Chinese file name reaches the browser whole', () => {
  expect(attachment(`年级"报告(1)'.pdf`)).toBe(
    `attachment; filename="_____(1)'.pdf"; filename*=UTF-8''%E5%B9%B4%E7%BA%A7%22%E6%8A%A5%E5%91%8A%281%29%27.pdf`,
  );
});

describe('what a file is', () => {
  const kind = (bytes: Uint8Array) => fileKindOf(Buffer.from(bytes)).catch((error) => error.code);
  const office = (...names: string[]) => zipOf(Object.fromEntries(['[Content_Types].xml', ...names].map((name) => [name, Buffer.from('x')])));
  const text = (value: string) => Buffer.from(value);

  it('is told from its bytes', async () => {
    expect(await kind(await writeXlsx({ sheets: [{ name: 'a', rows: [['x']] }] }))).toBe('xlsx');
    expect(await kind(xlsBook([['x']]))).toBe('xls');
    expect(await kind(office('word/document.xml'))).toBe('docx');
    expect(await kind(text('姓名,班级\n张三,1\n'))).toBe('csv');
    expect(await kind(Buffer.from('d0d5c3fb2cb0e0bcb60d0a', 'hex'))).toBe('csv');
    expect(await kind(Buffer.from('\ufeff姓名\t班级\n', 'utf16le'))).toBe('csv');
    expect(await kind(text('%PDF-1.7\n'))).toBe('pdf');
    expect(await kind(await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } }).png().toBuffer())).toBe('png');
  });

  it.each([
    ['a web page', text('  <!doctype html><script>')],
    ['an SVG', text('<?xml version="1.0"?><svg onload="x()"/>')],
    ['a plain archive', zipOf({ 'a.txt': Buffer.from('x') })],
    ['a program', Buffer.from('7f454c460201010000000000', 'hex')],
    ['a GIF', text('GIF89a\x01\x00\x01\x00')],
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('8a01029f0304058b06', 'hex')],
  ])('%s is none of ours', async (_, bytes) => expect(await kind(bytes)).toBeNull());

  it('carrying a program is refused by name', async () => {
    expect(await kind(office('xl/workbook.xml', 'xl/vbaProject.bin'))).toBe('platform/file-macros');
    expect(await kind(office('word/document.xml', 'word/activeX/activeX1.bin'))).toBe('platform/file-macros');
    expect(await kind(Buffer.concat([xlsBook([['x']]), Buffer.from('_VBA_PROJECT_CUR', 'utf16le')]))).toBe('platform/file-macros');
  });

  it('must be one that the place takes', async () => {
    expect(await acceptFile(text('a,b\n'), ['xlsx', 'csv'])).toBe('csv');
    await expect(acceptFile(text('%PDF-1.7\n'), ['xlsx', 'csv'])).rejects.toMatchObject({ code: 'platform/file-kind', zh: '不接受这种文件，请上传：xlsx、csv。' });
  });
});

describe('a picture', () => {
  it('is turned upright, then loses its place, time and device', async () => {
    const original = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
      .jpeg()
      .withExif({ IFD0: { Model: 'Phone', Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect((await sharp(original).metadata()).orientation).toBe(6);
    const clean = await cleanImage(original, 'jpeg');
    const { width, height, exif, orientation } = await sharp(clean).metadata();
    expect({ width, height, exif, orientation }).toEqual({ width: 20, height: 40, exif: undefined, orientation: undefined });
  });

  it('too large to draw, or no picture, is refused', async () => {
    const bomb = await sharp({ create: { width: 7000, height: 7000, channels: 3, background: 'red' } }).png().toBuffer();
    await expect(cleanImage(bomb, 'png')).rejects.toMatchObject({ code: 'platform/image-unreadable' });
    await expect(cleanImage(Buffer.from('no picture'), 'png')).rejects.toMatchObject({ code: 'platform/image-unreadable' });
  });
});

it('any bytes at all are answered by a directory or by a fault, never by a crash', () => {
  const zip = zipOf({ 'a.txt': Buffer.from('hello'), 'b.txt': Buffer.from('world') });
  expect(zipDirectory(zip).map((entry) => [entry.name, entry.size])).toEqual([['a.txt', 5], ['b.txt', 5]]);
  fc.assert(
    fc.property(fc.nat(zip.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(zip);
      changed[at] = byte;
      try {
        zipDirectory(changed);
      } catch (error) {
        expect((error as Error).name).toBe('ZipFault');
      }
    }),
  );
});
