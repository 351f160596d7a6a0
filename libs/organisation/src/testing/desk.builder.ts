import type { PostKind } from '../rules/index.js';
import { anAccountWithPost, type BuiltAccount, type WithPost } from './account.builder.js';
import type { OwnerSql } from './organisation.builder.js';
import { type Injectable, signIn } from './sign-in.builder.js';

export interface Answer {
  readonly status: number;
  // What an answer holds is what a test asks of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Somebody signed in who calls the API by method and path below /api/organisation, and says that he keeps the roster. */
export interface Desk {
  readonly account: BuiltAccount;
  call(method: string, path: string, payload?: object, version?: number): Promise<Answer>;
}

export async function aDesk(app: Injectable, sql: OwnerSql, post: PostKind, with_: Omit<WithPost, 'post'> = {}): Promise<Desk> {
  const account = await anAccountWithPost(sql, { post, ...with_ });
  const { headers } = await signIn(app, account);
  return {
    account,
    async call(method, path, payload, version) {
      const answer = await app.inject({
        method, url: `/api/organisation/${path}`, headers: { ...headers, 'x-access-purpose': 'roster', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
        ...(payload ? { payload } : {}),
      });
      return { status: answer.statusCode, body: answer.body.startsWith('{') ? (JSON.parse(answer.body) as Record<string, unknown>) : {} };
    },
  };
}
