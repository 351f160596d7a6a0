import type { ChangePasswordBody, EnrolledDto, EnrolmentDto, FirstSignInBody, HomeDto, PostDto, SessionDto, SignInBody } from '@heliotrope/api-client';

import { get, post, remove } from '../api/http.js';

export type Post = PostDto;
export type Home = HomeDto;
export type Session = SessionDto;
export type Enrolment = EnrolmentDto;

/** Empty when nobody is signed in: asking is no error, so the browser's log stays clean before sign-in. */
export const currentSession = () => get<Session | undefined>('/api/session');
export const signIn = (username: string, password: string) => post<Session>('/api/session', { username, password } satisfies SignInBody);
export const firstSignIn = (username: string, code: string, newPassword: string) => post<Session>('/api/session/first', { username, code, newPassword } satisfies FirstSignInBody);
export const signOut = () => remove('/api/session');

export const changePassword = (currentPassword: string, newPassword: string) => post<Session>('/api/session/password', { currentPassword, newPassword } satisfies ChangePasswordBody);
export const showCode = (code: string) => post<Session>('/api/session/second-factor', { code });
export const beginEnrolment = (code?: string) => post<Enrolment>('/api/session/second-factor/enrolment', code ? { code } : {});
export const confirmEnrolment = (code: string) => post<EnrolledDto>('/api/session/second-factor/confirmation', { code });

/** Answered by a server in demo mode only, and therefore not in its description. */
export const demoCode = () => get<{ code: string; secondsLeft: number }>('/api/session/demo-code');
