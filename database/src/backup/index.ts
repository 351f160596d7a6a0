export { BackupFault } from './backup-fault.js';
export { backupKeyOf, readBackupKey } from './backup-key.js';
export type { Ending, Manifest } from './manifest.js';
export { readBackup, restoreBackup, type Restored, type RestoreOrder } from './restore-backup.js';
export { type BackupOrder, writeBackup } from './write-backup.js';
