import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';

export class SeatSlipsQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly classId: string;
  @ApiPropertyOptional({ format: 'uuid', description: '某次补测或重测；只出这次要测的学生的座位条' }) @IsOptional() @IsUUID() readonly windowId?: string;
}

export class SeatSlipDto {
  @ApiProperty({ description: '班内座位序号' }) readonly seatNo: number;
  @ApiProperty() readonly seatCode: string;
  @ApiProperty({ description: '供教师分发时核对' }) readonly name: string;
}

export class SeatSlipsDto {
  @ApiProperty() readonly roundTitle: string;
  @ApiProperty({ enum: ['make-up', 'retest'], nullable: true, type: String, description: '补测或重测的座位条' }) readonly kind: 'make-up' | 'retest' | null;
  @ApiProperty() readonly schoolName: string;
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly classCode: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly closesAt: Date;
  @ApiProperty({ type: String, nullable: true, description: '答题网址；二维码为 address/?c=班级码&s=座位码' }) readonly address: string | null;
  @ApiProperty({ type: [SeatSlipDto] }) readonly slips: SeatSlipDto[];
}
