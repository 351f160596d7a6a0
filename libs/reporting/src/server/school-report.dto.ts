import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';

const FORMATS = ['xlsx', 'pdf'] as const;
export type ReportFormat = (typeof FORMATS)[number];

export class SchoolReportBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly roundId: string;
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly schoolId: string;
  @ApiProperty({ enum: FORMATS }) @IsIn(FORMATS) readonly format: ReportFormat;
}

export class SchoolReportOrderDto {
  @ApiProperty({ format: 'uuid', description: '在导出中心中的编号' }) readonly exportId: string;
  @ApiProperty({ format: 'uuid', description: '可据此查看进度' }) readonly jobRunId: string;
}
