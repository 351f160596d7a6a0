/**
 * What does an identifier of ours look like? A UUID of version 7: 48 bits of milliseconds, then randomness, so that
 * rows made one after another lie one after another in the index. Pure: the caller brings the time and the randomness.
 *
 * @param milliseconds Unix time in milliseconds.
 * @param random ten random bytes.
 * Source: RFC 9562 §5.7.
 */
export function uuidv7(milliseconds: number, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('uuidv7 needs ten random bytes');
  const time = Math.floor(milliseconds).toString(16).padStart(12, '0');
  const byte = (at: number) => HEX[random[at]!]!;
  const version = HEX[0x70 | (random[0]! & 0x0f)]! + byte(1);
  const variant = HEX[0x80 | (random[2]! & 0x3f)]! + byte(3);
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}${byte(9)}`;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Is this text a UUID as we write it (lower case, with hyphens)? */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

/** When was this UUIDv7 made? Milliseconds since 1970. */
export function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
