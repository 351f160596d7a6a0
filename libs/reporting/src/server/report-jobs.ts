import { defineJob } from '@heliotrope/platform';
import type { Audience } from '@heliotrope/policy/rules';
import type { ReportFormat } from './place-report/place-report.dto.js';

export type ReportedPlace = 'class' | 'school' | 'bureau';

/** What a report is about. */
export interface PlaceReportAsk {
  readonly place: ReportedPlace;
  readonly roundId: string;
  readonly schoolId?: string | undefined;
  readonly classId?: string | undefined;
}

export interface PlaceReportOrder extends PlaceReportAsk {
  readonly exportId: string;
  readonly format: ReportFormat;
  /** Whose order it is: the name goes into the watermark when the file is made. */
  readonly orderedBy: string;
  readonly audience: Audience;
}

export const makePlaceReport = defineJob<PlaceReportOrder>({ name: 'reporting.make-place-report', attempts: 3 });

export interface PupilReportOrder {
  readonly exportId: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly purpose: string;
  readonly orderedBy: string;
}

export const makePupilReport = defineJob<PupilReportOrder>({ name: 'reporting.make-pupil-report', attempts: 3 });

export interface AttentionListOrder {
  readonly exportId: string;
  readonly roundId: string;
  readonly schoolId: string;
  readonly orderedBy: string;
}

export const makeAttentionList = defineJob<AttentionListOrder>({ name: 'reporting.make-attention-list', attempts: 3 });
