import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { MOST_HOURS } from './purpose.js';
import type { AccessKind, AccessState, GlassVerdict } from './special-access.repository.js';

export class AskAccessBody {
  @ApiProperty({ description: '记录：kind:编号', example: 'case:0190a000-0000-7000-8000-000000000001' })
  @IsString() @Matches(/^[a-z-]{1,40}:[0-9a-f-]{36}$/) readonly object: string;
  @ApiProperty({ minLength: 8, maxLength: 500 }) @IsString() @MinLength(8) @MaxLength(500) @Matches(/\S/) readonly reason: string;
  @ApiProperty({ minimum: 1, maximum: MOST_HOURS }) @IsInt() @Min(1) @Max(MOST_HOURS) readonly hours: number;
}

export class DecideAccessBody {
  @ApiProperty() @IsBoolean() readonly grant: boolean;
}

export class VerdictBody {
  @ApiProperty({ enum: ['justified', 'unjustified'] }) @IsIn(['justified', 'unjustified']) readonly verdict: GlassVerdict;
  @ApiProperty({ minLength: 4, maxLength: 500 }) @IsString() @MinLength(4) @MaxLength(500) readonly words: string;
}

export class SpecialAccessDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: ['approval', 'break-glass'] }) readonly kind: AccessKind;
  @ApiProperty() readonly object: string;
  @ApiProperty({ description: '申请人' }) readonly accountName: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly hours: number;
  @ApiProperty({ enum: ['asked', 'granted', 'refused', 'over'] }) readonly state: AccessState;
  @ApiProperty({ format: 'date-time' }) readonly askedAt: Date;
  @ApiProperty({ type: String, nullable: true }) readonly decidedByName: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly expiresAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '紧急查看须在此前由他人复核' }) readonly reviewDueAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly reviewedByName: string | null;
  @ApiProperty({ enum: ['justified', 'unjustified'], nullable: true }) readonly verdict: GlassVerdict | null;
}

export class SpecialAccessListDto {
  @ApiProperty({ type: [SpecialAccessDto] }) readonly items: SpecialAccessDto[];
}
