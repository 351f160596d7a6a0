export { ReportingHttpModule, ReportingJobsModule, ReportingModule } from './reporting.module.js';
