import { Unlock } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'records',
  title: 'records.title',
  icon: Unlock,
  pages: [
    { path: '/records/special-access', name: 'SpecialAccess', title: 'records.access.title', page: () => import('./pages/SpecialAccess.vue'), actions: ['platform.ask-access', 'platform.approve-access'], menu: true },
    { path: '/records/crisis-reports', name: 'CrisisReportList', title: 'records.reports.title', page: () => import('./pages/CrisisReportList.vue'), actions: ['crisis-escalation.read-crisis-report'], menu: true },
    { path: '/records/crisis-reports/:id', name: 'CrisisReport', title: 'records.report.title', page: () => import('./pages/CrisisReport.vue'), actions: ['crisis-escalation.read-crisis-report'] },
  ],
};

export default feature;
