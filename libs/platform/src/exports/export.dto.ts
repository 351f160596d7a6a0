import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { ExportRow, ExportState, ExportView } from './export.repository.js';

export class ExportDto implements ExportView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ description: 'domain/kind' }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ enum: ['asked', 'refused', 'making', 'ready', 'failed', 'expired'] }) readonly state: ExportState;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly jobRunId: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly bytes: number | null;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly readyAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly expiresAt: Date | null;

  @ApiProperty() readonly reason: string;
  @ApiProperty({ description: '含个人信息：须他人批准，加密压缩' }) readonly holdsIndividuals: boolean;
  @ApiProperty({ description: '密码尚未显示；只显示一次' }) readonly hasPassword: boolean;

  /** Field by field: the row also knows where the file lies, which is nobody's business. */
  static of(view: ExportView): ExportDto {
    const { id, kind, title, fileName, state, jobRunId, bytes, requestedAt, readyAt, expiresAt, reason, holdsIndividuals, hasPassword } = view;
    return { id, kind, title, fileName, state, jobRunId, bytes, requestedAt, readyAt, expiresAt, reason, holdsIndividuals, hasPassword };
  }
}

export class ExportPageDto {
  @ApiProperty({ type: [ExportDto] }) readonly items: ExportDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class DecideExportBody {
  @ApiProperty() @IsBoolean() readonly grant: boolean;
}

export class ExportPasswordDto {
  @ApiProperty({ description: '只显示这一次' }) readonly password: string;
}

/** An order as the one who has to approve it sees it. */
export class AskedExportDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly askedByName: string;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;

  static of({ id, kind, title, reason, askedByName, requestedAt }: ExportRow): AskedExportDto {
    return { id, kind, title, reason, askedByName, requestedAt };
  }
}

export class AskedExportListDto {
  @ApiProperty({ type: [AskedExportDto] }) readonly items: AskedExportDto[];
}
