import type { Ordinal } from '@heliotrope/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { CasePupilDto } from './case.dto.js';

/** That there is a crisis, for those above the school: which school and since when, and no child. */
export class CrisisReportLineDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly schoolName: string;
  @ApiProperty({ format: 'date-time' }) readonly openedAt: Date;
  @ApiProperty({ enum: ['open', 'acknowledged'] }) readonly state: 'open' | 'acknowledged';
}

export class CrisisReportListDto {
  @ApiProperty({ type: [CrisisReportLineDto] }) readonly items: CrisisReportLineDto[];
}

/** One crisis report, opened under an approved or an emergency access: who and where it stands, and nothing that was noted. */
export class CrisisReportDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: CasePupilDto }) readonly pupil: CasePupilDto;
  @ApiProperty({ enum: [0, 1, 2, 3, 4] }) readonly ordinal: Ordinal;
  @ApiProperty() readonly acute: boolean;
  @ApiProperty({ type: String, nullable: true }) readonly ownerName: string | null;
  @ApiProperty({ format: 'date-time' }) readonly openedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly acknowledgedAt: Date | null;
  @ApiProperty({ enum: ['approval', 'break-glass'], description: '凭哪种许可查看' }) readonly by: 'approval' | 'break-glass';
}
