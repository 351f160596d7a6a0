import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';

export class RosterPackageBody {
  @ApiProperty({ description: '直接管理学校的教育局' })
  @IsInt()
  jurisdictionId!: number;

  @ApiPropertyOptional({ example: '2026-09-01', description: '只导出从这天起的变动；不填为全量' })
  @IsOptional()
  @IsString()
  since?: string;

  @ApiPropertyOptional({ description: '包含出生日期与性别（demographics.csv）' })
  @IsOptional()
  @IsBoolean()
  demographics?: boolean;

  @ApiProperty({ description: '用途：交给谁、做什么' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  reason!: string;
}

export class RosterPackageOrderDto {
  @ApiProperty({ description: '在“我的导出”中等待批准和下载' })
  exportId!: string;
}

export class PackageUploadBody {
  @ApiProperty({ type: 'string', format: 'binary' })
  file!: unknown;
  @ApiPropertyOptional({ description: '管理多个教育局时' })
  jurisdictionId?: number;
}

export class PackageReadDto {
  @ApiProperty({ description: '名册导入号：预检结果、错误行与确认都在名册导入中' })
  id!: string;
  @ApiProperty()
  jobRunId!: string;
  @ApiProperty({ enum: ['bulk', 'delta'] })
  kind!: 'bulk' | 'delta';
  @ApiProperty({ description: '交给预检的学生数' })
  pupils!: number;
  @ApiProperty({ description: '已离校的本局学生数（用户或学籍标为删除）；在预检中计入离校，确认后才生效' })
  gone!: number;
  @ApiProperty({ description: '不是学生的用户数：不导入' })
  notPupils!: number;
}
