import { ApiProperty } from '@nestjs/swagger';
import type { DeviceRow } from './session.repository.js';

export class DeviceDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ example: 'Chrome · Windows' })
  browser!: string;
  @ApiProperty({ type: String, nullable: true, description: '登录时的网络地址' })
  where!: string | null;
  @ApiProperty({ format: 'date-time' })
  since!: string;
  @ApiProperty({ format: 'date-time' })
  lastSeenAt!: string;
  @ApiProperty({ description: '就是这一处' })
  isThis!: boolean;
  @ApiProperty({ description: '只输过密码，还没有通过动态验证码' })
  isHalf!: boolean;
}

export class DevicesDto {
  @ApiProperty({ type: [DeviceDto] })
  items!: DeviceDto[];
}

export class EndedDto {
  @ApiProperty({ description: '退出了几处' })
  ended!: number;
}

export function deviceDto(row: DeviceRow & { isThis: boolean }): DeviceDto {
  return {
    id: row.id, browser: row.browser || '其他', where: row.ip, since: row.createdAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(),
    isThis: row.isThis, isHalf: row.half,
  };
}
