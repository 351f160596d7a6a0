import { Connection } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'exchange',
  title: 'exchange.title',
  icon: Connection,
  pages: [
    { path: '/exchange/clients', name: 'ApiClientList', title: 'exchange.clients.title', page: () => import('./pages/ApiClientList.vue'), actions: ['organisation.read-api-clients'], menu: true },
    { path: '/exchange/clients/:id', name: 'ApiClientDetail', title: 'exchange.clients.one', page: () => import('./pages/ApiClientDetail.vue'), actions: ['organisation.read-api-clients'] },
    { path: '/exchange/webhooks', name: 'WebhookList', title: 'exchange.webhooks.title', page: () => import('./pages/WebhookList.vue'), actions: ['platform.manage-webhooks'], menu: true },
    { path: '/exchange/webhooks/:id', name: 'WebhookDetail', title: 'exchange.webhooks.one', page: () => import('./pages/WebhookDetail.vue'), actions: ['platform.manage-webhooks'] },
    { path: '/exchange/oneroster', name: 'RosterPackages', title: 'exchange.packages.title', page: () => import('./pages/RosterPackages.vue'), actions: ['organisation.export-roster', 'organisation.import-roster'], menu: true },
    { path: '/exchange/identity-providers', name: 'ProviderList', title: 'exchange.providers.title', page: () => import('./pages/ProviderList.vue'), actions: ['organisation.read-identity-providers'], menu: true },
  ],
};

export default feature;
