import { refuse } from '@heliotrope/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Ajv } from 'ajv';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Seat, SeatedRequest } from './seat-token.service.js';

/** What a pupil's device sends: the printed value of each item in order, null where it was left out. */
export class SheetBody {
  @ApiProperty({ format: 'uuid', description: '设备生成；重发同一份答卷用同一编号' }) readonly sheetId: string;
  @ApiProperty({ maxLength: 60 }) readonly instrument: string;
  @ApiProperty({ maxLength: 20 }) readonly version: string;
  @ApiProperty({ type: 'array', maxItems: 500, items: { type: 'integer', minimum: 0, maximum: 100, nullable: true } })
  readonly answers: (number | null)[];
  @ApiPropertyOptional({ type: 'array', maxItems: 500, items: { type: 'number', minimum: 0, nullable: true }, description: '每题用时（秒）' })
  readonly seconds?: (number | null)[] | null;
}

export class SheetTakenDto {
  @ApiProperty({ description: '回执号' }) readonly receipt: string;
  @ApiProperty({ format: 'uuid' }) readonly sheetId: string;
}

/** Of a sheet, and of a draft of one. */
export const SHEET_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['sheetId', 'instrument', 'version', 'answers'],
  properties: {
    sheetId: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' },
    instrument: { type: 'string', maxLength: 60 },
    version: { type: 'string', maxLength: 20 },
    answers: { type: 'array', maxItems: 500, items: { type: ['integer', 'null'], minimum: 0, maximum: 100 } },
    seconds: { type: ['array', 'null'], maxItems: 500, items: { type: ['number', 'null'], minimum: 0 } },
  },
};

const isSheet = new Ajv().compile<SheetBody>(SHEET_SCHEMA);

/** What the answering route hands on. */
export class HandedIn {
  readonly seat: Seat;
  readonly sheet: SheetBody;
}

/**
 * The seat the guard has found behind the token, and the body checked by a compiled schema. The usual pipe would build a
 * hundred small objects a sheet and take five times as long as all the rest.
 */
export const HandedInSheet = createParamDecorator((_: unknown, context: ExecutionContext): HandedIn => {
  const request = context.switchToHttp().getRequest<SeatedRequest & { body: unknown }>();
  const sheet = request.body;
  if (!isSheet(sheet)) {
    const [fault] = isSheet.errors ?? [];
    const field = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.');
    throw refuse('platform/invalid-body', { errors: [{ field, code: `platform/${(fault?.keyword ?? 'body').toLowerCase()}`, message: '内容不符合要求' }] });
  }
  return { seat: request.seat!, sheet };
});
