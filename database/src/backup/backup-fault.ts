export type BackupFaultKind =
  | 'not-a-backup'
  | 'cut-short'
  | 'damaged'
  | 'wrong-key' // of the backup itself
  | 'other-masters' // the keys file at hand could not read what the restored fields hold
  | 'newer-version' // made by a version of the platform that this one does not know
  | 'not-empty' // the database to restore into holds something
  | 'not-allowed' // the login may not see, or not write, everything
  | 'not-the-same'; // what was loaded is not what was saved

/** Why a backup or a restore did not happen, in a sentence for the person at the terminal. */
export class BackupFault extends Error {
  constructor(
    readonly kind: BackupFaultKind,
    message: string,
  ) {
    super(message);
  }
}
