import { refuse } from '@heliotrope/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Ajv } from 'ajv';
import { ApiProperty } from '@nestjs/swagger';
import { SheetBody, SHEET_SCHEMA } from '../answering/sheet-body.js';
import type { Seat, SeatedRequest } from '../answering/seat-token.service.js';

/** The same as a sheet, while it is being answered. */
export class DraftBody extends SheetBody {
  @ApiProperty({ description: '答到第几题，从 0 数起' }) readonly atItem: number;
  @ApiProperty({ description: '保存时刻（毫秒，按服务器时间推算）；较早的保存不会覆盖较晚的' }) readonly savedMs: number;
}

export class DraftSavedDto {
  @ApiProperty({ description: '已保存到的时刻' }) readonly savedMs: number;
}

/** What the server has kept of a form that is not handed in: the device goes on from there. */
export class KeptDraftDto {
  @ApiProperty({ format: 'uuid', description: '接着答时沿用的答卷编号' }) readonly sheetId: string;
  @ApiProperty() readonly savedMs: number;
  @ApiProperty() readonly atItem: number;
  @ApiProperty({ type: 'array', items: { type: 'integer', nullable: true } }) readonly answers: readonly (number | null)[];
  @ApiProperty({ type: 'array', items: { type: 'number', nullable: true }, nullable: true }) readonly seconds: readonly (number | null)[] | null;
}

const isDraft = new Ajv().compile<DraftBody>({
  ...SHEET_SCHEMA,
  required: [...SHEET_SCHEMA.required, 'atItem', 'savedMs'],
  properties: { ...SHEET_SCHEMA.properties, atItem: { type: 'integer', minimum: 0, maximum: 499 }, savedMs: { type: 'integer', minimum: 0 } },
});

export class SavedDraft {
  readonly seat: Seat;
  readonly draft: DraftBody;
}

/** As for a sheet: a compiled schema, because a class of fifty saves every few seconds. */
export const HandedDraft = createParamDecorator((_: unknown, context: ExecutionContext): SavedDraft => {
  const request = context.switchToHttp().getRequest<SeatedRequest & { body: unknown }>();
  const draft = request.body;
  if (!isDraft(draft)) {
    const [fault] = isDraft.errors ?? [];
    const field = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.');
    throw refuse('platform/invalid-body', { errors: [{ field, code: `platform/${(fault?.keyword ?? 'body').toLowerCase()}`, message: '内容不符合要求' }] });
  }
  return { seat: request.seat!, draft };
});
