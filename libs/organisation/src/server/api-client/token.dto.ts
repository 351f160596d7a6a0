import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The names are those of RFC 6749. */
export class TokenForm {
  @ApiProperty({ enum: ['client_credentials'] })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  grant_type?: string;

  @ApiPropertyOptional({ description: '以空格分隔；不填为全部' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  scope?: string;

  @ApiPropertyOptional({ description: '不用Basic认证时' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  client_id?: string;

  @ApiPropertyOptional({ description: '不用Basic认证时' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client_secret?: string;
}

export class TokenDto {
  @ApiProperty()
  access_token!: string;
  @ApiProperty({ enum: ['Bearer'] })
  token_type!: 'Bearer';
  @ApiProperty({ description: '秒' })
  expires_in!: number;
  @ApiProperty()
  scope!: string;
}
