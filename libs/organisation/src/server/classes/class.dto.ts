import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class NewClassBody {
  @ApiProperty({ enum: ['primary', 'junior', 'senior'] })
  @IsIn(['primary', 'junior', 'senior'])
  stage!: 'primary' | 'junior' | 'senior';

  @ApiProperty({ description: '该学段第几年，1为起始年级' })
  @IsInt()
  @Min(1)
  @Max(6)
  yearInStage!: number;

  @ApiProperty({ description: '班号' })
  @IsInt()
  @Min(1)
  @Max(99)
  number!: number;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsUUID()
  campusId?: string | null;
}

export class ClassBody {
  @ApiProperty({ description: '班号' })
  @IsInt()
  @Min(1)
  @Max(99)
  number!: number;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsUUID()
  campusId?: string | null;
}
