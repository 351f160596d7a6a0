import { Avatar } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const feature: Feature = {
  name: 'roles',
  title: 'roles.title',
  icon: Avatar,
  pages: [
    { path: '/organisation/staff', name: 'StaffList', title: 'roles.staff.title', page: () => import('./pages/StaffList.vue'), actions: ['organisation.read-staff'], menu: true },
    { path: '/roles/proposals', name: 'ProposalList', title: 'roles.proposals.title', page: () => import('./pages/ProposalList.vue'), actions: ['organisation.accept-posts'], menu: true },
    { path: '/roles/matrix', name: 'RoleMatrix', title: 'roles.matrix.title', page: () => import('./pages/RoleMatrix.vue'), actions: ['organisation.read-grants'], menu: true },
    { path: '/roles/decisions', name: 'DecisionList', title: 'roles.decisions.title', page: () => import('./pages/DecisionList.vue'), actions: ['organisation.read-grants'], menu: true },
    { path: '/roles/loans', name: 'LoanList', title: 'roles.loans.title', page: () => import('./pages/LoanList.vue'), actions: ['organisation.lend', 'organisation.read-loans'], menu: true },
  ],
};

export default feature;
