import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { SessionDto } from '../session/session.dto.js';

export class CodeBody {
  @ApiProperty({ description: '6位动态验证码，或一个恢复码', example: '123456' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  code!: string;
}

export class BeginEnrolmentBody {
  @ApiPropertyOptional({ description: '换绑时先验证现有的动态验证码或恢复码' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  code?: string;
}

export class EnrolmentDto {
  @ApiProperty({ description: '手动输入时用的密钥' })
  secret!: string;
  @ApiProperty({ description: '二维码的内容' })
  address!: string;
}

export class EnrolledDto {
  @ApiProperty({ type: SessionDto })
  session!: SessionDto;
  @ApiProperty({ type: [String], description: '恢复码，只显示这一次' })
  recoveryCodes!: readonly string[];
}

export class RecoveryCodesDto {
  @ApiProperty({ type: [String], description: '恢复码，只显示这一次' })
  recoveryCodes!: readonly string[];
}
