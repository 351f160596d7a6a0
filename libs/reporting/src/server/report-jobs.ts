import { defineJob } from '@heliotrope/platform';
import type { Audience } from '@heliotrope/policy/rules';
import type { ReportFormat } from './school-report.dto.js';

export interface SchoolReportOrder {
  readonly exportId: string;
  readonly roundId: string;
  readonly schoolId: string;
  readonly format: ReportFormat;
  /** Whose order it is: the name goes into the watermark when the file is made. */
  readonly orderedBy: string;
  readonly audience: Audience;
}

export const makeSchoolReport = defineJob<SchoolReportOrder>({ name: 'reporting.make-school-report', attempts: 3 });

export interface AttentionListOrder {
  readonly exportId: string;
  readonly roundId: string;
  readonly schoolId: string;
  readonly orderedBy: string;
}

export const makeAttentionList = defineJob<AttentionListOrder>({ name: 'reporting.make-attention-list', attempts: 3 });
