import { type ByteSource, type DataKey, decryptWith, encryptWith, FieldCipher, type FieldPlace, FileStore, keyVersionOf, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { citizenNumberPlace, guardianPhonePlace, rawPlace, rosterKey, studentNumberPlace } from '../students/pupil-fields.js';
import type { RosterImportRow } from './roster-import.repository.js';
import type { SecretToMove } from './roster-stage.repository.js';
import { BLOCK_END, CELL, ROW } from './grist.js';
import { openSealedFile } from './sealed-file.js';

/** Keys in hand for one import: millions of rows are sealed without asking again. */
export interface RosterKeys {
  readonly seal: DataKey;
  readonly index: DataKey;
}

/** Fingerprints and seals the secrets of roster rows, and opens the uploaded file while it waits. */
@Injectable()
export class RosterSealer {
  constructor(
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(FileStore) private readonly files: FileStore,
  ) {}

  async keys(tx: Tx, jurisdictionId: number): Promise<RosterKeys> {
    return {
      seal: await this.cipher.keys.currentFor(tx, jurisdictionId, rosterKey(jurisdictionId).scope),
      index: await this.cipher.indexKey(tx, jurisdictionId),
    };
  }

  async file(tx: Tx, row: Pick<RosterImportRow, 'id' | 'jurisdictionId' | 'fileKey' | 'fileBytes'>): Promise<ByteSource> {
    const head = await buffer(await this.files.get(row.fileKey, { from: 0, to: 4 }));
    const key = await this.cipher.keys.versionOf(tx, row.jurisdictionId, rosterKey(row.jurisdictionId).scope, keyVersionOf(head));
    return openSealedFile(this.files, { importId: row.id, key: row.fileKey, bytes: row.fileBytes }, key);
  }

  async openRaw(tx: Tx, of: Pick<RosterImportRow, 'id' | 'jurisdictionId'>, rowNo: number, field: Buffer): Promise<string[]> {
    return JSON.parse(await this.cipher.decrypt(tx, rosterKey(of.jurisdictionId), rawPlace(of.id, rowNo), field)) as string[];
  }

  sealRaw(keys: RosterKeys, importId: string, rowNo: number, cells: readonly string[]): Buffer {
    return encryptWith(keys.seal, rawPlace(importId, rowNo), Buffer.from(JSON.stringify(cells)));
  }

  /** The rows of a block as they were written, by their number. */
  async openBlock(tx: Tx, of: Pick<RosterImportRow, 'id' | 'jurisdictionId'>, firstRow: number, sealed: Buffer): Promise<Map<number, string[]>> {
    const block = await this.cipher.decrypt(tx, rosterKey(of.jurisdictionId), rawPlace(of.id, firstRow), sealed);
    const end = block.indexOf(BLOCK_END);
    const numbers = block.slice(0, end).split(CELL);
    return new Map(block.slice(end + 1).split(ROW).map((row, at) => [Number(numbers[at]), row.split(CELL)]));
  }

  /** Numbers sealed for a new pupil, sealed for the one the roster has had all along. */
  async moved(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId'>, keys: RosterKeys, one: SecretToMove): Promise<Pick<SecretToMove, 'rowNo' | 'studentNumber' | 'citizenNumber' | 'guardianPhone'>> {
    const move = async (from: FieldPlace, to: FieldPlace, field: Buffer | null) => {
      if (field === null) return null;
      const key = await this.cipher.keys.versionOf(tx, of.jurisdictionId, rosterKey(of.jurisdictionId).scope, keyVersionOf(field));
      return encryptWith(keys.seal, to, decryptWith(key, from, field));
    };
    return {
      rowNo: one.rowNo,
      studentNumber: await move(studentNumberPlace(one.fromStudent), studentNumberPlace(one.toStudent), one.studentNumber),
      citizenNumber: await move(citizenNumberPlace(one.fromStudent), citizenNumberPlace(one.toStudent), one.citizenNumber),
      guardianPhone: await move(guardianPhonePlace(one.fromGuardian), guardianPhonePlace(one.toGuardian), one.guardianPhone),
    };
  }
}
