import type { MessageDto, MessagePageDto, TodoDto, TodoListDto } from '@heliotrope/api-client';

import { get, post } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Message = MessageDto;
export type MessagePage = MessagePageDto;
export type Todo = TodoDto;

export const listMessages = (ask: PageAsk) => get<MessagePage>('/api/messages', ask);
export const markRead = (id: string) => post(`/api/messages/${id}/read`);
export const listTodos = () => get<TodoListDto>('/api/todos');
