import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import type { ReportBlock, ReportDocument } from '../../rules/index.js';

const FORMATS = ['xlsx', 'pdf', 'docx'] as const;
export type ReportFormat = (typeof FORMATS)[number];

export class BureauReportQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly roundId: string;
}

export class SchoolReportQuery extends BureauReportQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly schoolId: string;
}

export class ClassReportQuery extends BureauReportQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly classId: string;
}

export class BureauReportBody extends BureauReportQuery {
  @ApiProperty({ enum: FORMATS }) @IsIn(FORMATS) readonly format: ReportFormat;
}

export class SchoolReportBody extends SchoolReportQuery {
  @ApiProperty({ enum: FORMATS }) @IsIn(FORMATS) readonly format: ReportFormat;
}

export class ClassReportBody extends ClassReportQuery {
  @ApiProperty({ enum: FORMATS }) @IsIn(FORMATS) readonly format: ReportFormat;
}

export class ReportOrderDto {
  @ApiProperty({ format: 'uuid', description: '在导出中心中的编号' }) readonly exportId: string;
  @ApiProperty({ format: 'uuid', description: '可据此查看进度' }) readonly jobRunId: string;
}

class WordsBlockDto {
  @ApiProperty({ enum: ['heading', 'text'] }) readonly kind: 'heading' | 'text';
  @ApiProperty() readonly text: string;
}

class FactsBlockDto {
  @ApiProperty({ enum: ['facts'] }) readonly kind: 'facts';
  @ApiProperty({ type: 'array', items: { type: 'array', items: { type: 'string' } }, description: '每项：名称、内容' })
  readonly facts: readonly (readonly [string, string])[];
}

class TableBlockDto {
  @ApiProperty({ enum: ['table'] }) readonly kind: 'table';
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: [String] }) readonly head: readonly string[];
  @ApiProperty({
    type: 'array', description: 'null：人数过少，不予显示',
    items: { type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true } },
  })
  readonly rows: readonly (readonly (string | number | null)[])[];
  @ApiProperty({ required: false, description: '末行为合计' }) readonly hasTotal?: boolean;
}

class NotesBlockDto {
  @ApiProperty({ enum: ['notes'] }) readonly kind: 'notes';
  @ApiProperty({ type: [String] }) readonly lines: readonly string[];
}

class SealBlockDto {
  @ApiProperty({ enum: ['seal'] }) readonly kind: 'seal';
  @ApiProperty() readonly who: string;
  @ApiProperty() readonly on: string;
}

const BLOCKS = [WordsBlockDto, FactsBlockDto, TableBlockDto, NotesBlockDto, SealBlockDto];

/** A report as the page prints it: what PDF, Word and workbook are made of as well. */
@ApiExtraModels(...BLOCKS)
export class ReportDto implements ReportDocument {
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly unit: string;
  @ApiProperty() readonly lead: string;
  @ApiProperty() readonly watermark: string;
  @ApiProperty({ type: 'array', items: { oneOf: BLOCKS.map((block) => ({ $ref: getSchemaPath(block) })) } }) readonly blocks: readonly ReportBlock[];
}
