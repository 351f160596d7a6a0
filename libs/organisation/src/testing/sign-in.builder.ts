/** What of Fastify's `inject` a test needs. */
export interface Injectable {
  inject(request: { method: string; url: string; payload?: object; headers?: Record<string, string> }): Promise<{
    statusCode: number;
    headers: Record<string, unknown>;
    body: string;
  }>;
}

export interface SignedIn {
  /** To be sent with every call; the csrf token is among them. */
  readonly headers: Record<string, string>;
}

/** Signs in through the front door and returns the headers of the session. */
export async function signIn(app: Injectable, account: { username: string; password: string }): Promise<SignedIn> {
  const { username, password } = account;
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { username, password } });
  if (answer.statusCode >= 300) throw new Error(`sign-in answered ${answer.statusCode}: ${answer.body}`);
  return sessionOf(answer.headers);
}

/** Reads the session's headers from the answer to a sign-in. */
export function sessionOf(headers: Record<string, unknown>): SignedIn {
  const cookies = [headers['set-cookie'] ?? []].flat().map((cookie) => String(cookie).split(';')[0]!);
  const csrf = cookies.find((cookie) => cookie.includes('csrf='))?.split('=')[1] ?? '';
  return { headers: { cookie: cookies.join('; '), 'x-csrf-token': decodeURIComponent(csrf) } };
}
