import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { FocusDto } from '../focus/focus.dto.js';
import { GuardianDto } from '../guardian/guardian.dto.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class PastClassDto {
  @ApiProperty()
  schoolName!: string;
  @ApiProperty()
  className!: string;
  @ApiProperty({ format: 'date', description: '哪天离开这个班' })
  untilOn!: string;
}

export class PastNumberDto {
  @ApiProperty({ example: 'L530***********1234' })
  number!: string;
  @ApiProperty({ format: 'date' })
  replacedOn!: string;
}

export class LodgingDto {
  @ApiProperty()
  roomId!: string;
  @ApiProperty({ example: '1号楼' })
  dormitory!: string;
  @ApiProperty({ example: '302' })
  room!: string;
  @ApiProperty({ format: 'date' })
  fromOn!: string;
}

export class SuspensionDto {
  @ApiProperty({ format: 'date' })
  fromOn!: string;
  @ApiProperty({ enum: ['illness', 'study-abroad', 'other'] })
  kind!: string;
}

/** A pupil's page as the own school sees it: every number, birth date and guardian masked. */
export class PupilDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty()
  schoolId!: string;
  @ApiProperty()
  schoolName!: string;
  @ApiProperty()
  classId!: string;
  @ApiProperty({ example: '七年级3班' })
  className!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ enum: [0, 1, 2, 9], description: 'GB/T 2261.1：1男，2女' })
  sex!: number;
  @ApiProperty({ enum: ['enrolled', 'suspended', 'left'] })
  state!: 'enrolled' | 'suspended' | 'left';
  @ApiProperty({ type: Boolean, nullable: true })
  boarding!: boolean | null;
  @ApiProperty({ type: String, nullable: true, example: '2013-**-**' })
  bornOn!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'G530***********1234' })
  studentNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '530***********1234' })
  citizenNumber!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  enteredOn!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  leftOn!: string | null;
  @ApiProperty({ type: [GuardianDto] })
  guardians!: GuardianDto[];
  @ApiProperty({ type: [PastClassDto] })
  pastClasses!: PastClassDto[];
  @ApiProperty({ type: [PastNumberDto] })
  pastNumbers!: PastNumberDto[];
  @ApiProperty({ type: LodgingDto, nullable: true })
  lodging!: LodgingDto | null;
  @ApiProperty({ type: SuspensionDto, nullable: true })
  suspension!: SuspensionDto | null;
  @ApiProperty({ type: [FocusDto], nullable: true, description: '无权查看时为空值' })
  focus!: FocusDto[] | null;
  @ApiProperty({ description: '保存时放在 If-Match 中' })
  version!: number;
}

/** Numbers and the birth date are sent only when they are to be replaced: the editor does not see what they are. */
export class PupilBody {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(50)
  name!: string;

  @ApiProperty({ enum: [0, 1, 2, 9] })
  @IsIn([0, 1, 2, 9])
  sex!: 0 | 1 | 2 | 9;

  @ApiPropertyOptional({ type: Boolean, nullable: true })
  @IsOptional()
  @IsBoolean()
  boarding?: boolean | null;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @Matches(DAY)
  bornOn?: string;

  @ApiPropertyOptional({ description: '新的学籍号；原号留在历史中' })
  @IsOptional()
  @IsString()
  @MaxLength(30)
  studentNumber?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(30)
  citizenNumber?: string;
}

export class SuspendBody {
  @ApiProperty({ enum: ['illness', 'study-abroad', 'other'] })
  @IsIn(['illness', 'study-abroad', 'other'])
  kind!: 'illness' | 'study-abroad' | 'other';

  @ApiProperty({ format: 'date' })
  @Matches(DAY)
  fromOn!: string;
}

export class ReturnBody {
  @ApiProperty({ format: 'date' })
  @Matches(DAY)
  on!: string;

  @ApiPropertyOptional({ format: 'uuid', description: '复学到哪个班；不填回原班' })
  @IsOptional()
  @IsUUID()
  classId?: string;
}
