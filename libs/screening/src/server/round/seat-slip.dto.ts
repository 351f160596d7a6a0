import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class SeatSlipsQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly classId: string;
}

export class SeatSlipDto {
  @ApiProperty({ description: '班内座位序号' }) readonly seatNo: number;
  @ApiProperty() readonly seatCode: string;
  @ApiProperty({ description: '供教师分发时核对' }) readonly name: string;
}

export class SeatSlipsDto {
  @ApiProperty() readonly roundTitle: string;
  @ApiProperty() readonly schoolName: string;
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly classCode: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly closesAt: Date;
  @ApiProperty({ type: String, nullable: true, description: '答题网址；二维码为 address/?c=班级码&s=座位码' }) readonly address: string | null;
  @ApiProperty({ type: [SeatSlipDto] }) readonly slips: SeatSlipDto[];
}
