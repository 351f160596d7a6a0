export * from './crisis-escalation.module.js';
export { CaseService } from './case.service.js';
