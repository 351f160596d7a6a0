import { setTimeout as pause } from 'node:timers/promises';
import { Authenticator } from '@heliotrope/organisation/testing';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
}

/** A member of staff at a keyboard: signed in through the front door, and patient when the platform is away. */
export interface Person {
  call<T = Record<string, unknown>>(method: 'GET' | 'POST', path: string, body?: object | FormData): Promise<Answer<T>>;
  /** The same, again and again while nothing or only "try again later" comes back. For calls that may be repeated. */
  insist<T = Record<string, unknown>>(method: 'GET' | 'POST', path: string, body?: object | FormData): Promise<Answer<T>>;
}

/** Everybody's phone: a code counts once. */
const phones = new Map<string, Authenticator>();

export async function signedIn(api: string, account: { username: string; password: string }): Promise<Person> {
  let session: Record<string, string> = {};
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${api}/api/session${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json', ...session }, body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
    const csrf = decodeURIComponent(cookies.find((cookie) => cookie.includes('csrf='))?.split('=')[1] ?? '');
    if (cookies.length > 0) session = { cookie: cookies.join('; '), 'x-csrf-token': csrf };
    return (await answer.json()) as { needs?: string | null; secret?: string };
  };
  const { needs } = await post('', { username: account.username, password: account.password });
  if (needs === 'enrol-second-factor') {
    const phone = new Authenticator((await post('/second-factor/enrolment', {})).secret!);
    phones.set(account.username, phone);
    await post('/second-factor/confirmation', { code: phone.code(new Date()) });
  } else if (needs === 'second-factor') {
    await post('/second-factor', { code: phones.get(account.username)!.code(new Date()) });
  }
  const call: Person['call'] = (method, path, body) => exchange(`${api}/api${path}`, method, session, body);
  return { call, insist: (...request) => untilAnswered(() => call(...request)) };
}

/** One exchange; the answer is read as JSON. Throws when nothing comes back. */
export async function exchange<T>(url: string, method: string, headers: Record<string, string>, body?: object | FormData): Promise<Answer<T>> {
  const json = body !== undefined && !(body instanceof FormData);
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(json ? { 'content-type': 'application/json' } : {}) },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as FormData) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as T };
}

const PATIENCE_MS = 60_000;

/** Tries until something other than silence or "try again later" comes back. */
export async function untilAnswered<T>(attempt: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const heard = await attempt().then((answer) => ({ answer }), (silence: unknown) => ({ silence }));
    if ('answer' in heard && heard.answer.status !== 503) return heard.answer;
    if (Date.now() > deadline) throw new Error(`no answer in a minute; last: ${told('answer' in heard ? heard.answer : heard.silence)}`);
    await pause(100);
  }
}

/** Errors of the platform's own realm are no instances of this one's Error. */
const told = (last: unknown) => (last as Error | undefined)?.stack ?? JSON.stringify(last);

/** Asks until the answer is the one that was waited for; says what it was last when it never comes. */
export async function eventually<T>(what: string, ask: () => Promise<T>, isThere: (answer: T) => boolean, milliseconds = 60_000): Promise<T> {
  const deadline = Date.now() + milliseconds;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (isThere(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`${what} did not come about in ${milliseconds} ms; last: ${told(last)}`);
    await pause(25);
  }
}
