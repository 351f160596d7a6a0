export * from './actions.js';
export * from './refusals.js';
export * from './school-report.js';
