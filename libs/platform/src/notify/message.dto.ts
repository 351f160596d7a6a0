import { ApiProperty } from '@nestjs/swagger';
import type { MessageView } from './message.repository.js';

export class MessageDto implements MessageView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ description: '消息种类，domain/kind' }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ description: '控制台内的页面路径' }) readonly link: string;
  @ApiProperty({ format: 'date-time' }) readonly createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly readAt: Date | null;
}

export class MessagePageDto {
  @ApiProperty({ type: [MessageDto] }) readonly items: MessageDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
  @ApiProperty({ description: '全部未读条数' }) readonly unread: number;
}
