import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { sendProgress, sendProgressOf } from './progress.js';

let server: FastifyInstance;
afterEach(() => server.close());

async function serve(handler: (request: FastifyRequest, reply: FastifyReply) => Promise<void>): Promise<string> {
  server = Fastify({ forceCloseConnections: true });
  server.get('/', handler);
  return server.listen({ port: 0, host: '127.0.0.1' });
}

describe('progress over server-sent events', () => {
  it('sends each changed state once, then closes with the end', async () => {
    const states = [{ done: 0 }, { done: 5 }, { done: 5 }, { done: 9 }].map((data, at) => ({ data, ended: at === 3 }));
    const url = await serve((request, reply) => sendProgress(request, reply, async () => states.shift()!, { everyMs: 1 }));
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const text = await answer.text();
    expect(text.match(/event: progress\ndata: .+\n\n/g)).toEqual(
      [0, 5, 9].map((done) => `event: progress\ndata: {"done":${done}}\n\n`),
    );
  });

  it('beats while nothing changes', async () => {
    let polls = 0;
    const url = await serve((request, reply) =>
      sendProgress(request, reply, async () => ({ data: 1, ended: ++polls > 20 }), { everyMs: 5, heartbeatMs: 20 }),
    );
    expect(await (await fetch(url)).text()).toContain(': still here');
  });

  it.each([
    ['may hear no more', async () => false],
    ['cannot be asked about', () => Promise.reject(new Error('no database'))],
  ])('ends for a listener who %s, and hears nothing after that', async (_, mayStay) => {
    let done = 0;
    const url = await serve((request, reply) =>
      sendProgress(request, reply, async () => ({ data: ++done, ended: false }), { everyMs: 5, heartbeatMs: 20, mayStay }),
    );
    expect(await (await fetch(url)).text()).not.toContain(': still here');
    const then = done;
    await pause(30);
    expect(done).toBe(then);
  });

  it('asks no more once the listener has gone', async () => {
    let polls = 0;
    const ended: Promise<void>[] = [];
    const url = await serve((request, reply) => {
      const sending = sendProgress(request, reply, async () => ({ data: ++polls, ended: false }), { everyMs: 5 });
      ended.push(sending);
      return sending;
    });
    await new Promise<void>((resolve) => {
      const request = http.get(url, (answer) => answer.once('data', () => (request.destroy(), resolve())));
      request.on('error', () => undefined);
    });
    await ended[0];
    const then = polls;
    await pause(40);
    expect(polls).toBe(then);
  });

  it('ends, and does not throw, when the state cannot be read', async () => {
    const url = await serve((request, reply) => sendProgress(request, reply, () => Promise.reject(new Error('gone'))));
    expect(await (await fetch(url)).text()).toBe('retry: 2000\n\n');
  });

  it('closes a generator together with the stream', async () => {
    let closed = false;
    async function* states() {
      try {
        for (let done = 0; done < 3; done += 1) yield { done };
      } finally {
        closed = true;
      }
    }
    const url = await serve((request, reply) => sendProgressOf(request, reply, states()));
    expect(await (await fetch(url)).text()).toContain('"done":2');
    expect(closed).toBe(true);
  });
});
