import { ApiProperty } from '@nestjs/swagger';

export class OwnAccountDto {
  @ApiProperty()
  username!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  passwordChangedAt!: string | null;
  @ApiProperty()
  passwordDaysLeft!: number;
  @ApiProperty({ description: '现任岗位要求动态验证码' })
  needsSecondFactor!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  secondFactorSince!: string | null;
  @ApiProperty()
  recoveryCodesLeft!: number;
}
