import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class TermDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty({ description: '2026表示2026—2027学年' })
  schoolYear!: number;
  @ApiProperty({ enum: [1, 2] })
  number!: 1 | 2;
  @ApiProperty({ example: '2026—2027学年第一学期' })
  name!: string;
  @ApiProperty({ format: 'date' })
  startsOn!: string;
  @ApiProperty({ format: 'date' })
  endsOn!: string;
  @ApiProperty({ description: '今天在这个学期内' })
  isCurrent!: boolean;
  @ApiProperty({ type: Number, nullable: true, description: '今天是第几周' })
  week!: number | null;
  @ApiProperty({ description: '保存时放在 If-Match 中' })
  version!: number;
}

export class TermsDto {
  @ApiProperty({ type: [TermDto] })
  items!: TermDto[];
}

export class TermBody {
  @ApiProperty({ format: 'date' })
  @Matches(DAY)
  startsOn!: string;

  @ApiProperty({ format: 'date' })
  @Matches(DAY)
  endsOn!: string;

  @ApiPropertyOptional({ description: '哪个教育局；管理多个时必填' })
  @IsOptional()
  @IsInt()
  jurisdictionId?: number;
}

export class SchoolDayBody {
  @ApiProperty({ description: '是：放假；否：上课' })
  @IsBoolean()
  off!: boolean;

  @ApiProperty({ example: '秋季运动会' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  name!: string;
}

export class CalendarDayBody extends SchoolDayBody {
  @ApiPropertyOptional({ description: '哪个教育局；管理多个时必填' })
  @IsOptional()
  @IsInt()
  jurisdictionId?: number;
}

export class BureauQuery {
  @ApiPropertyOptional({ description: '哪个教育局；管理多个时必填' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  jurisdictionId?: number;
}
