import { Key } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'account',
  title: 'account.title',
  icon: Key,
  pages: [
    { path: '/account', name: 'OwnAccount', title: 'account.own.title', page: () => import('./pages/OwnAccount.vue') },
    { path: '/account/devices', name: 'DeviceList', title: 'account.devices.title', page: () => import('./pages/DeviceList.vue') },
  ],
};

export default feature;
