import { EditPen } from '@element-plus/icons-vue';
import { defineAsyncComponent } from 'vue';

import type { Feature } from '../../feature.js';

const seeRounds = ['screening.read-board', 'screening.plan-round', 'screening.open-round', 'screening.print-seat-slips'];

const feature: Feature = {
  name: 'screening',
  title: 'screening.title',
  icon: EditPen,
  pages: [
    { path: '/screening/rounds', name: 'RoundList', title: 'screening.rounds.title', page: () => import('./pages/RoundList.vue'), actions: seeRounds, menu: true },
    { path: '/screening/rounds/:id', name: 'RoundDetail', title: 'screening.round.title', page: () => import('./pages/RoundDetail.vue'), actions: seeRounds },
    { path: '/screening/rounds/:id/seat-slips', name: 'SeatSlips', title: 'screening.slips.title', page: () => import('./pages/SeatSlips.vue'), actions: ['screening.print-seat-slips'], bare: true },
    { path: '/screening/yearly-plans', name: 'YearlyPlans', title: 'screening.yearly.title', page: () => import('./pages/YearlyPlans.vue'), actions: ['screening.plan-round'], menu: true },
    { path: '/screening/rounds/:id/paper', name: 'PaperList', title: 'screening.paper.title', page: () => import('./pages/PaperList.vue'), actions: ['screening.enter-paper'] },
    { path: '/screening/paper/:id', name: 'PaperBatch', title: 'screening.paper.batch', page: () => import('./pages/PaperBatch.vue'), actions: ['screening.enter-paper'] },
    { path: '/screening/board', name: 'RegionBoard', title: 'screening.region.title', page: () => import('./pages/RegionBoard.vue'), actions: ['screening.plan-round', 'screening.approve-instrument'], menu: true },
    { path: '/screening/reviews', name: 'ReviewList', title: 'screening.reviews.title', page: () => import('./pages/ReviewList.vue'), actions: ['screening.review'], menu: true },
    { path: '/screening/reviews/:id', name: 'ReviewDetail', title: 'screening.review.title', page: () => import('./pages/ReviewDetail.vue'), actions: ['screening.review'] },
    { path: '/screening/interviews', name: 'InterviewList', title: 'screening.interviews.title', page: () => import('./pages/InterviewList.vue'), actions: ['screening.review'], menu: true },
    { path: '/screening/lowerings', name: 'LoweringList', title: 'screening.lowerings.title', page: () => import('./pages/LoweringList.vue'), actions: ['screening.second-lowering'], menu: true },
    { path: '/screening/instruments', name: 'InstrumentList', title: 'screening.instruments.title', page: () => import('./pages/InstrumentList.vue'), actions: ['screening.read-instruments'], menu: true },
    { path: '/screening/instruments/import', name: 'InstrumentImport', title: 'screening.instruments.import.title', page: () => import('./pages/InstrumentImport.vue'), actions: ['screening.edit-instruments'] },
    { path: '/screening/instruments/:key', name: 'InstrumentDetail', title: 'screening.instruments.detail', page: () => import('./pages/InstrumentDetail.vue'), actions: ['screening.read-instruments'] },
  ],
  desk: [{ name: 'running-rounds', actions: ['screening.read-board'], part: defineAsyncComponent(() => import('./parts/RunningRounds.vue')) }],
};

export default feature;
