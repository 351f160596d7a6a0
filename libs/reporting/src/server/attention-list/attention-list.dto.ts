import { ApiProperty } from '@nestjs/swagger';
import { IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';

export class AttentionListBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly roundId: string;
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly schoolId: string;
  @ApiProperty({ minLength: 8, maxLength: 300, description: '为什么需要这份名单；审批人会看到，请勿写学生姓名' })
  @IsString() @MinLength(8) @MaxLength(300) @Matches(/\S/) readonly reason: string;
}

export class AttentionListOrderDto {
  @ApiProperty({ format: 'uuid', description: '在导出中心中的编号；获批后生成' }) readonly exportId: string;
}
