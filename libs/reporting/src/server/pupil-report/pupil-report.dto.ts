import { ApiProperty } from '@nestjs/swagger';
import { IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';

export class PupilReportBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly studentId: string;
  @ApiProperty({ minLength: 8, maxLength: 300, description: '为什么需要这份文件；审批人会看到，请勿写学生姓名' })
  @IsString() @MinLength(8) @MaxLength(300) @Matches(/\S/) readonly reason: string;
}

export class PupilReportOrderDto {
  @ApiProperty({ format: 'uuid', description: '在导出中心中的编号；获批后生成' }) readonly exportId: string;
}
