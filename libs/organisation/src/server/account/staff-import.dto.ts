import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class StaffUploadBody {
  @ApiProperty({ type: 'string', format: 'binary', description: 'xlsx、xls或csv' })
  file!: unknown;

  @ApiPropertyOptional({ description: '属于哪个教育局；管理多个时必填' })
  jurisdictionId?: number;
}

export class StaffStartedDto {
  @ApiProperty()
  id!: string;
}

export class StaffCountsDto {
  @ApiProperty()
  new!: number;
  @ApiProperty()
  changed!: number;
  @ApiProperty()
  unchanged!: number;
  @ApiProperty({ description: '名单不停用任何人，总是0' })
  leaving!: number;
  @ApiProperty()
  wrong!: number;
  @ApiProperty({ description: '预检之后登录名被别人用去，没有建立的' })
  overtaken!: number;
}

export class StaffFaultDto {
  @ApiProperty()
  row!: number;
  @ApiProperty({ example: '登录名' })
  field!: string;
  @ApiProperty()
  code!: string;
  @ApiProperty()
  message!: string;
}

export class StaffImportDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  fileName!: string;
  @ApiProperty({ enum: ['checked', 'applied', 'cancelled'] })
  state!: 'checked' | 'applied' | 'cancelled';
  @ApiProperty({ type: String, nullable: true })
  failure!: string | null;
  @ApiProperty({ type: StaffCountsDto })
  counts!: StaffCountsDto;
  @ApiProperty({ description: '写了岗位的行；确认后交安全管理员接受，接受之前不生效' })
  posts!: number;
  @ApiProperty({ type: [StaffFaultDto], description: '前几行的错误' })
  faults!: StaffFaultDto[];
  @ApiProperty({ type: String, nullable: true })
  jobRunId!: string | null;
}
