import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUrl, Length, MaxLength } from 'class-validator';
import { PROVIDER_KINDS, type ProviderKind } from '../../rules/index.js';

export class IdentityProviderBody {
  @ApiProperty({ example: '市教育云统一认证' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: '地址；企业微信、钉钉不填用官方地址' })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(300)
  address?: string | null;

  @ApiProperty({ description: '客户端编号（企业微信为企业编号，钉钉为应用标识）' })
  @IsString()
  @Length(1, 200)
  clientId!: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: '应用编号，仅企业微信需要' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  agentId?: string | null;

  @ApiPropertyOptional({ description: '客户端密钥；修改时不填则不变，任何人都不能读出' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  secret?: string;

  @ApiPropertyOptional({ description: '是否启用' })
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

export class NewIdentityProviderBody extends IdentityProviderBody {
  @ApiProperty()
  @IsInt()
  bureauId!: number;

  @ApiProperty({ enum: PROVIDER_KINDS })
  @IsIn(PROVIDER_KINDS)
  kind!: ProviderKind;

  @ApiProperty()
  @IsString()
  @Length(1, 500)
  declare secret: string;
}

export class IdentityProviderDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  bureauId!: number;
  @ApiProperty()
  bureauName!: string;
  @ApiProperty({ enum: PROVIDER_KINDS })
  kind!: ProviderKind;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  address!: string;
  @ApiProperty()
  clientId!: string;
  @ApiProperty({ type: String, nullable: true })
  agentId!: string | null;
  @ApiProperty()
  active!: boolean;
  @ApiProperty()
  version!: number;
}

export class IdentityProvidersDto {
  @ApiProperty({ type: [IdentityProviderDto] })
  items!: IdentityProviderDto[];
}
