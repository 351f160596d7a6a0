import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PAGE = 4096; // strings
const IN_MEMORY = 4; // pages kept without a file: a small workbook writes nothing
const HELD = 12; // pages held unsealed at once

/**
 * The shared strings of a workbook, numbered from 0. Excel and WPS put every text of a sheet there, names and identity
 * numbers included, so for a million pupils they do not fit into memory: they lie in pages in a file that has no name
 * any more, sealed with a key that is gone with this process. A sheet uses them nearly in the order they stand in.
 */
export class StringTable {
  private readonly key = randomBytes(32);
  private readonly places: { at: number; length: number }[] = [];
  private readonly held = new Map<number, readonly string[]>();
  private open: string[] = [];
  private file: number | undefined;
  private written = 0;
  private latest: readonly string[] = [];
  private latestPage = -1;

  add(text: string): void {
    this.open.push(text);
    if (this.open.length === PAGE) this.turn();
  }

  /** Undefined for a number no string has. */
  get(index: number): string | undefined {
    const page = Math.floor(index / PAGE);
    if (page !== this.latestPage) {
      const found = this.page(page);
      if (!found) return undefined;
      this.latest = found;
      this.latestPage = page;
    }
    return this.latest[index % PAGE];
  }

  close(): void {
    if (this.file !== undefined) fs.closeSync(this.file);
    this.file = undefined;
    this.held.clear();
  }

  private page(page: number): readonly string[] | undefined {
    if (page === this.places.length) return this.open;
    const held = this.held.get(page);
    if (held) {
      this.held.delete(page); // the one used last is let go last
      this.held.set(page, held);
      return held;
    }
    const place = this.places[page];
    if (!place || this.file === undefined) return undefined;
    const sealed = Buffer.allocUnsafe(place.length);
    fs.readSync(this.file, sealed, 0, place.length, place.at);
    const opened = createDecipheriv('aes-256-ctr', this.key, counterOf(page));
    return this.hold(page, Buffer.concat([opened.update(sealed), opened.final()]).toString('utf8').split('\0'));
  }

  private turn(): void {
    const page = this.places.length;
    this.hold(page, this.open);
    this.places.push(this.file === undefined && page < IN_MEMORY ? { at: 0, length: 0 } : this.write(page, this.open));
    this.open = [];
  }

  private hold(page: number, strings: readonly string[]): readonly string[] {
    this.held.set(page, strings);
    if (this.held.size > HELD && this.file !== undefined) this.held.delete(this.held.keys().next().value!);
    return strings;
  }

  private write(page: number, strings: readonly string[]): { at: number; length: number } {
    if (this.file === undefined) {
      this.file = namelessFile();
      for (const [early, held] of [...this.held]) if (early < page) this.places[early] = this.write(early, held);
    }
    const cipher = createCipheriv('aes-256-ctr', this.key, counterOf(page));
    const sealed = Buffer.concat([cipher.update(strings.map((text) => text.replaceAll('\0', '')).join('\0'), 'utf8'), cipher.final()]);
    fs.writeSync(this.file, sealed, 0, sealed.length, this.written);
    const place = { at: this.written, length: sealed.length };
    this.written += sealed.length;
    return place;
  }
}

/** A page begins 2^32 blocks after the one before: no two of them share a part of the key stream. */
function counterOf(page: number): Buffer {
  const counter = Buffer.alloc(16);
  counter.writeUInt32BE(page, 8);
  return counter;
}

function namelessFile(): number {
  const name = path.join(os.tmpdir(), `heliotrope-${randomUUID()}`);
  const file = fs.openSync(name, 'wx+', 0o600);
  fs.rmSync(name);
  return file;
}
