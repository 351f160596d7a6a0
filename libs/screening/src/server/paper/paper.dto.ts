import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';

export class PaperBatchQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly roundId: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(500) readonly cursor?: string;
  @ApiPropertyOptional({ minimum: 1, maximum: 100 }) @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) readonly limit?: number;
}

export class BeginPaperBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly roundId: string;
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly classId: string;
  @ApiProperty({ maxLength: 60 }) @IsString() @MaxLength(60) readonly instrument: string;
  @ApiProperty({ format: 'date', description: '学生在纸上作答的日期' }) @Matches(/^\d{4}-\d{2}-\d{2}$/) readonly answeredOn: string;
}

export class RefusedPaperDto {
  @ApiProperty() readonly seatNo: number;
  @ApiProperty() readonly maskedName: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly message: string;
}

export class PaperBatchDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ format: 'uuid' }) readonly roundId: string;
  @ApiProperty() readonly roundTitle: string;
  @ApiProperty({ format: 'uuid' }) readonly classId: string;
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly instrument: string;
  @ApiProperty() readonly instrumentTitle: string;
  @ApiProperty({ format: 'date' }) readonly answeredOn: string;
  @ApiProperty({ format: 'date', description: '最晚可录入到哪一天' }) readonly typedUntil: string;
  @ApiProperty({ description: '第二遍须由他人录入' }) readonly needsOther: boolean;
  @ApiProperty({ enum: ['entering', 'taken', 'cancelled'] }) readonly state: 'entering' | 'taken' | 'cancelled';
  @ApiProperty({ description: '保存时放在 If-Match 中' }) readonly version: number;
  @ApiProperty({ type: String, format: 'date-time' }) readonly createdAt: Date;
  @ApiProperty({ description: '班内学生数' }) readonly seats: number;
  @ApiProperty({ description: '第一遍已录' }) readonly first: number;
  @ApiProperty({ description: '第二遍已录' }) readonly second: number;
  @ApiProperty({ description: '只录了一遍' }) readonly once: number;
  @ApiProperty({ description: '两遍不一致、尚未选定' }) readonly differs: number;
  @ApiProperty({ description: '两遍一致或已选定' }) readonly ready: number;
  @ApiProperty({ description: '已计入测评' }) readonly taken: number;
  @ApiProperty({ type: [Number], description: '本人可以录入的遍次' }) readonly mayType: number[];
  @ApiProperty({ type: [RefusedPaperDto], description: '提交时没有计入的答卷及原因' }) readonly refused: RefusedPaperDto[];
}

export class PaperBatchPageDto {
  @ApiProperty({ type: [PaperBatchDto] }) readonly items: PaperBatchDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class PaperOptionDto {
  @ApiProperty() readonly value: number;
  @ApiProperty() readonly label: string;
}

export class PaperCellDto {
  @ApiProperty({ description: '题号' }) readonly item: number;
  @ApiProperty({ type: String, nullable: true }) readonly text: string | null;
  @ApiProperty({ type: Number, nullable: true, description: '第一遍；空为漏答' }) readonly first: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '第二遍；空为漏答' }) readonly second: number | null;
  @ApiProperty({ type: Number, nullable: true, description: '已选定的答案' }) readonly settled: number | null;
  @ApiProperty({ type: [PaperOptionDto] }) readonly options: PaperOptionDto[];
}

export class PaperDifferenceDto {
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty() readonly seatNo: number;
  @ApiProperty() readonly maskedName: string;
  @ApiProperty({ enum: ['once', 'differs', 'settled'] }) readonly standing: 'once' | 'differs' | 'settled';
  @ApiProperty({ type: Number, nullable: true, description: '只录了一遍的，是第几遍' }) readonly onlyTurn: number | null;
  @ApiProperty({ type: [PaperCellDto] }) readonly cells: PaperCellDto[];
}

export class PaperDifferencesDto {
  @ApiProperty({ description: '保存时放在 If-Match 中' }) readonly version: number;
  @ApiProperty({ type: [PaperDifferenceDto] }) readonly items: PaperDifferenceDto[];
}

export class SettledCellBody {
  @ApiProperty({ minimum: 1, maximum: 500 }) @IsInt() @Min(1) @Max(500) readonly item: number;
  @ApiProperty({ type: Number, nullable: true, description: '空为漏答' }) @IsOptional() @IsInt() @Min(0) @Max(100) readonly value: number | null;
}

export class SettledSheetBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly assignmentId: string;
  @ApiProperty({ type: [SettledCellBody] }) @IsArray() @ArrayMaxSize(500) @ValidateNested({ each: true }) @Type(() => SettledCellBody)
  readonly cells: SettledCellBody[];
}

export class SettlePaperBody {
  @ApiProperty({ type: [SettledSheetBody], description: '每名学生须给出每一处不一致的答案' }) @IsArray() @ArrayMaxSize(600) @ValidateNested({ each: true }) @Type(() => SettledSheetBody)
  readonly sheets: SettledSheetBody[];
  @ApiProperty({ type: [String], description: '只录了一遍、不再计入的学生' }) @IsArray() @ArrayMaxSize(600) @IsUUID('all', { each: true })
  readonly dropped: string[];
}

export class PaperUploadBody {
  @ApiProperty({ enum: [1, 2], description: '第几遍；放在文件之前' }) turn!: number;
  @ApiProperty({ type: 'string', format: 'binary' }) file!: unknown;
}

export class PaperStartedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class PaperFaultDto {
  @ApiProperty() readonly row: number;
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly message: string;
}

export class PaperCountsDto {
  @ApiProperty() readonly new: number;
  @ApiProperty({ description: '同一遍里改录的' }) readonly changed: number;
  @ApiProperty() readonly unchanged: number;
  @ApiProperty({ description: '恒为0' }) readonly leaving: number;
  @ApiProperty() readonly wrong: number;
  @ApiProperty({ description: '核对之后情况有变而没有记下的行' }) readonly overtaken: number;
}

export class PaperEntryDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly turn: number;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ enum: ['checked', 'applied', 'cancelled'] }) readonly state: 'checked' | 'applied' | 'cancelled';
  @ApiProperty({ type: String, nullable: true }) readonly failure: string | null;
  @ApiProperty({ type: PaperCountsDto }) readonly counts: PaperCountsDto;
  @ApiProperty({ type: [PaperFaultDto], description: '前几个错误' }) readonly faults: PaperFaultDto[];
  @ApiProperty({ type: String, nullable: true, description: '不经后台任务，恒为空' }) readonly jobRunId: string | null;
}
