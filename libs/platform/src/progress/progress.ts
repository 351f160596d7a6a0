import type { FastifyReply, FastifyRequest } from 'fastify';

export interface ProgressState {
  /** What the listener receives as JSON. */
  readonly data: unknown;
  /** True for the last one: it is sent, then the stream closes. */
  readonly ended: boolean;
}

export interface ProgressOptions {
  readonly everyMs?: number;
  readonly heartbeatMs?: number;
  /** Asked with every heartbeat: may this listener still hear it? No, and no answer, end the stream. */
  readonly mayStay?: () => Promise<boolean>;
  /** After so long the stream closes and the browser, as EventSource does, connects again. */
  readonly atMostMs?: number;
}

/**
 * Answers a request with the states of long work as server-sent events: `event: progress`, one whenever the state has
 * changed, a comment as heartbeat so that no proxy cuts the line. The state is asked for again and again; when the
 * listener goes away, or the work ends, nothing is asked any more. A failing poll ends the stream: the next connection
 * will meet the error as an ordinary answer.
 */
export async function sendProgress(
  request: FastifyRequest,
  reply: FastifyReply,
  poll: () => Promise<ProgressState>,
  { everyMs = 700, heartbeatMs = 15_000, atMostMs = 10 * 60_000, mayStay = async () => true }: ProgressOptions = {},
): Promise<void> {
  const socket = reply.raw;
  reply.hijack();
  socket.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-store',
    'x-accel-buffering': 'no',
  });
  socket.write('retry: 2000\n\n');

  let open = true;
  let wake: () => void = () => undefined;
  const leave = () => {
    open = false;
    wake();
  };
  socket.on('close', leave).on('error', leave);
  request.raw.on('error', leave);
  const heartbeat = setInterval(() => {
    mayStay().catch(() => false).then((stays) => (!open ? undefined : stays ? socket.write(': still here\n\n') : leave()), leave);
  }, heartbeatMs);
  const end = setTimeout(leave, atMostMs);
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  try {
    let sent = '';
    while (open) {
      const state = await poll();
      const text = JSON.stringify(state.data);
      if (open && text !== sent) {
        socket.write(`event: progress\ndata: ${text}\n\n`);
        sent = text;
      }
      if (state.ended) break;
      if (open) await pause();
    }
  } catch (error) {
    request.log.error({ err: error }, 'progress could not be read');
  } finally {
    clearInterval(heartbeat);
    clearTimeout(end);
    socket.end();
  }
}

/** The same for work that tells its states by itself, such as an async generator: the generator is closed with the stream. */
export async function sendProgressOf(
  request: FastifyRequest,
  reply: FastifyReply,
  states: AsyncIterable<unknown>,
  options?: ProgressOptions,
): Promise<void> {
  const iterator = states[Symbol.asyncIterator]();
  let last: unknown = null;
  const poll = async (): Promise<ProgressState> => {
    const { value, done } = await iterator.next();
    if (!done) last = value;
    return { data: last, ended: done === true };
  };
  try {
    await sendProgress(request, reply, poll, { everyMs: 0, ...options });
  } finally {
    await iterator.return?.();
  }
}
