import { OfficeBuilding } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'organisation',
  title: 'organisation.title',
  icon: OfficeBuilding,
  pages: [
    { path: '/organisation/places', name: 'PlaceList', title: 'organisation.places.title', page: () => import('./pages/PlaceList.vue'), actions: ['organisation.read-tree'], menu: true },
    { path: '/organisation/students', name: 'StudentList', title: 'organisation.students.title', page: () => import('./pages/StudentList.vue'), actions: ['organisation.read-students'], menu: true },
    { path: '/organisation/students/:id', name: 'StudentDetail', title: 'place.pupil.title', page: () => import('./pages/StudentDetail.vue'), actions: ['organisation.read-students'] },
    { path: '/organisation/focus', name: 'FocusList', title: 'place.focus.title', page: () => import('./pages/FocusList.vue'), actions: ['organisation.read-focus'], menu: true },
    { path: '/organisation/focus-categories', name: 'FocusCategoryList', title: 'place.categories.title', page: () => import('./pages/FocusCategoryList.vue'), actions: ['organisation.edit-focus-categories'], menu: true },
    { path: '/organisation/committee', name: 'CommitteeList', title: 'place.committee.title', page: () => import('./pages/CommitteeList.vue'), actions: ['organisation.read-committee'], menu: true },
    { path: '/organisation/dormitories', name: 'DormitoryList', title: 'place.dormitory.title', page: () => import('./pages/DormitoryList.vue'), actions: ['organisation.read-dormitories'], menu: true },
    { path: '/organisation/calendar', name: 'CalendarPage', title: 'place.calendar.title', page: () => import('./pages/CalendarPage.vue'), actions: ['organisation.read-calendar'], menu: true },
    { path: '/organisation/divisions', name: 'DivisionList', title: 'place.division.title', page: () => import('./pages/DivisionList.vue'), actions: ['organisation.edit-divisions'], menu: true },
    { path: '/organisation/place-imports/:kind', name: 'PlaceImport', title: 'place.import.schools', page: () => import('./pages/PlaceImport.vue'), actions: ['organisation.import-places'] },
    { path: '/organisation/roster-imports', name: 'RosterImportList', title: 'organisation.imports.title', page: () => import('./pages/RosterImportList.vue'), actions: ['organisation.import-roster'], menu: true },
    { path: '/organisation/roster-imports/:id', name: 'RosterImportWizard', title: 'organisation.imports.wizard', page: () => import('./pages/RosterImportWizard.vue'), actions: ['organisation.import-roster'] },
  ],
};

export default feature;
