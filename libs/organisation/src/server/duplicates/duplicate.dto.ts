import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class DuplicateQuery extends PageQuery {}

export class TwinDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  schoolName!: string;
  @ApiProperty()
  className!: string;
  @ApiProperty({ example: '张**' })
  name!: string;
  @ApiProperty({ type: String, nullable: true, example: '2013' })
  bornIn!: string | null;
  @ApiProperty()
  state!: string;
  @ApiProperty({ type: String, nullable: true, example: 'G530***********1234' })
  studentNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '530***********1234' })
  citizenNumber!: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export class DuplicateDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['same-number', 'same-person'], description: '证件号相同，或姓名、生日、监护人电话相同' })
  reason!: string;
  @ApiProperty({ format: 'date-time' })
  foundAt!: string;
  @ApiProperty({ type: [TwinDto], description: '本人管理范围之外的一方不列出' })
  records!: TwinDto[];
  @ApiProperty({ description: '另一方在管理范围之外，由教育局处理' })
  otherElsewhere!: boolean;
}

export class DuplicatePageDto {
  @ApiProperty({ type: [DuplicateDto] })
  items!: DuplicateDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class DecideDuplicateBody {
  @ApiProperty({ enum: ['merge', 'keep'] })
  @IsIn(['merge', 'keep'])
  decision!: 'merge' | 'keep';
  @ApiPropertyOptional({ format: 'uuid', description: '合并时保留哪一条' })
  @IsOptional()
  @IsUUID()
  keepId?: string;
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(200)
  note?: string;
}
