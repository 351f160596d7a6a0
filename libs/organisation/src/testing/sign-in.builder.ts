import { Clock } from '@heliotrope/platform';
import { TOTP, totpStep } from '../rules/index.js';
import { totpCode } from '../server/second-factor/totp.js';

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** What of a Nest application on Fastify a test needs. */
export interface Injectable {
  inject(request: { method: string; url: string; payload?: object; headers?: Record<string, string> }): Promise<Answer>;
  get(token: typeof Clock): Clock;
}

export interface SignedIn {
  /** To be sent with every call; the csrf token is among them. */
  readonly headers: Record<string, string>;
}

/** Somebody's phone: makes each code once, as the server takes each once. */
export class Authenticator {
  private lastStep = 0;

  constructor(
    readonly secret: string,
    private readonly recoveryCodes: string[] = [],
  ) {}

  /**
   * A code that counts now: of this step, else of the next, else one of the recovery codes. Never of the step before,
   * which on a slow machine is over by the time it arrives.
   */
  code(now: Date): string {
    const current = totpStep(now);
    const step = Math.max(current, this.lastStep + 1);
    if (step > current + TOTP.drift) return this.recoveryCodes.shift() ?? fail('no code is left: let the clock go on');
    this.lastStep = step;
    return totpCode(this.secret, step);
  }
}

function fail(why: string): never {
  throw new Error(why);
}

const phones = new Map<string, Authenticator>();

/** Signs in through the front door, second factor and all, and returns the headers of the session. */
export async function signIn(app: Injectable, account: { username: string; password: string }): Promise<SignedIn> {
  const { username, password } = account;
  const now = () => app.get(Clock).now();
  const post = async (url: string, payload: object, headers: Record<string, string> = {}) => {
    const answer = await app.inject({ method: 'POST', url, payload, headers });
    if (answer.statusCode >= 300) throw new Error(`${url} answered ${answer.statusCode}: ${answer.body}`);
    return { body: JSON.parse(answer.body) as { needs?: string | null; secret?: string; recoveryCodes?: string[] }, session: sessionOf(answer.headers) };
  };
  const first = await post('/api/session', { username, password });
  if (first.body.needs === 'second-factor') {
    return (await post('/api/session/second-factor', { code: phones.get(username)!.code(now()) }, first.session.headers)).session;
  }
  if (first.body.needs === 'enrol-second-factor') {
    const { secret } = (await post('/api/session/second-factor/enrolment', {}, first.session.headers)).body;
    const codes: string[] = [];
    const phone = new Authenticator(secret!, codes);
    const confirmed = await post('/api/session/second-factor/confirmation', { code: phone.code(now()) }, first.session.headers);
    codes.push(...confirmed.body.recoveryCodes!);
    phones.set(username, phone);
    return confirmed.session;
  }
  return first.session;
}

/** Reads the session's headers from the answer to a sign-in. */
export function sessionOf(headers: Record<string, unknown>): SignedIn {
  const cookies = [headers['set-cookie'] ?? []].flat().map((cookie) => String(cookie).split(';')[0]!);
  const csrf = cookies.find((cookie) => cookie.includes('csrf='))?.split('=')[1] ?? '';
  return { headers: { cookie: cookies.join('; '), 'x-csrf-token': decodeURIComponent(csrf) } };
}
