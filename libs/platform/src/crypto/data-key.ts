import { createSecretKey } from 'node:crypto';
import { type CipherProfile, type ProfileKeys, profileNumbered } from './cipher-profile.js';

/** One unwrapped data key, ready for the synchronous hot path. Lives in memory only. */
export interface DataKey {
  readonly jurisdictionId: number;
  /** What it protects: `round:<id>`, `organisation`, `blind-index`… One key per scope and jurisdiction. */
  readonly scope: string;
  readonly version: number;
  readonly profile: CipherProfile;
  readonly keys: ProfileKeys;
}

/** What binds a wrapped key to its row: a key copied to another bureau's row does not open. */
export function dataKeyAad(jurisdictionId: number, scope: string, version: number): Buffer {
  return Buffer.from(`platform.data_key\0${jurisdictionId}\0${scope}\0${version}`);
}

/** @param secret the 32 bytes that were wrapped. */
export function dataKeyFrom(
  secret: Buffer,
  profile: CipherProfile,
  of: { jurisdictionId: number; scope: string; version: number },
): DataKey {
  return { ...of, profile, keys: profile.keysFrom(secret) };
}

/** A data key as it goes to a worker thread of this process: what has methods stays behind. */
export interface CarriedKey extends Omit<DataKey, 'profile'> {
  readonly profileNumber: number;
}

export function carriedKey({ profile, ...key }: DataKey): CarriedKey {
  return { ...key, profileNumber: profile.number };
}

export function keyCarried({ profileNumber, ...key }: CarriedKey): DataKey {
  return { ...key, profile: profileNumbered(profileNumber) };
}

/** The same for a process of our own that does one piece of work: the bytes go through the pipe between the two and lie nowhere else. */
export interface HandedKey extends Omit<CarriedKey, 'keys'> {
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
}

export function handedKey(key: DataKey): HandedKey {
  const { keys, ...rest } = carriedKey(key);
  return { ...rest, encryption: keys.encryption.export(), mac: keys.mac.export() };
}

export function keyHanded({ encryption, mac, ...rest }: HandedKey): DataKey {
  return keyCarried({ ...rest, keys: { encryption: createSecretKey(encryption), mac: createSecretKey(mac) } });
}
