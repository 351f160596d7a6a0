import net from 'node:net';

const CONTENT_LENGTH = Buffer.from('content-length: ');
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Fires ready-made HTTP requests over keep-alive connections, each with one request under way, and counts answers by
 * status. It reads no more of an answer than it must: on two cores, what the gun costs the server does not get.
 *
 * @param {{ host: string, port: number, connections: number, next: () => Buffer | undefined, seconds: number,
 *           rate?: number, isHalted?: () => boolean }} options `rate`: requests a second, sent when they are due whether or not the server keeps
 *   up (as long as a connection is free); without it every connection fires as soon as it was answered.
 * @returns {Promise<{ counts: Record<string, number>, seconds: number, milliseconds: Float32Array }>} how often each
 *   status was answered, how long it took in all, and each answer's time
 */
export async function fire({ host, port, connections, next, seconds, rate, isHalted = () => false }) {
  const counts = {};
  const milliseconds = [];
  const idle = [];
  const start = performance.now();
  const isOver = () => isHalted() || performance.now() - start >= seconds * 1000;
  let sent = 0;
  const mayFire = () => rate === undefined || sent < ((performance.now() - start) / 1000) * rate;

  const one = () => new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true });
    let pending = null;
    let began = 0;
    const shoot = () => {
      if (isOver()) return socket.end(resolve);
      if (!mayFire()) return void idle.push(shoot);
      const request = next();
      if (!request) return socket.end(resolve);
      sent += 1;
      began = performance.now();
      socket.write(request);
    };
    socket.once('connect', shoot);
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      const answer = pending ? Buffer.concat([pending, chunk]) : chunk;
      const whole = lengthOf(answer);
      if (answer.length < whole) {
        pending = answer;
        return;
      }
      pending = null;
      const status = answer.latin1Slice(9, 12);
      counts[status] = (counts[status] ?? 0) + 1;
      milliseconds.push(performance.now() - began);
      shoot();
    });
  });
  const release = rate === undefined ? undefined : setInterval(() => {
    while (idle.length > 0 && (isOver() || mayFire())) idle.pop()();
  }, 2);
  try {
    await Promise.all(Array.from({ length: connections }, one));
  } finally {
    clearInterval(release);
  }
  return { counts, seconds: (performance.now() - start) / 1000, milliseconds: Float32Array.from(milliseconds) };
}

/** How long the answer is, head and body; infinite while its head is not all there. */
function lengthOf(answer) {
  const head = answer.indexOf(END_OF_HEAD);
  if (head < 0) return Infinity;
  const at = answer.indexOf(CONTENT_LENGTH);
  if (at < 0 || at > head) throw new Error('an answer without content-length cannot be counted');
  return head + 4 + Number.parseInt(answer.latin1Slice(at + CONTENT_LENGTH.length, at + CONTENT_LENGTH.length + 10), 10);
}

/** A POST as the bytes on the wire. */
export function post(path, body, headers = {}) {
  const text = JSON.stringify(body);
  const lines = Object.entries({ host: 'bench', 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}`);
}
