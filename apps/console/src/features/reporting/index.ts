import { DataAnalysis } from '@element-plus/icons-vue';
import { defineAsyncComponent } from 'vue';

import type { Feature } from '../../feature.js';

/** The request form, for the round page. */
export const SchoolReportForm = defineAsyncComponent(() => import('./parts/SchoolReportForm.vue'));

const feature: Feature = {
  name: 'reporting',
  title: 'reporting.title',
  icon: DataAnalysis,
  pages: [{ path: '/reporting/exports', name: 'ExportList', title: 'reporting.exports.title', page: () => import('./pages/ExportList.vue'), actions: ['platform.read-exports'], menu: true }],
};

export default feature;
