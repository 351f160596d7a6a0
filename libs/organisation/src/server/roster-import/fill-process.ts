import { Refusal } from '@heliotrope/kernel';
import { type ByteSource, keyHanded } from '@heliotrope/platform/sealing';
import type { ToFiller, FromFiller, HandedOrder } from './fill-run.js';
import { fillSlices, type FillPiece } from './fill-slices.js';

// The process of one dry run: a lean one of its own, whose memory is given back when it ends, and which may be as busy as
// it likes while the worker listens for alarms. It asks its parent for the file, piece by piece, and knows no database.
const tell = (message: FromFiller) => void process.send!(message);
const reads: ((bytes: Uint8Array) => void)[] = [];
let pieces: AsyncGenerator<FillPiece> | undefined;

process.on('disconnect', () => process.exit(0)); // the worker is gone, and with it the reason to go on
process.on('message', (message: ToFiller) => {
  if ('order' in message) pieces = begin(message.order, message.size);
  else if ('bytes' in message) reads.shift()?.(message.bytes);
  else void next();
});

function begin({ seal, index, ...order }: HandedOrder, size: number): AsyncGenerator<FillPiece> {
  const file: ByteSource = {
    size,
    read: (at, length) =>
      new Promise((resolve) => {
        reads.push((bytes) => resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
        tell({ read: { at, length } });
      }),
  };
  return fillSlices(file, { ...order, seal: keyHanded(seal), index: keyHanded(index) });
}

async function next(): Promise<void> {
  try {
    const { value, done } = await pieces!.next();
    tell(done ? { end: true } : { piece: value });
  } catch (error) {
    tell(error instanceof Refusal ? { refused: { code: error.code, details: error.details } } : { fault: String((error as Error).stack ?? error) });
  }
}
