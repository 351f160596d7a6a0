import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class StudentQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  schoolId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  classId?: string;

  @ApiPropertyOptional({ description: '姓名、拼音或首字母的开头，或完整的学籍号、身份证号' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  q?: string;
}

export class MaskedGuardianDto {
  @ApiProperty({ example: '张**' })
  name!: string;
  @ApiProperty({ example: '父亲' })
  relation!: string;
  @ApiProperty({ type: String, nullable: true, example: '138****5678' })
  phone!: string | null;
}

/** What the pupil's own school sees in a list: the name to recognise him by, everything else masked. */
export class StudentDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  schoolId!: string;
  @ApiProperty()
  classId!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ enum: [0, 1, 2, 9], description: 'GB/T 2261.1：1男，2女' })
  sex!: number;
  @ApiProperty({ example: '七年级3班' })
  className!: string;
  @ApiProperty({ enum: ['enrolled', 'suspended', 'left'] })
  state!: string;
  @ApiProperty({ type: String, nullable: true, example: 'G530***********1234' })
  studentNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '530***********1234' })
  citizenNumber!: string | null;
  @ApiProperty({ type: MaskedGuardianDto, nullable: true })
  guardian!: MaskedGuardianDto | null;
}

export class StudentPageDto {
  @ApiProperty({ type: [StudentDto] })
  items!: StudentDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
