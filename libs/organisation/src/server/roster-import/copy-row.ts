/** Rows in the binary form of PostgreSQL's COPY (documentation, "COPY", section Binary Format), written into one buffer. */
export class CopyRows {
  private bytes: Buffer;
  private at = 0;

  constructor(size = 1024 * 1024) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  static readonly HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  static readonly TRAILER = Buffer.from([0xff, 0xff]);

  get length(): number {
    return this.at;
  }

  row(fields: number): void {
    this.room(2);
    this.at = this.bytes.writeInt16BE(fields, this.at);
  }

  nothing(): void {
    this.room(4);
    this.at = this.bytes.writeInt32BE(-1, this.at);
  }

  int(value: number): void {
    this.room(8);
    this.bytes.writeInt32BE(4, this.at);
    this.at = this.bytes.writeInt32BE(value, this.at + 4);
  }

  small(value: number): void {
    this.room(6);
    this.bytes.writeInt32BE(2, this.at);
    this.at = this.bytes.writeInt16BE(value, this.at + 4);
  }

  truth(value: boolean | null): void {
    if (value === null) return this.nothing();
    this.room(5);
    this.bytes.writeInt32BE(1, this.at);
    this.at = this.bytes.writeUInt8(value ? 1 : 0, this.at + 4);
  }

  uuid(value: string): void {
    this.room(20);
    this.bytes.writeInt32BE(16, this.at);
    this.at += 4 + this.bytes.write(value.replaceAll('-', ''), this.at + 4, 'hex');
  }

  text(value: string | null): void {
    if (value === null) return this.nothing();
    this.room(4 + value.length * 3);
    const length = this.bytes.write(value, this.at + 4, 'utf8');
    this.bytes.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  binary(value: Uint8Array | null): void {
    if (value === null) return this.nothing();
    this.room(4 + value.length);
    this.bytes.writeInt32BE(value.length, this.at);
    this.bytes.set(value, this.at + 4);
    this.at += 4 + value.length;
  }

  /** A day as `2013-09-04`. PostgreSQL counts from 2000-01-01. */
  day(value: string | null): void {
    if (value === null) return this.nothing();
    this.int(Math.round(Date.parse(value) / 86_400_000) - 10_957);
  }

  /** What was written so far, in a buffer of its own; the writer then begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.at);
    taken.set(this.bytes.subarray(0, this.at));
    this.at = 0;
    return taken;
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + length));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
