import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { InterviewStanding } from '../../rules/interview.js';
import { ReviewDto } from '../review/review.dto.js';

const STANDINGS: readonly InterviewStanding[] = ['none', 'tried', 'held'];

export class InterviewQueueQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() readonly schoolId?: string;
  @ApiPropertyOptional({ enum: STANDINGS, description: '访谈进展' }) @IsOptional() @IsIn(STANDINGS as InterviewStanding[]) readonly standing?: InterviewStanding;
  @ApiPropertyOptional({ enum: ['yes'], description: '只看已超期的' }) @IsOptional() @IsIn(['yes']) readonly overdue?: 'yes';
}

/** One line of the queue of talks, the earliest due first. */
export class InterviewDueDto extends ReviewDto {
  @ApiProperty({ enum: STANDINGS, description: 'none 未访谈；tried 找过，未谈成；held 已访谈，待定级' }) readonly standing: InterviewStanding;
  @ApiProperty({ description: '未谈成的次数' }) readonly attempts: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly lastAt: Date | null;
  @ApiProperty() readonly overdue: boolean;
}

export class InterviewQueueDto {
  @ApiProperty({ type: [InterviewDueDto] }) readonly items: InterviewDueDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
  @ApiProperty({ description: '待访谈或待定级' }) readonly waiting: number;
  @ApiProperty({ description: '其中已超期' }) readonly overdue: number;
}
