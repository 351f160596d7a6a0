import { ApiProperty } from '@nestjs/swagger';

export class TermDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty({ description: '2026表示2026—2027学年' })
  schoolYear!: number;
  @ApiProperty({ enum: [1, 2] })
  number!: 1 | 2;
  @ApiProperty({ example: '2026—2027学年第一学期' })
  name!: string;
  @ApiProperty({ format: 'date' })
  startsOn!: string;
  @ApiProperty({ format: 'date' })
  endsOn!: string;
  @ApiProperty({ description: '今天在这个学期内' })
  isCurrent!: boolean;
  @ApiProperty({ type: Number, nullable: true, description: '今天是第几周' })
  week!: number | null;
}

export class TermsDto {
  @ApiProperty({ type: [TermDto] })
  items!: TermDto[];
}
