/** A value as it lies on the device: closed with a key, or plain where the browser offers no key (plain http). */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer } | { readonly plain: unknown };

/**
 * One key for one sitting, which no script can read out again; throwing the row away that holds it makes everything
 * closed with it unreadable. `null` on plain http, where browsers hide `crypto.subtle`.
 */
export async function newKey(): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  } catch {
    return null;
  }
}

export async function seal(key: CryptoKey | null, value: unknown): Promise<Sealed> {
  if (!key) return { plain: JSON.parse(JSON.stringify(value)) as unknown };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, data };
}

export async function open<T>(key: CryptoKey | null, sealed: Sealed): Promise<T> {
  if ('plain' in sealed) return sealed.plain as T;
  if (!key) throw new Error('sealed value without its key');
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, key, sealed.data);
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}
