import { isUuid } from '@heliotrope/kernel';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** A page of a list: where the last one ended, and how many more. */
export class PageQuery {
  @ApiPropertyOptional({ description: '上一页给出的 nextCursor' })
  @IsOptional()
  @IsString()
  @MaxLength(400)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 100, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** Cuts a page from `limit + 1` rows: the extra row only tells that more follow. */
export function pageOf<T>(rows: T[], limit: number, keyOf: (row: T) => readonly unknown[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null;
  return { items, nextCursor };
}

/** What a part of a cursor is: a small whole number, a large one, an instant, or an id. */
export type CursorPart = 'ordinal' | 'whole' | 'instant' | 'id';

/** Reads a cursor back. Null when there is none or when it is not one of ours: the list then starts at its beginning. */
export function readCursor(cursor: string | undefined, ...parts: readonly CursorPart[]): string[] | null {
  if (!cursor) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(key) || key.length !== parts.length) return null;
    return parts.every((part, at) => READS[part](String(key[at]))) ? key.map(String) : null;
  } catch {
    return null;
  }
}

/** A cursor comes from outside: what does not look right would reach the database as a text it cannot read. */
const READS: Record<CursorPart, (text: string) => boolean> = {
  ordinal: (text) => /^\d{1,3}$/.test(text),
  whole: (text) => /^\d{1,15}$/.test(text),
  instant: (text) => /^[1-9]\d{3}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text,
  id: isUuid,
};
