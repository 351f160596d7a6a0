import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

export class PlaceUploadBody {
  @ApiProperty({ type: 'string', format: 'binary' })
  file!: unknown;

  @ApiPropertyOptional({ description: '哪个教育局；管理多个时必填' })
  jurisdictionId?: number;
}

export class PlaceConfirmBody {
  @ApiPropertyOptional({ description: '与名册导入相同的字段，这里没有作用' })
  @IsOptional()
  @IsBoolean()
  applyLeaving?: boolean;
}

export class PlaceImportFaultDto {
  @ApiProperty()
  row!: number;
  @ApiProperty()
  field!: string;
  @ApiProperty()
  code!: string;
  @ApiProperty()
  message!: string;
}

export class PlaceImportCountsDto {
  @ApiProperty()
  new!: number;
  @ApiProperty()
  changed!: number;
  @ApiProperty()
  unchanged!: number;
  @ApiProperty({ description: '表格导入不会撤销表中没有的，恒为0' })
  leaving!: number;
  @ApiProperty()
  wrong!: number;
  @ApiProperty({ description: '核对之后情况有变而没有写入的行' })
  overtaken!: number;
}

export class PlaceImportDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['schools', 'classes', 'focus'] })
  kind!: string;
  @ApiProperty()
  fileName!: string;
  @ApiProperty({ enum: ['checked', 'applied', 'cancelled'] })
  state!: 'checked' | 'applied' | 'cancelled';
  @ApiProperty({ type: String, nullable: true })
  failure!: string | null;
  @ApiProperty({ type: PlaceImportCountsDto })
  counts!: PlaceImportCountsDto;
  @ApiProperty({ type: [PlaceImportFaultDto], description: '前几个错误' })
  faults!: PlaceImportFaultDto[];
  @ApiProperty({ type: String, nullable: true, description: '不经后台任务，恒为空' })
  jobRunId!: string | null;
}
