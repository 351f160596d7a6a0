import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { type Audience, type Decision } from '../../rules/index.js';
import { AUDIENCES } from '../notice/notice.dto.js';
import { DECISIONS } from './campaign.dto.js';

export class LookConsentBody {
  @ApiProperty({ example: 'ABCD-EFGH-2345' }) @IsString() @IsNotEmpty() @MaxLength(40) readonly code: string;
}

export class SayConsentBody extends LookConsentBody {
  @ApiProperty({ enum: DECISIONS }) @IsIn(DECISIONS as Decision[]) readonly decision: Decision;
  @ApiProperty({ maxLength: 20, description: '与学生的关系；学生本人填“本人”' }) @IsString() @MaxLength(20) @Matches(/^[^\0]*$/) readonly relation: string;
  @ApiProperty({ maxLength: 40, description: '签署人姓名' }) @IsString() @Matches(/\S/) @MaxLength(40) @Matches(/^[^\0]*$/) readonly signer: string;
}

export class NoticeSectionDto {
  @ApiProperty() readonly heading: string;
  @ApiProperty() readonly text: string;
}

/** What a guardian or pupil with a code reads: the notice in force, and what may be said. No result, no number, no address. */
export class ConsentFormDto {
  @ApiProperty({ enum: AUDIENCES }) readonly audience: Audience;
  @ApiProperty({ example: '张**' }) readonly pupil: string;
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly schoolName: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly plain: string;
  @ApiProperty() readonly version: number;
  @ApiProperty({ type: [NoticeSectionDto] }) readonly sections: NoticeSectionDto[];
  @ApiProperty() readonly asksUntil: string;
  @ApiProperty({ description: '目前的决定', enum: DECISIONS, type: String, nullable: true }) readonly decision: Decision | null;
  @ApiProperty({ type: String, nullable: true }) readonly decidedOn: string | null;
  @ApiProperty({ type: [String], enum: DECISIONS, description: '现在可以作出的决定' }) readonly maySay: Decision[];
}
