import { Sunny } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';
import { inside } from './link.js';
import { listMessages, listTodos, markRead } from './messages.api.js';

export type { Message, Todo } from './messages.api.js';

export const bell = { todos: listTodos, latest: () => listMessages({ limit: 20 }), read: markRead, inside };

const feature: Feature = {
  name: 'messages',
  title: 'messages.title',
  icon: Sunny,
  pages: [
    { path: '/', name: 'Desk', title: 'messages.desk.title', page: () => import('./pages/Desk.vue'), menu: true },
    { path: '/messages', name: 'MessageList', title: 'messages.list.title', page: () => import('./pages/MessageList.vue'), menu: true },
  ],
};

export default feature;
