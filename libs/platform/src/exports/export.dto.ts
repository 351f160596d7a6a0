import { ApiProperty } from '@nestjs/swagger';
import type { ExportState, ExportView } from './export.repository.js';

export class ExportDto implements ExportView {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ description: 'domain/kind' }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly fileName: string;
  @ApiProperty({ enum: ['making', 'ready', 'failed', 'expired'] }) readonly state: ExportState;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly jobRunId: string | null;
  @ApiProperty({ type: Number, nullable: true }) readonly bytes: number | null;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly readyAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly expiresAt: Date | null;

  /** Field by field: the row also knows where the file lies, which is nobody's business. */
  static of(view: ExportView): ExportDto {
    const { id, kind, title, fileName, state, jobRunId, bytes, requestedAt, readyAt, expiresAt } = view;
    return { id, kind, title, fileName, state, jobRunId, bytes, requestedAt, readyAt, expiresAt };
  }
}

export class ExportPageDto {
  @ApiProperty({ type: [ExportDto] }) readonly items: ExportDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}
