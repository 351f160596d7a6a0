import { Problem, type ProblemBody } from './problem.js';

type Query = Record<string, string | number | boolean | undefined | null>;
type Purpose = { purpose: string; words: string };
type Options = { stated?: Purpose; query?: Query; body?: unknown; form?: FormData; signal?: AbortSignal; version?: number | undefined };

let whenSignedOut: () => void = () => undefined;

/** The shell says what happens when the server no longer knows this session. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act;
}

let askPurpose: (problem: Problem) => Promise<Purpose | null> = () => Promise.resolve(null);

/** The shell asks what a record is opened for; the call then goes out again with the answer. Null: the person would rather not. */
export function onPurposeNeeded(ask: (problem: Problem) => Promise<Purpose | null>): void {
  askPurpose = ask;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>('GET', path, { query, signal });
export const post = <T = void>(path: string, body?: unknown, version?: number) => call<T>('POST', path, { body, version });
/** Saves over a record as it was last read: `version` is what the server then said it was. */
export const put = <T = void>(path: string, body: unknown, version?: number) => call<T>('PUT', path, { body, version });
export const upload = <T>(path: string, form: FormData) => call<T>('POST', path, { form });
export const remove = <T = void>(path: string, version?: number, query?: Query) => call<T>('DELETE', path, { version, query });

/** Saves a file the server makes, so a refusal is shown in words and not as a page of JSON. */
export async function saveFile(path: string, fallbackName: string): Promise<void> {
  const answer = await send('GET', path, {});
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = nameIn(answer.headers.get('content-disposition')) ?? fallbackName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function call<T>(method: string, path: string, options: Options): Promise<T> {
  const answer = await send(method, path, options);
  if (answer.status === 204) return undefined as T;
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const { query, body, form, signal, version, stated } = options;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-csrf-token'] = cookie('heliotrope-csrf');
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  if (stated) Object.assign(headers, { 'x-access-purpose': stated.purpose, 'x-access-words': encodeURIComponent(stated.words) });
  let answer: Response;
  try {
    answer = await fetch(address(path, query), {
      method,
      headers,
      credentials: 'same-origin',
      body: form ?? (body === undefined ? null : JSON.stringify(body)),
      signal: signal ?? null,
    });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw new Problem(0, {});
  }
  if (answer.ok) return answer;
  const problem = new Problem(answer.status, await problemBody(answer));
  if (problem.code === 'platform/sign-in-needed' || problem.code === 'platform/sign-in-unfinished') whenSignedOut();
  if (problem.code === 'platform/purpose-needed') {
    const purpose = await askPurpose(problem);
    if (purpose) return send(method, path, { ...options, stated: purpose });
  }
  throw problem;
}

async function problemBody(answer: Response): Promise<ProblemBody> {
  try {
    const body: unknown = await answer.json();
    return typeof body === 'object' && body !== null ? (body as ProblemBody) : {};
  } catch {
    return {};
  }
}

function address(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') words.set(key, String(value));
  const text = words.toString();
  return text ? `${path}?${text}` : path;
}

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

function nameIn(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
}
