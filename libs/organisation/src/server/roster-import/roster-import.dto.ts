import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

export class RosterImportQuery extends PageQuery {}

export class RosterUploadBody {
  @ApiProperty({ type: 'string', format: 'binary', description: 'xlsx、xls或csv' })
  file!: unknown;

  @ApiPropertyOptional({ description: '导入到哪个教育局；管理多个时必填' })
  jurisdictionId?: number;
}

export class ConfirmBody {
  @ApiPropertyOptional({ default: false, description: '把表中各班没有列出的学生、数据包标为离校的学生记为离校' })
  @IsOptional()
  @IsBoolean()
  applyLeaving?: boolean;
}

export class RosterCountsDto {
  @ApiProperty()
  new!: number;
  @ApiProperty()
  changed!: number;
  @ApiProperty()
  unchanged!: number;
  @ApiProperty({ description: '在籍而表中各班没有列出的学生；全量数据包为所涉学校没有列出的；以及数据包标为删除的' })
  leaving!: number;
  @ApiProperty()
  wrong!: number;
  @ApiProperty({ description: '预检之后名册又有变动，未能写入的行' })
  overtaken!: number;
}

export class RosterFaultDto {
  @ApiProperty({ description: '第几张工作表，从1起' })
  sheet!: number;
  @ApiProperty()
  row!: number;
  @ApiProperty({ example: '身份证号' })
  field!: string;
  @ApiProperty()
  code!: string;
  @ApiProperty()
  message!: string;
}

export class RosterImportDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['bulk', 'delta'], nullable: true, description: '由OneRoster数据包转成时：全量或增量' })
  packageKind!: 'bulk' | 'delta' | null;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty()
  fileName!: string;
  @ApiProperty({ enum: ['received', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed'] })
  state!: string;
  @ApiProperty({ type: String, nullable: true, description: '不能继续的原因' })
  failure!: string | null;
  @ApiProperty({ type: RosterCountsDto })
  counts!: RosterCountsDto;
  @ApiProperty()
  totalRows!: number;
  @ApiProperty({ description: '改好后再次上传的错误表' })
  partial!: boolean;
  @ApiProperty({ type: String, nullable: true, description: '当前任务的编号' })
  jobRunId!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '可以整批撤销的期限' })
  undoableUntil!: string | null;
  @ApiProperty({ description: '挡住撤销的学生人数' })
  obstacleCount!: number;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt!: string | null;
}

export class UndoObstacleDto {
  @ApiProperty()
  studentId!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ enum: ['changed-since', 'guardian-changed-since', 'has-records', 'transferring', 'in-later-place'] })
  reason!: string;
}

export class RosterImportDetailDto extends RosterImportDto {
  @ApiProperty({ type: [UndoObstacleDto], description: '撤销不成时，导入之后又有变动的学生（前几名）' })
  obstacles!: UndoObstacleDto[];
  @ApiProperty({ type: [RosterFaultDto], description: '前几行的错误' })
  faults!: RosterFaultDto[];
}

export class RosterImportPageDto {
  @ApiProperty({ type: [RosterImportDto] })
  items!: RosterImportDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class StartedDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  jobRunId!: string;
}
