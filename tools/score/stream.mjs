import { once } from 'node:events';

/** Longer than any sheet could be; a stream without line ends must not fill the memory. */
export const LONGEST_LINE = 1024 * 1024;
const NEWLINE = 10;

/**
 * Answers every line of a stream, in order, in flat memory: work is done per chunk as it arrives, and reading waits
 * while the writer is full.
 *
 * @param {AsyncIterable<Buffer>} input
 * @param {import('node:stream').Writable} output
 * @param {{ answer: (line: string) => string, tooLong: string }} lines what to write for a line, and for one too long to hold
 */
export async function scoreStream(input, output, { answer, tooLong }) {
  let held = []; // the beginning of a line whose end has not arrived
  let heldBytes = 0;
  let skipping = false;
  let first = true;

  const answerLine = (line) => {
    const text = first && line.charCodeAt(0) === 0xfeff ? line.slice(1) : line;
    first = false;
    return `${text.length > LONGEST_LINE ? tooLong : answer(text)}\n`;
  };
  const write = async (text) => {
    if (text !== '' && !output.write(text)) await once(output, 'drain');
  };
  const hold = (bytes) => {
    if (skipping || bytes.length === 0) return;
    held.push(bytes);
    heldBytes += bytes.length;
    if (heldBytes <= LONGEST_LINE) return;
    skipping = true;
    held = [];
    heldBytes = 0;
  };

  for await (const chunk of input) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end === -1) {
      hold(chunk);
      continue;
    }
    let out = '';
    let start = 0;
    if (skipping) {
      start = chunk.indexOf(NEWLINE) + 1;
      skipping = false;
      first = false;
      out = `${tooLong}\n`;
    }
    if (start <= end) {
      const whole = held.length > 0 ? Buffer.concat([...held, chunk.subarray(start, end)]) : chunk.subarray(start, end);
      for (const line of whole.toString('utf8').split('\n')) out += answerLine(line);
    }
    held = [];
    heldBytes = 0;
    hold(chunk.subarray(end + 1));
    await write(out);
  }
  if (skipping) await write(`${tooLong}\n`);
  else if (heldBytes > 0) await write(answerLine(Buffer.concat(held).toString('utf8')));
}
