import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';

export class GuardianDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ description: '第几位，1为首要联系人' })
  position!: number;
  @ApiProperty({ example: '张**' })
  name!: string;
  @ApiProperty({ example: '父亲' })
  relation!: string;
  @ApiProperty({ type: String, nullable: true, example: '138****5678' })
  phone!: string | null;
  @ApiProperty({ description: '保存时放在 If-Match 中' })
  version!: number;
}

export class NewGuardianBody {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(50)
  name!: string;

  @ApiProperty({ example: '父亲' })
  @IsString()
  @MaxLength(20)
  relation!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(30)
  phone?: string;
}

/** Name and phone are sent only when they are to be replaced: the editor sees them masked. */
export class GuardianBody {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(50)
  name?: string;

  @ApiProperty({ example: '父亲' })
  @IsString()
  @MaxLength(20)
  relation!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(30)
  phone?: string;
}
