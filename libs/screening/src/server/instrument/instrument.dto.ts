import { ApiProperty } from '@nestjs/swagger';
import { GradeRangeDto } from '../round/round.dto.js';

export class InstrumentDto {
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly version: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly edition: string;
  @ApiProperty({ description: '题数' }) readonly items: number;
  @ApiProperty({ type: GradeRangeDto }) readonly grades: GradeRangeDto;
  @ApiProperty({ enum: ['classroom', 'interview'] }) readonly mode: 'classroom' | 'interview';
  @ApiProperty({ description: '题目齐备、可以编入班级测评' }) readonly usable: boolean;
  @ApiProperty({ description: '演示题，不测量任何东西' }) readonly demonstration: boolean;
  @ApiProperty() readonly source: string;
  @ApiProperty() readonly licence: string;
}

export class InstrumentsDto {
  @ApiProperty({ type: [InstrumentDto] }) readonly items: InstrumentDto[];
}
