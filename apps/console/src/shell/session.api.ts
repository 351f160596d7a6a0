import { get, post, remove } from '../api/http.js';

export type Post = { id: string; post: string; postName: string; orgName: string; scopeWord: string };
export type Home = { kind: string; id: string; name: string };
export type Session = { accountId: string; name: string; posts: Post[]; actions: string[]; home: Home | null };

export const currentSession = () => get<Session>('/api/session');
export const signIn = (username: string, password: string) => post<Session>('/api/session', { username, password });
export const firstSignIn = (username: string, code: string, newPassword: string) => post<Session>('/api/session/first', { username, code, newPassword });
export const signOut = () => remove('/api/session');
