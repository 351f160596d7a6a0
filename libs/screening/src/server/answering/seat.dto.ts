import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { KeptDraftDto } from '../draft/draft-body.js';

const COMPARISONS = ['>=', '>', '<=', '<', '='] as const;

export class TakeSeatBody {
  @ApiProperty({ example: 'H7K2QM' }) @IsString() @IsNotEmpty() @MaxLength(20) readonly classCode: string;
  @ApiProperty({ example: '3FD9A' }) @IsString() @IsNotEmpty() @MaxLength(20) readonly seatCode: string;
}

export class SeatedPupilDto {
  @ApiProperty({ example: '张**' }) readonly maskedName: string;
  @ApiProperty({ example: '七年级3班' }) readonly className: string;
}

export class SeatedRoundDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly closesAt: Date;
}

export class FormOptionDto {
  @ApiProperty() readonly value: number;
  @ApiProperty() readonly label: string;
}

export class AskedWhenDto {
  @ApiProperty({ type: [Number] }) readonly items: readonly number[];
  @ApiProperty({ enum: COMPARISONS }) readonly op: (typeof COMPARISONS)[number];
  @ApiProperty() readonly value: number;
}

export class FormItemDto {
  @ApiProperty() readonly no: number;
  @ApiProperty() readonly text: string;
  @ApiPropertyOptional({ type: [FormOptionDto], description: '只在与整卷选项不同时给出' }) readonly options?: readonly FormOptionDto[];
  @ApiPropertyOptional({ type: AskedWhenDto, description: '满足条件才出现' }) readonly askedWhen?: AskedWhenDto;
}

/** A form as a pupil's device may know it: words and printed options; no key, weight, cut or score. */
export class SeatedFormDto {
  @ApiProperty() readonly instrument: string;
  @ApiProperty() readonly version: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly recall: string;
  @ApiProperty({ type: String, nullable: true }) readonly instructions: string | null;
  @ApiProperty({ type: [FormItemDto] }) readonly items: readonly FormItemDto[];
  @ApiProperty({ type: [FormOptionDto] }) readonly options: readonly FormOptionDto[];
  @ApiProperty({ description: '这份已经交过' }) readonly done: boolean;
  @ApiPropertyOptional({ type: KeptDraftDto, description: '在别的设备上答到哪里；没有就不给' }) readonly draft?: KeptDraftDto;
}

export class HelpLineDto {
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly phone: string;
  @ApiProperty() readonly hours: string;
}

export class SeatTakenDto {
  @ApiProperty() readonly seatToken: string;
  @ApiProperty({ type: SeatedPupilDto }) readonly pupil: SeatedPupilDto;
  @ApiProperty({ type: SeatedRoundDto }) readonly round: SeatedRoundDto;
  @ApiProperty({ type: [SeatedFormDto] }) readonly battery: readonly SeatedFormDto[];
  @ApiProperty({ type: [HelpLineDto] }) readonly helpLines: readonly HelpLineDto[];
  @ApiProperty({ type: String, format: 'date-time' }) readonly serverTime: Date;
}
