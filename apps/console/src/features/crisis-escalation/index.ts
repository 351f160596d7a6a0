import { FirstAidKit } from '@element-plus/icons-vue';
import { defineAsyncComponent } from 'vue';

import type { Feature } from '../../feature.js';

/** The pupil's case, for the pages of others; shown to those whose posts read cases. */
export const CaseOfPupil = defineAsyncComponent(() => import('./parts/CaseOfPupil.vue'));

const read = ['crisis-escalation.read-cases'];

const feature: Feature = {
  name: 'crisis-escalation',
  title: 'crisis.title',
  icon: FirstAidKit,
  pages: [
    { path: '/crisis-escalation/cases', name: 'CaseList', title: 'crisis.cases.title', page: () => import('./pages/CaseList.vue'), actions: read, menu: true },
    { path: '/crisis-escalation/counts', name: 'CaseCounts', title: 'crisis.counts.title', page: () => import('./pages/CaseCounts.vue'), actions: ['crisis-escalation.count-cases'], menu: true },
    { path: '/crisis-escalation/cases/:id', name: 'CaseDetail', title: 'crisis.case.title', page: () => import('./pages/CaseDetail.vue'), actions: read },
  ],
};

export default feature;
