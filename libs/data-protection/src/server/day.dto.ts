import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Matches } from 'class-validator';

const shape = () => Matches(/^\d{4}-\d{2}-\d{2}$/);

/** A day in a body: `2026-10-12`. */
export const Day = () => applyDecorators(ApiProperty({ example: '2026-10-12' }), shape());

export class BureauBody {
  @ApiPropertyOptional({ description: '为哪个教育局；不填即本局' }) @IsOptional() @IsInt() readonly bureauId?: number;
}
export class BureauQuery {
  @ApiPropertyOptional({ description: '只看这个教育局', pattern: String.raw`^\d{6}$` }) @IsOptional() @Matches(/^\d{6}$/) readonly bureauId?: string;
}

