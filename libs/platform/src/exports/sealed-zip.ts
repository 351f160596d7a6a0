import { randomInt } from 'node:crypto';
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

configure({ useWebWorkers: false });

/** No letters or digits that are taken for each other when somebody reads them out. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';
const AES_256 = 3;

/** A password of sixteen signs: 93 bits, more than anybody tries. */
export function newPassword(): string {
  return Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** The file inside a zip sealed with AES-256 (WinZip AE-2), which 7-Zip, WinRAR and Bandizip open with the password. */
export async function sealedZip(fileName: string, content: Uint8Array, password: string): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { password, encryptionStrength: AES_256 });
  await zip.add(fileName, new Uint8ArrayReader(content));
  return zip.close();
}
