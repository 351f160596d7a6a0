import { get, post } from '../../api/http.js';
import type { Page, PageAsk } from '../../api/page.js';

export type Message = { id: string; title: string; text: string | null; at: string; readAt: string | null; object: string | null };
export type Todo = { id: string; kind: string; title: string; dueAt: string | null; object: string | null };

export const listMessages = (ask: PageAsk) => get<Page<Message>>('/api/messages', ask);
export const markRead = (id: string) => post(`/api/messages/${id}/read`);
export const listTodos = async () => (await get<{ items: Todo[] }>('/api/todos')).items;
