import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { REVEALED_FIELDS, type RevealedField } from '../../rules/index.js';

const FIELDS = Object.keys(REVEALED_FIELDS);

export class RevealBody {
  @ApiProperty({ enum: FIELDS })
  @IsIn(FIELDS)
  field!: RevealedField;

  @ApiPropertyOptional({ format: 'uuid', description: '查看监护人信息时必填' })
  @IsOptional()
  @IsUUID()
  guardianId?: string;

  @ApiProperty({ description: '查看理由，至少4个字，会留痕；不要写号码' })
  @IsString()
  @MaxLength(200)
  reason!: string;
}

export class RevealedDto {
  @ApiProperty()
  value!: string;
  @ApiProperty({ description: '页面上显示多少秒' })
  seconds!: number;
}

export class RevealDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ format: 'date-time' })
  at!: string;
  @ApiProperty({ description: '谁看的' })
  byName!: string;
  @ApiProperty({ enum: FIELDS })
  field!: string;
  @ApiProperty()
  reason!: string;
}

export class RevealsDto {
  @ApiProperty({ type: [RevealDto] })
  items!: RevealDto[];
}
