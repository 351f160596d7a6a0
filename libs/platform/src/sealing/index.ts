// What a worker thread needs to seal fields, without the rest of the platform: a second copy of that would cost more
// memory than the thread is worth.
export { newId } from '../database/new-id.js';
export { blindIndexWith, encryptWith, type FieldPlace } from '../crypto/field-cipher.js';
export { type CarriedKey, carriedKey, type DataKey, keyCarried } from '../crypto/data-key.js';
