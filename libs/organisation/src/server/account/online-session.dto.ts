import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class OnlineQuery extends PageQuery {
  @ApiPropertyOptional({ description: '姓名或登录名' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  q?: string;
}

export class OnlineSessionDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  username!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ example: 'Chrome · Windows' })
  browser!: string;
  @ApiProperty({ type: String, nullable: true })
  where!: string | null;
  @ApiProperty({ format: 'date-time' })
  since!: string;
  @ApiProperty({ format: 'date-time' })
  lastSeenAt!: string;
  @ApiProperty({ description: '就是您自己这一处' })
  isThis!: boolean;
}

export class OnlinePageDto {
  @ApiProperty({ type: [OnlineSessionDto] })
  items!: OnlineSessionDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
