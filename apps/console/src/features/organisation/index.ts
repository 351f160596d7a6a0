import { OfficeBuilding } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'organisation',
  title: 'organisation.title',
  icon: OfficeBuilding,
  pages: [
    { path: '/organisation/places', name: 'PlaceList', title: 'organisation.places.title', page: () => import('./pages/PlaceList.vue'), actions: ['organisation.read-tree'], menu: true },
    { path: '/organisation/students', name: 'StudentList', title: 'organisation.students.title', page: () => import('./pages/StudentList.vue'), actions: ['organisation.read-students'], menu: true },
    { path: '/organisation/roster-imports', name: 'RosterImportList', title: 'organisation.imports.title', page: () => import('./pages/RosterImportList.vue'), actions: ['organisation.import-roster'], menu: true },
    { path: '/organisation/roster-imports/:id', name: 'RosterImportWizard', title: 'organisation.imports.wizard', page: () => import('./pages/RosterImportWizard.vue'), actions: ['organisation.import-roster'] },
  ],
};

export default feature;
