import { get, post } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';

export type Message = { id: string; kind: string; title: string; link: string; createdAt: string; readAt: string | null };
export type MessagePage = Page<Message> & { unread: number };
export type Todo = { id: string; kind: string; title: string; link: string; dueAt: string | null };

export const listMessages = (ask: PageAsk) => get<MessagePage>('/api/messages', ask);
export const markRead = (id: string) => post(`/api/messages/${id}/read`);
export const listTodos = async () => (await get<{ items: Todo[] }>('/api/todos')).items;
