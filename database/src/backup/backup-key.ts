import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import { KeyRing } from '@heliotrope/platform';
import { BackupFault } from './backup-fault.js';

const BYTES = 32;

/** The key of backups: 32 bytes in base64, alone in a file. Not a master key, so that a backup and its key open no field. */
export function readBackupKey(file: string): Buffer {
  const key = Buffer.from(fs.readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== BYTES) throw new BackupFault('wrong-key', `${file} must hold ${BYTES} bytes in base64`);
  return key;
}

/** @returns the key, and whether it was made just now: then somebody must carry it elsewhere. */
export function backupKeyOf(file: string): { key: Buffer; isNew: boolean } {
  if (fs.existsSync(file)) return { key: readBackupKey(file), isNew: false };
  const key = randomBytes(BYTES);
  fs.writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return { key, isNew: true };
}

/** What tells, without telling a key, under which masters the fields of a backup were sealed. */
export type MasterMarks = Readonly<Record<string, string>>;

const PURPOSE = 'backup-mark';

export function marksOf(keysFile: string, masters: readonly string[]): MasterMarks {
  if (!fs.existsSync(keysFile)) throw new BackupFault('other-masters', `${keysFile} is not there: put the installation's keys file back first`);
  const ring = KeyRing.fromFile(keysFile);
  return Object.fromEntries(
    masters.map((id) => {
      const key = ring.derive(id, PURPOSE);
      if (!key) throw new BackupFault('other-masters', `${keysFile} lacks the master key ${id}, under which fields of this database are sealed`);
      return [id, createHmac('sha256', key).update(id).digest('hex')];
    }),
  );
}

/** @throws BackupFault when the keys file could not open the fields that were sealed under these masters. */
export function checkMarks(keysFile: string, marks: MasterMarks): void {
  const own = marksOf(keysFile, Object.keys(marks));
  for (const [id, mark] of Object.entries(marks)) {
    if (!timingSafeEqual(Buffer.from(own[id]!, 'hex'), Buffer.from(mark, 'hex'))) {
      throw new BackupFault('other-masters', `the master key ${id} in ${keysFile} is another one than when the backup was made: put that keys file back first`);
    }
  }
}
