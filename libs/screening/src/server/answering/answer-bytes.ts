/*
 * How do item answers lie under their seal? One byte of format, one of flags, two of length, a byte an answer (255 left
 * out), then a byte a time when the device measured (255 unknown, longer than 254 s counts as 254).
 */
const FORMAT = 1;
const HEAD = 4;
const ABSENT = 255;
const MOST_SECONDS = 254;

export interface Answered {
  readonly answers: readonly (number | null)[];
  readonly seconds: readonly (number | null)[] | null;
}

/** @param answers printed values 0…254. */
export function packAnswers({ answers, seconds }: Answered): Buffer {
  const { length } = answers;
  const bytes = Buffer.allocUnsafe(HEAD + (seconds ? 2 * length : length));
  bytes[0] = FORMAT;
  bytes[1] = seconds ? 1 : 0;
  bytes.writeUInt16BE(length, 2);
  for (let at = 0; at < length; at++) bytes[HEAD + at] = answers[at] ?? ABSENT;
  if (seconds) {
    for (let at = 0; at < length; at++) {
      const time = seconds[at];
      bytes[HEAD + length + at] = time == null ? ABSENT : Math.min(Math.round(time), MOST_SECONDS);
    }
  }
  return bytes;
}

/** @throws Error when the bytes are of a format we do not know. */
export function unpackAnswers(bytes: Buffer): Answered {
  if (bytes[0] !== FORMAT) throw new Error('answers of an unknown format');
  const length = bytes.readUInt16BE(2);
  const read = (start: number) => Array.from(bytes.subarray(start, start + length), (byte) => (byte === ABSENT ? null : byte));
  return { answers: read(HEAD), seconds: bytes[1] === 1 ? read(HEAD + length) : null };
}
