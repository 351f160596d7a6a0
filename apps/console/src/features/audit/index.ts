import { Memo } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'audit',
  title: 'audit.title',
  icon: Memo,
  pages: [{ path: '/audit/entries', name: 'AuditLog', title: 'audit.title', page: () => import('./pages/AuditLog.vue'), actions: ['platform.read-audit'], menu: true }],
};

export default feature;
