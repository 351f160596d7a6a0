// A process of its own, so that what it costs is never counted as the API's. Told over IPC: `prepare` makes the requests
// of the next shot beforehand, `fire` sends them, `halt` ends that early.
import { newId } from '@heliotrope/platform';
import { fire, post } from './load-gun.mjs';
import { randomAnswers, randomSeconds } from './answers.mjs';
import { seatSigner } from './seat.mjs';

let requests = [];
let sign;
let isHalted = false;

const acts = {
  prepare({ keys, seats, instrument, version, items }) {
    sign ??= seatSigner(keys);
    const made = seats.map((seat) =>
      post(
        '/api/answering/sheets',
        { sheetId: newId(), instrument, version, answers: randomAnswers(items), seconds: randomSeconds(items) },
        { authorization: `Bearer ${sign(seat, [[instrument, version]])}` },
      ));
    requests = [...made, ...requests]; // taken from the end: what the last shot left goes first
    return { ready: requests.length };
  },
  async fire({ host, port, connections, seconds, rate }) {
    isHalted = false;
    const { counts, seconds: took, milliseconds } = await fire({ host, port, connections, seconds, rate, next: () => requests.pop(), isHalted: () => isHalted });
    return { counts, seconds: took, milliseconds: [...milliseconds].filter((_, at) => at % 10 === 0), left: requests.length };
  },
};

process.on('message', async ({ act, order }) => {
  if (act === 'halt') {
    isHalted = true;
    return;
  }
  try {
    process.send({ done: await acts[act](order) });
  } catch (error) {
    process.send({ failed: error.message });
  }
});
process.on('disconnect', () => process.exit(0));
