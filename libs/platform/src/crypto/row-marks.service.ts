import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CipherFault } from './cipher-profile.js';
import type { DataKey } from './data-key.js';
import { DataKeys, type SqlSession } from './data-keys.repository.js';

/** What a row is marked by: where it lies and the values that nobody may change behind our back. */
export interface MarkedRow {
  readonly jurisdictionId: number;
  readonly table: string;
  readonly id: string;
  readonly values: readonly (string | number | boolean | null)[];
}

const SCOPE = 'integrity';

/**
 * A keyed mark over a row's values (HMAC-SM3 in the national profile, HMAC-SHA-256 in the other). Who changes a score or a
 * level in the database itself, without the key, leaves a mark that no longer fits; a mark copied from another row does
 * not fit either. Source: GB/T 22239-2019, 8.1.4.7.b 数据完整性.
 */
@Injectable()
export class RowMarks {
  constructor(@Inject(DataKeys) private readonly keys: DataKeys) {}

  async mark(sql: SqlSession, row: MarkedRow): Promise<Buffer> {
    const key = await this.keys.currentFor(sql, row.jurisdictionId, SCOPE);
    const version = Buffer.alloc(2);
    version.writeUInt16BE(key.version);
    return Buffer.concat([version, macOf(key, row)]);
  }

  /** Does the mark fit the row as it stands? A row that should have a mark and has none does not. */
  async fits(sql: SqlSession, row: MarkedRow, mark: Buffer | null): Promise<boolean> {
    if (!mark || mark.length < 3) return false;
    try {
      const wanted = macOf(await this.keys.versionOf(sql, row.jurisdictionId, SCOPE, mark.readUInt16BE(0)), row);
      const found = mark.subarray(2);
      return wanted.length === found.length && timingSafeEqual(wanted, found);
    } catch (error) {
      if (error instanceof CipherFault || /^no data key/.test((error as Error).message)) return false;
      throw error;
    }
  }
}

const macOf = (key: DataKey, { table, id, values }: MarkedRow): Buffer => key.profile.mac(key.keys, Buffer.from(`row-mark\0${table}\0${id}\0${JSON.stringify(values)}`));
