import { Key } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const READ = ['organisation.read-accounts'];
const MANAGE = ['organisation.manage-accounts'];

const feature: Feature = {
  name: 'account',
  title: 'account.title',
  icon: Key,
  pages: [
    { path: '/account', name: 'OwnAccount', title: 'account.own.title', page: () => import('./pages/OwnAccount.vue') },
    { path: '/account/devices', name: 'DeviceList', title: 'account.devices.title', page: () => import('./pages/DeviceList.vue') },
    { path: '/accounts', name: 'AccountList', title: 'account.list.title', page: () => import('./pages/AccountList.vue'), actions: READ, menu: true },
    { path: '/online-users', name: 'OnlineList', title: 'account.online.title', page: () => import('./pages/OnlineList.vue'), actions: READ, menu: true },
    { path: '/accounts/import', name: 'StaffImport', title: 'account.import.title', page: () => import('./pages/StaffImport.vue'), actions: MANAGE },
    { path: '/accounts/slips', name: 'CodeSlips', title: 'account.slips.title', page: () => import('./pages/CodeSlips.vue'), actions: MANAGE, bare: true },
    { path: '/accounts/:id', name: 'AccountDetail', title: 'account.detail.title', page: () => import('./pages/AccountDetail.vue'), actions: READ },
  ],
};

export default feature;
