import { CipherFault, profileNumbered } from './cipher-profile.js';
import type { DataKey } from './data-key.js';

/** Where a field lies. A ciphertext copied to another table, column or row does not open there. */
export interface FieldPlace {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

const HEADER = 3; // profile (1 byte) ‖ version of the data key (2 bytes)

const aadOf = (place: FieldPlace, version: number): Buffer =>
  Buffer.from(`${place.table}\0${place.column}\0${place.row}\0${version}`);

/**
 * Seals one field: profile ‖ key version ‖ sealed bytes, bound to table, column, row and key version. Synchronous and a
 * few microseconds long, because every submitted answer sheet passes through it.
 */
export function encryptWith(key: DataKey, place: FieldPlace, plain: Buffer): Buffer {
  const sealed = key.profile.seal(key.keys, aadOf(place, key.version), plain);
  const field = Buffer.allocUnsafe(HEADER + sealed.length);
  field[0] = key.profile.number;
  field.writeUInt16BE(key.version, 1);
  sealed.copy(field, HEADER);
  return field;
}

/** Which version of its data key was a field sealed with? @throws CipherFault when it is no field of ours. */
export function keyVersionOf(field: Buffer): number {
  if (field.length <= HEADER) throw new CipherFault('not a sealed field');
  profileNumbered(field[0]!);
  return field.readUInt16BE(1);
}

/** Opens one field with the key version it names (see `keyVersionOf`). @throws CipherFault */
export function decryptWith(key: DataKey, place: FieldPlace, field: Buffer): Buffer {
  const version = keyVersionOf(field);
  if (version !== key.version || field[0] !== key.profile.number) throw new CipherFault('sealed with another key');
  return key.profile.open(key.keys, aadOf(place, version), field.subarray(HEADER));
}

/**
 * A fingerprint to search an encrypted field by: HMAC-SHA-256 (HMAC-SM3 in the national profile) under a key used for
 * nothing else. `field` keeps the same number in two columns from looking alike. The caller normalises the value first.
 */
export function blindIndexWith(key: DataKey, field: string, value: string): Buffer {
  return key.profile.mac(key.keys, Buffer.from(`${field}\0${value}`));
}
