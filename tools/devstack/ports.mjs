import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Asks the system for a port nobody listens on. */
export const freePort = () => claim(0);

/** The wanted port when it is free, else any free one: a taken port never stops a start. */
export async function preferPort(wanted) {
  try {
    return await claim(Number(wanted));
  } catch {
    return freePort();
  }
}

/** Waits until something answers on the port; gives up at once when the process that should answer has ended. */
export async function waitForPort(port, { child, milliseconds = 15_000 }) {
  const deadline = Date.now() + milliseconds;
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`the process for port ${port} ended with ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error(`nothing answered on port ${port} within ${milliseconds} ms`);
    await pause(20);
  }
}

async function claim(port) {
  // Both families: a port taken on ::1 only would still greet the browser with somebody else's page.
  const chosen = await listenOnce(port, '127.0.0.1');
  await listenOnce(chosen, '::1').catch((error) => {
    if (error.code === 'EADDRINUSE') throw error; // a machine without IPv6 is fine
  });
  return chosen;
}

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const chosen = server.address().port;
      server.close(() => resolve(chosen));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
