import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsDateString, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class DivisionQuery {
  @ApiPropertyOptional({ description: '上级代码；不填列出省级' })
  @IsOptional()
  @Matches(/^\d{6}$/)
  parent?: string;
}

export class DivisionBody {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  name!: string;

  @ApiPropertyOptional({ default: true, description: '否：高新区等没有国家标准代码的区划' })
  @IsOptional()
  @IsBoolean()
  standard?: boolean;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @IsDateString()
  validFrom?: string;

  @ApiPropertyOptional({ format: 'date' })
  @IsOptional()
  @IsDateString()
  validUntil?: string;

  @ApiPropertyOptional({ description: '变更前的代码' })
  @IsOptional()
  @Matches(/^\d{6}$/)
  predecessorCode?: string;
}

export class DivisionDto {
  @ApiProperty()
  code!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ enum: ['province', 'city', 'county'] })
  kind!: 'province' | 'city' | 'county';
  @ApiProperty({ type: String, nullable: true })
  parentCode!: string | null;
  @ApiProperty()
  standard!: boolean;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  validFrom!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  validUntil!: string | null;
  @ApiProperty({ type: String, nullable: true })
  predecessorCode!: string | null;
  @ApiProperty({ description: '保存时放在 If-Match 中' })
  version!: number;
}

export class DivisionsDto {
  @ApiProperty({ type: [DivisionDto] })
  items!: DivisionDto[];
}
