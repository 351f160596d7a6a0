import { ApiProperty } from '@nestjs/swagger';
import type { JobRunView } from './job-run.repository.js';

export const JOB_RUN_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export class JobRunDto implements JobRunView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: JOB_RUN_STATES }) readonly state: JobRunView['state'];
  @ApiProperty() readonly done: number;
  @ApiProperty({ type: Number, nullable: true }) readonly total: number | null;
  @ApiProperty() readonly note: string;
  @ApiProperty({ type: String, nullable: true }) readonly errorCode: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly errorMessage: string | null;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly finishedAt: Date | null;
}
