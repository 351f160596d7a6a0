import type { FirstSignInBody, HomeDto, PostDto, SessionDto, SignInBody } from '@heliotrope/api-client';

import { get, post, remove } from '../api/http.js';

export type Post = PostDto;
export type Home = HomeDto;
export type Session = SessionDto;

/** Empty when nobody is signed in: asking is no error, so the browser's log stays clean before sign-in. */
export const currentSession = () => get<Session | undefined>('/api/session');
export const signIn = (username: string, password: string) => post<Session>('/api/session', { username, password } satisfies SignInBody);
export const firstSignIn = (username: string, code: string, newPassword: string) => post<Session>('/api/session/first', { username, code, newPassword } satisfies FirstSignInBody);
export const signOut = () => remove('/api/session');
