import { Sunny } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';
import { listMessages, listTodos } from './messages.api.js';
import { linkOf } from './object-link.js';

export type { Message, Todo } from './messages.api.js';

export const bell = { todos: listTodos, latest: () => listMessages({ limit: 20 }), linkOf };

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
