// What a thread or a process of an import needs: reading sheets and sealing fields, without the rest of the platform. A
// second copy of that would cost more memory than the import itself.
export { newId } from '../database/new-id.js';
export { blindIndexWith, encryptWith, type FieldPlace } from '../crypto/field-cipher.js';
export { type CarriedKey, carriedKey, type DataKey, type HandedKey, handedKey, keyCarried, keyHanded } from '../crypto/data-key.js';
export { type ByteSource } from '../spreadsheets/byte-source.js';
export { readSheets, type SheetBatch, type SheetRow } from '../spreadsheets/read-rows.js';
