import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Asks the system for a port nobody listens on. */
export const freePort = () => preferPort(0);

/** The wanted port when it is free, else any free one: a taken port never stops a start. */
export async function preferPort(wanted) {
  const { port, release } = await reservePort(wanted);
  await release();
  return port;
}

/** Holds a port until it is needed, so that two starts at once do not settle on the same one. */
export async function reservePort(wanted) {
  return hold(Number(wanted)).catch(() => hold(0));
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

async function hold(port) {
  // Both families: a port taken on ::1 only would still greet the browser with somebody else's page.
  const held = [await listen(port, '127.0.0.1')];
  const chosen = held[0].address().port;
  const release = () => Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  try {
    held.push(await listen(chosen, '::1'));
  } catch (error) {
    if (error.code === 'EADDRINUSE') {
      await release();
      throw error;
    } // a machine without IPv6 is fine
  }
  return { port: chosen, release };
}

function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
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
