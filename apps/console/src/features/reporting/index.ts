import { DataAnalysis } from '@element-plus/icons-vue';
import { defineAsyncComponent } from 'vue';

import type { Feature } from '../../feature.js';

/** The request form, for the round page. */
export const PlaceReportForm = defineAsyncComponent(() => import('./parts/PlaceReportForm.vue'));
/** Whoever may do one of these is offered a report on a round's page. */
export const PLACE_REPORTS = ['reporting.class-report', 'reporting.school-report', 'reporting.bureau-report'] as const;
/** Where the psychology teacher finds one pupil's report. */
export const pupilReportPath = (studentId: string): string => `/reporting/pupils/${studentId}`;

const feature: Feature = {
  name: 'reporting',
  title: 'reporting.title',
  icon: DataAnalysis,
  pages: [
    { path: '/reporting/exports', name: 'ExportList', title: 'reporting.exports.title', page: () => import('./pages/ExportList.vue'), actions: ['platform.read-exports'], menu: true },
    { path: '/reporting/reports/:place', name: 'PlaceReport', title: 'reporting.place.page', page: () => import('./pages/PlaceReport.vue'), actions: PLACE_REPORTS, bare: true },
    { path: '/reporting/pupils/:id', name: 'PupilReport', title: 'reporting.pupil.title', page: () => import('./pages/PupilReport.vue'), actions: ['reporting.pupil-report'], bare: true },
  ],
};

export default feature;
