import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { randomNonce } from './random-pool.js';

/** Something sealed could not be opened: wrong key, wrong place, or changed bytes. Never says which. */
export class CipherFault extends Error {
  override readonly name = 'CipherFault';
}

/** The keys of one secret under one profile. */
export interface ProfileKeys {
  readonly encryption: KeyObject;
  readonly mac: KeyObject;
}

/**
 * One way to seal bytes so that nobody can read, change or move them. The number is written into every ciphertext, so
 * that fields sealed under the old profile stay readable after a bureau switches to national cryptography.
 */
export interface CipherProfile {
  readonly number: number;
  readonly name: 'aes-256-gcm' | 'sm4-ctr-hmac-sm3';
  keysFrom(secret: Buffer): ProfileKeys;
  seal(keys: ProfileKeys, aad: Buffer, plain: Buffer): Buffer;
  /** @throws CipherFault */
  open(keys: ProfileKeys, aad: Buffer, sealed: Buffer): Buffer;
  mac(keys: ProfileKeys, bytes: Buffer): Buffer;
}

const derived = (hash: string, secret: Buffer, purpose: string, length: number): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync(hash, secret, Buffer.alloc(0), purpose, length)));

const GCM_NONCE = 12;
const GCM_TAG = 16;

/** The default. NIST SP 800-38D; nonce ‖ ciphertext ‖ tag. Random nonces are safe to 2^32 fields under one data key. */
export const aesGcm: CipherProfile = {
  number: 1,
  name: 'aes-256-gcm',
  keysFrom: (secret) => ({
    encryption: derived('sha256', secret, 'heliotrope/aes-256-gcm', 32),
    mac: derived('sha256', secret, 'heliotrope/hmac-sha-256', 32),
  }),
  seal(keys, aad, plain) {
    const nonce = randomNonce(GCM_NONCE);
    const cipher = createCipheriv('aes-256-gcm', keys.encryption, nonce).setAAD(aad);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  open(keys, aad, sealed) {
    if (sealed.length < GCM_NONCE + GCM_TAG) throw new CipherFault('sealed bytes are too short');
    const nonce = sealed.subarray(0, GCM_NONCE);
    const cipher = createDecipheriv('aes-256-gcm', keys.encryption, nonce, { authTagLength: GCM_TAG });
    cipher.setAAD(aad).setAuthTag(sealed.subarray(sealed.length - GCM_TAG));
    try {
      return Buffer.concat([cipher.update(sealed.subarray(GCM_NONCE, sealed.length - GCM_TAG)), cipher.final()]);
    } catch {
      throw new CipherFault('sealed bytes do not open here');
    }
  },
  mac: (keys, bytes) => createHmac('sha256', keys.mac).update(bytes).digest(),
};

const SM_IV = 16;
const SM_TAG = 32;

const smTag = (keys: ProfileKeys, aad: Buffer, body: Buffer): Buffer => {
  const aadLength = Buffer.alloc(4);
  aadLength.writeUInt32BE(aad.length); // without it, bytes could move between the associated data and the body
  return createHmac('sm3', keys.mac).update('field').update(aadLength).update(aad).update(body).digest();
};

/**
 * The national-cryptography profile: SM4-CTR, then HMAC-SM3 over what was encrypted, with two keys.
 * GB/T 32907-2016, GB/T 32905-2016. OpenSSL's builds for Node carry no SM4-GCM, hence the composition.
 */
export const smCtrHmac: CipherProfile = {
  number: 2,
  name: 'sm4-ctr-hmac-sm3',
  keysFrom: (secret) => ({
    encryption: derived('sm3', secret, 'heliotrope/sm4-ctr', 16),
    mac: derived('sm3', secret, 'heliotrope/hmac-sm3', 32),
  }),
  seal(keys, aad, plain) {
    const iv = randomNonce(SM_IV);
    const cipher = createCipheriv('sm4-ctr', keys.encryption, iv);
    const body = Buffer.concat([iv, cipher.update(plain), cipher.final()]);
    return Buffer.concat([body, smTag(keys, aad, body)]);
  },
  open(keys, aad, sealed) {
    if (sealed.length < SM_IV + SM_TAG) throw new CipherFault('sealed bytes are too short');
    const body = sealed.subarray(0, sealed.length - SM_TAG);
    if (!timingSafeEqual(smTag(keys, aad, body), sealed.subarray(sealed.length - SM_TAG))) {
      throw new CipherFault('sealed bytes do not open here');
    }
    const cipher = createDecipheriv('sm4-ctr', keys.encryption, body.subarray(0, SM_IV));
    return Buffer.concat([cipher.update(body.subarray(SM_IV)), cipher.final()]);
  },
  mac: (keys, bytes) => createHmac('sm3', keys.mac).update('index').update(bytes).digest(),
};

const profiles = new Map([aesGcm, smCtrHmac].map((profile) => [profile.number, profile]));

/** @throws CipherFault for a number no profile of ours carries. */
export function profileNumbered(number: number): CipherProfile {
  const profile = profiles.get(number);
  if (!profile) throw new CipherFault(`unknown cipher profile ${number}`);
  return profile;
}

export function profileNamed(name: CipherProfile['name']): CipherProfile {
  return name === smCtrHmac.name ? smCtrHmac : aesGcm;
}
