import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { type Audience, PURPOSE_NAMES, type Purpose } from '../../rules/index.js';
import { BureauBody } from '../day.dto.js';

export const AUDIENCES: readonly Audience[] = ['guardian', 'pupil'];

const Part = () => (target: object, name: string) => {
  for (const one of [ApiProperty({ maxLength: 2000 }), IsString(), MaxLength(2000), Matches(/^[^\0]*$/)]) one(target, name);
};

export class NoticePartsDto {
  @Part() readonly purpose: string;
  @Part() readonly items: string;
  @Part() readonly method: string;
  @Part() readonly necessity: string;
  @Part() readonly effects: string;
  @Part() readonly retention: string;
  @Part() readonly recipients: string;
  @Part() readonly rights: string;
  @Part() readonly notForEvaluation: string;
  @Part() readonly notDiagnosis: string;
  @Part() readonly limitsOfSecrecy: string;
  @Part() readonly contact: string;
}

export class PublishNoticeBody extends BureauBody {
  @ApiProperty({ enum: PURPOSE_NAMES }) @IsIn(PURPOSE_NAMES) readonly purpose: Purpose;
  @ApiProperty({ enum: AUDIENCES }) @IsIn(AUDIENCES as Audience[]) readonly audience: Audience;
  @ApiProperty({ maxLength: 80 }) @IsString() @IsNotEmpty() @MaxLength(80) @Matches(/^[^\0]*$/) readonly title: string;
  @ApiProperty({ type: NoticePartsDto }) @ValidateNested() @Type(() => NoticePartsDto) readonly parts: NoticePartsDto;
}

export class NoticeQuery {
  @ApiPropertyOptional({ enum: PURPOSE_NAMES }) @IsOptional() @IsIn(PURPOSE_NAMES) readonly purpose?: Purpose;
}

export class NoticeDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ enum: PURPOSE_NAMES }) readonly purpose: Purpose;
  @ApiProperty() readonly purposeName: string;
  @ApiProperty({ enum: AUDIENCES }) readonly audience: Audience;
  @ApiProperty() readonly version: number;
  @ApiProperty({ description: '同意内容的编号：目的、种类、方式、保存期限或接收方变动时加一，须重新征得同意' }) readonly material: number;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: NoticePartsDto }) readonly parts: NoticePartsDto;
  @ApiProperty({ description: '内容的 SHA-256' }) readonly hash: string;
  @ApiProperty() readonly isInForce: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) readonly publishedAt: Date;
}

export class NoticesDto {
  @ApiProperty({ type: [NoticeDto] }) readonly items: NoticeDto[];
}

export class NoticePublishedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly version: number;
  @ApiProperty({ description: '此前的同意是否须重新征得' }) readonly asksAgain: boolean;
}
