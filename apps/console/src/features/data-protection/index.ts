import { Lock } from '@element-plus/icons-vue';

import type { Feature } from '../../feature.js';

const campaigns = ['data-protection.read-campaigns'];
const assessments = ['data-protection.read-assessments'];
const recipients = ['data-protection.read-recipients'];
const desk = ['data-protection.rights-desk'];

const feature: Feature = {
  name: 'data-protection',
  title: 'protection.title',
  icon: Lock,
  pages: [
    { path: '/data-protection/consents', name: 'ConsentList', title: 'protection.consents.title', page: () => import('./pages/ConsentList.vue'), actions: campaigns, menu: true },
    { path: '/data-protection/consents/:id', name: 'CampaignClass', title: 'protection.class.title', page: () => import('./pages/CampaignClass.vue'), actions: ['data-protection.read-consents'] },
    { path: '/data-protection/notices', name: 'NoticeList', title: 'protection.notices.title', page: () => import('./pages/NoticeList.vue'), actions: campaigns },
    { path: '/data-protection/assessments', name: 'AssessmentList', title: 'protection.assessments.title', page: () => import('./pages/AssessmentList.vue'), actions: assessments, menu: true },
    { path: '/data-protection/assessments/:id', name: 'AssessmentDetail', title: 'protection.assessments.one', page: () => import('./pages/AssessmentDetail.vue'), actions: assessments },
    { path: '/data-protection/recipients', name: 'RecipientList', title: 'protection.recipients.title', page: () => import('./pages/RecipientList.vue'), actions: recipients, menu: true },
    { path: '/data-protection/recipients/:id', name: 'RecipientDetail', title: 'protection.recipients.one', page: () => import('./pages/RecipientDetail.vue'), actions: recipients },
    { path: '/data-protection/retention', name: 'Retention', title: 'protection.retention.title', page: () => import('./pages/Retention.vue'), actions: ['data-protection.read-retention'], menu: true },
    { path: '/data-protection/rights', name: 'RightsList', title: 'protection.rights.title', page: () => import('./pages/RightsList.vue'), actions: desk, menu: true },
    { path: '/data-protection/rights/:id', name: 'RightsDetail', title: 'protection.rights.one', page: () => import('./pages/RightsDetail.vue'), actions: desk },
    { path: '/data-protection/audit', name: 'AuditPack', title: 'protection.audit.title', page: () => import('./pages/AuditPack.vue'), actions: ['data-protection.audit-pack'], menu: true },
  ],
};

export default feature;
