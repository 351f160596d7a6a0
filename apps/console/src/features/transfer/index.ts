import { Switch } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'transfer',
  title: 'transfer.title',
  icon: Switch,
  pages: [
    { path: '/transfers', name: 'TransferList', title: 'transfer.list.title', page: () => import('./pages/TransferList.vue'), actions: ['organisation.read-transfers'], menu: true },
    { path: '/transfers/:id', name: 'TransferDetail', title: 'transfer.detail.title', page: () => import('./pages/TransferDetail.vue'), actions: ['organisation.read-transfers'] },
    { path: '/duplicates', name: 'DuplicateList', title: 'transfer.twins.title', page: () => import('./pages/DuplicateList.vue'), actions: ['organisation.read-duplicates'], menu: true },
    { path: '/school-year', name: 'SchoolYearPage', title: 'transfer.year.title', page: () => import('./pages/SchoolYearPage.vue'), actions: ['organisation.promote'], menu: true },
  ],
};

export default feature;
