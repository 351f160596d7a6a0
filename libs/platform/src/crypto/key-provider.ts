import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { aesGcm, profileNumbered, type CipherProfile } from './cipher-profile.js';
import { readFileSync } from 'node:fs';

/**
 * Who holds the master keys. Data keys are wrapped by a master and never leave this door unwrapped except into memory;
 * a hardware module takes this place in a certified installation, so callers never touch a master key itself.
 */
export abstract class KeyProvider {
  /** The master that wraps from now on. */
  abstract readonly currentId: string;
  abstract wrap(plain: Buffer, aad: Buffer): Promise<Buffer>;
  abstract unwrap(masterId: string, wrapped: Buffer, aad: Buffer): Promise<Buffer>;
  /** A key for one purpose (tokens, anchors, file addresses), made from a master; `undefined` for an unknown master. */
  abstract derive(masterId: string, purpose: string): KeyObject | undefined;
}

interface KeysFile {
  readonly masters: readonly { readonly id: string; readonly key: string }[];
  readonly current: string;
}

const KEY_BYTES = 32;

/**
 * The masters in a keys file: `{ "masters": [{ "id": "2026-11", "key": "<base64 of 32 bytes>" }], "current": "2026-11" }`.
 * To rotate, add a master, make it current, re-wrap the data keys, and only then remove the old one.
 */
export class KeyRing extends KeyProvider {
  readonly currentId: string;
  private readonly masters = new Map<string, Buffer>();
  private readonly derivedKeys = new Map<string, KeyObject>();

  constructor(
    file: KeysFile,
    private readonly profile: CipherProfile = aesGcm,
  ) {
    super();
    for (const { id, key } of file.masters ?? []) {
      const bytes = Buffer.from(String(key), 'base64');
      if (!/^[\w.-]{1,64}$/.test(id)) throw new Error(`keys file: a master's id is 1-64 letters, digits, "-", "_" or ".": ${id}`);
      if (bytes.length !== KEY_BYTES) throw new Error(`keys file: master ${id} must be ${KEY_BYTES} bytes in base64`);
      if (this.masters.has(id)) throw new Error(`keys file: master ${id} appears twice`);
      this.masters.set(id, bytes);
    }
    if (!this.masters.has(file.current)) throw new Error('keys file: "current" names no master of the file');
    this.currentId = file.current;
  }

  /** @param text the JSON itself: a file's content, or an environment variable where a platform has no files. */
  static fromText(text: string, profile?: CipherProfile): KeyRing {
    let file: KeysFile;
    try {
      file = JSON.parse(text) as KeysFile;
    } catch {
      throw new Error('keys file: not JSON'); // without the parser's message: it quotes the text, and the text is keys
    }
    return new KeyRing(file, profile);
  }

  static fromFile(path: string, profile?: CipherProfile): KeyRing {
    return KeyRing.fromText(readFileSync(path, 'utf8'), profile);
  }

  async wrap(plain: Buffer, aad: Buffer): Promise<Buffer> {
    const sealed = this.profile.seal(this.profile.keysFrom(this.master(this.currentId)), aad, plain);
    return Buffer.concat([Buffer.from([this.profile.number]), sealed]);
  }

  async unwrap(masterId: string, wrapped: Buffer, aad: Buffer): Promise<Buffer> {
    const profile = profileNumbered(wrapped[0] ?? 0);
    return profile.open(profile.keysFrom(this.master(masterId)), aad, wrapped.subarray(1));
  }

  derive(masterId: string, purpose: string): KeyObject | undefined {
    const master = this.masters.get(masterId);
    if (!master) return undefined;
    const name = `${masterId}/${purpose}`;
    let key = this.derivedKeys.get(name);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `heliotrope/purpose/${purpose}`, KEY_BYTES)));
      this.derivedKeys.set(name, key);
    }
    return key;
  }

  private master(id: string): Buffer {
    const master = this.masters.get(id);
    if (!master) throw new Error(`master key ${id} is not in the keys file: was it removed before the data keys were re-wrapped?`);
    return master;
  }
}
