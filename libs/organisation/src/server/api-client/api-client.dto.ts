import type { SchoolDay } from '@heliotrope/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { CLIENT_LIMITS } from '../../rules/index.js';

export class ApiClientBody {
  @ApiProperty({ example: '区数据中台' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  name!: string;

  @ApiProperty({ description: '用途与依据：哪个系统、为了什么、依据哪份合同或文件' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(400)
  purpose!: string;

  @ApiProperty({ type: [String], description: 'OAuth权限范围' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  scopes!: string[];

  @ApiProperty({ type: [String], description: '只限这些学校；空为本教育局直接管理的全部学校' })
  @IsArray()
  @ArrayMaxSize(CLIENT_LIMITS.schools)
  @IsUUID(undefined, { each: true })
  schoolIds!: string[];

  @ApiProperty({ type: [String], description: '允许的来源地址段，如 203.0.113.8/32' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(CLIENT_LIMITS.addresses)
  @IsString({ each: true })
  addresses!: string[];

  @ApiProperty({ description: '每分钟最多请求次数' })
  @IsInt()
  @Min(CLIENT_LIMITS.perMinute.least)
  @Max(CLIENT_LIMITS.perMinute.most)
  perMinute!: number;

  @ApiProperty({ example: '2027-08-31', description: '最后有效日，最长一年' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  expiresOn!: string;
}

export class NewApiClientBody extends ApiClientBody {
  @ApiProperty({ description: '直接管理学校的教育局' })
  @IsInt()
  jurisdictionId!: number;
}

export class ApiClientSecretDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ format: 'date-time' })
  madeAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '到此时失效；空为一直有效' })
  endsAt!: string | null;
}

export class ApiClientDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ description: '请求令牌时的client_id' })
  clientId!: string;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty()
  bureauName!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  purpose!: string;
  @ApiProperty({ type: [String] })
  scopes!: string[];
  @ApiProperty({ type: [String] })
  schoolIds!: string[];
  @ApiProperty({ type: [String] })
  addresses!: string[];
  @ApiProperty()
  perMinute!: number;
  @ApiProperty()
  expiresOn!: string;
  @ApiProperty({ enum: ['proposed', 'active', 'disabled'] })
  state!: 'proposed' | 'active' | 'disabled';
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSeenAt!: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ description: '保存时放在 If-Match 中' })
  version!: number;
}

export class ApiClientsDto {
  @ApiProperty({ type: [ApiClientDto] })
  items!: ApiClientDto[];
}

export class ApiClientDetailDto extends ApiClientDto {
  @ApiProperty({ type: [ApiClientSecretDto], description: '有效的密钥' })
  secrets!: ApiClientSecretDto[];
}

export class NewApiClientDto {
  @ApiProperty({ type: ApiClientDto })
  client!: ApiClientDto;
  @ApiProperty({ description: '客户端密钥，只显示这一次' })
  secret!: string;
}

export class RotateBody {
  @ApiPropertyOptional({ description: '旧密钥立即失效；否则再用七天' })
  @IsOptional()
  @IsBoolean()
  atOnce?: boolean;
}

export class ApiSecretDto {
  @ApiProperty({ description: '客户端密钥，只显示这一次' })
  secret!: string;
}

export class ApiScopeDto {
  @ApiProperty()
  scope!: string;
  @ApiProperty()
  name!: string;
}

export class ApiScopesDto {
  @ApiProperty({ type: [ApiScopeDto] })
  items!: ApiScopeDto[];
}

export class UsageQuery {
  @ApiPropertyOptional({ description: '最近多少天', default: 30 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(366)
  days?: number;
}

export class ApiUsageDto {
  @ApiProperty()
  day!: string;
  @ApiProperty()
  route!: string;
  @ApiProperty()
  calls!: number;
  @ApiProperty({ description: '其中出错的' })
  errors!: number;
}

export class ApiUsagePageDto {
  @ApiProperty()
  from!: string;
  @ApiProperty({ type: [ApiUsageDto] })
  items!: ApiUsageDto[];
}

export type UsageDay = { readonly day: SchoolDay; readonly route: string; readonly calls: number; readonly errors: number };
