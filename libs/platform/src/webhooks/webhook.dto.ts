import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, IsUrl, MaxLength } from 'class-validator';

export class WebhookBody {
  @ApiProperty({ example: '区学籍平台' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  name!: string;

  @ApiProperty({ description: '接收地址，https；内网地址由运维在 OUTBOUND_ALLOW 中放行后可用 http' })
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(500)
  address!: string;

  @ApiProperty({ type: [String], description: '要推送的事件' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  facts!: string[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

export class NewWebhookBody extends WebhookBody {
  @ApiProperty({ description: '直接管理学校的教育局' })
  @IsInt()
  jurisdictionId!: number;
}

export class WebhookDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  address!: string;
  @ApiProperty({ type: [String] })
  facts!: string[];
  @ApiProperty()
  active!: boolean;
  @ApiProperty({ description: '等待送达的消息数' })
  waiting!: number;
  @ApiProperty({ description: '未能送达的消息数' })
  failed!: number;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ description: '保存时放在 If-Match 中' })
  version!: number;
}

export class WebhooksDto {
  @ApiProperty({ type: [WebhookDto] })
  items!: WebhookDto[];
}

export class NewWebhookDto {
  @ApiProperty({ type: WebhookDto })
  webhook!: WebhookDto;
  @ApiProperty({ description: '签名密钥，只显示这一次' })
  secret!: string;
}

export class WebhookSecretDto {
  @ApiProperty({ description: '签名密钥，只显示这一次' })
  secret!: string;
}

export class OpenFactDto {
  @ApiProperty()
  type!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ type: [String], description: '随事件送出的字段' })
  fields!: string[];
}

export class OpenFactsDto {
  @ApiProperty({ type: [OpenFactDto] })
  items!: OpenFactDto[];
}

export class DeliveryDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  fact!: string;
  @ApiProperty({ description: '送出的内容' })
  body!: string;
  @ApiProperty({ enum: ['waiting', 'delivered', 'failed'] })
  state!: 'waiting' | 'delivered' | 'failed';
  @ApiProperty()
  attempts!: number;
  @ApiProperty({ format: 'date-time' })
  nextTryAt!: string;
  @ApiProperty({ type: Number, nullable: true, description: '接收方最近一次的状态码' })
  lastStatus!: number | null;
  @ApiProperty({ type: String, nullable: true })
  lastError!: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  deliveredAt!: string | null;
}

export class DeliveryPageDto {
  @ApiProperty({ type: [DeliveryDto] })
  items!: DeliveryDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
