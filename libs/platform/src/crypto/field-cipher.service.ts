import type { DataKeys, SqlSession } from './data-keys.repository.js';
import { blindIndexWith, decryptWith, encryptWith, keyVersionOf, type FieldPlace } from './field-cipher.js';

/** The bureau and the key scope a field belongs to. */
export interface KeyScope {
  readonly jurisdictionId: number;
  readonly scope: string;
}

const INDEX_SCOPE = 'blind-index';

/** Field encryption for everything that is not the hot path: finds the data key, then seals or opens text. */
export class FieldCipher {
  constructor(readonly keys: DataKeys) {}

  async encrypt(sql: SqlSession, of: KeyScope, place: FieldPlace, text: string): Promise<Buffer> {
    return encryptWith(await this.keys.currentFor(sql, of.jurisdictionId, of.scope), place, Buffer.from(text, 'utf8'));
  }

  /** @throws CipherFault when the field was changed or moved. */
  async decrypt(sql: SqlSession, of: KeyScope, place: FieldPlace, field: Buffer): Promise<string> {
    const key = await this.keys.versionOf(sql, of.jurisdictionId, of.scope, keyVersionOf(field));
    return decryptWith(key, place, field).toString('utf8');
  }

  /** Seals a field again under the newest version of its key; `null` when it already is. */
  async renewed(sql: SqlSession, of: KeyScope, place: FieldPlace, field: Buffer): Promise<Buffer | null> {
    const current = await this.keys.currentFor(sql, of.jurisdictionId, of.scope);
    if (keyVersionOf(field) === current.version) return null;
    const old = await this.keys.versionOf(sql, of.jurisdictionId, of.scope, keyVersionOf(field));
    return encryptWith(current, place, decryptWith(old, place, field));
  }

  /**
   * The fingerprint to store and to search by.
   * @param field what is indexed, `student.id-number`; @param value normalised by the caller.
   */
  async blindIndex(sql: SqlSession, jurisdictionId: number, field: string, value: string): Promise<Buffer> {
    return blindIndexWith(await this.indexKey(sql, jurisdictionId), field, value);
  }

  /** The key for `blindIndexWith`, for a roster of many thousand rows. It has one version: a new one would find nothing. */
  async indexKey(sql: SqlSession, jurisdictionId: number) {
    return this.keys.currentFor(sql, jurisdictionId, INDEX_SCOPE);
  }
}
