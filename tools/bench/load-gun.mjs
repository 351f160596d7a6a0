import net from 'node:net';

/**
 * Fires ready-made HTTP requests over keep-alive connections, each with one request under way, and counts answers by
 * status. It parses no more of an answer than it must: on two cores, what the gun costs the server does not get.
 *
 * @param {{ host: string, port: number, connections: number, next: () => Buffer | null, until: () => boolean,
 *           onAnswer?: (status: number, milliseconds: number) => void }} options
 * @returns {Promise<Record<string, number>>} how often each status was answered
 */
export async function fire({ host, port, connections, next, until, onAnswer }) {
  const counts = {};
  await Promise.all(
    Array.from({ length: connections }, () => new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, noDelay: true });
      let buffered = '';
      let began = 0;
      const shoot = () => {
        const request = until() ? null : next();
        if (!request) return socket.end(resolve);
        began = performance.now();
        socket.write(request);
      };
      socket.setEncoding('latin1');
      socket.once('connect', shoot);
      socket.once('error', reject);
      socket.on('data', (chunk) => {
        buffered += chunk;
        for (;;) {
          const head = buffered.indexOf('\r\n\r\n');
          if (head < 0) return;
          const at = buffered.toLowerCase().indexOf('content-length: ');
          const length = at >= 0 && at < head ? Number.parseInt(buffered.slice(at + 16, at + 24), 10) : 0;
          if (buffered.length < head + 4 + length) return;
          const status = buffered.slice(9, 12);
          counts[status] = (counts[status] ?? 0) + 1;
          onAnswer?.(Number(status), performance.now() - began);
          buffered = buffered.slice(head + 4 + length);
          shoot();
        }
      });
    })),
  );
  return counts;
}

/** A POST as the bytes on the wire. */
export function post(path, body, headers = {}) {
  const text = JSON.stringify(body);
  const lines = Object.entries({ host: 'bench', 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}`);
}
