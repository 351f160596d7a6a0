import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { addDays, schoolDay } from '@heliotrope/kernel';
import { CLOSING, isPostKind, POSTS } from '../../rules/index.js';
import type { AccountState, DirectoryRow } from './account-directory.repository.js';

const STATES = ['invited', 'active', 'locked', 'disabled', 'closing'] as const;

export class AccountQuery extends PageQuery {
  @ApiPropertyOptional({ description: '姓名或登录名' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  q?: string;

  @ApiPropertyOptional({ enum: STATES, description: '待首次登录、使用中、已锁定、已停用、即将停用' })
  @IsOptional()
  @IsIn(STATES)
  state?: AccountState;
}

export class NewAccountBody {
  @ApiProperty({ example: 'li.hua' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  username!: string;

  @ApiProperty({ example: '李华' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  name!: string;

  @ApiPropertyOptional({ description: '手机，选填' })
  @IsOptional()
  @IsString()
  @MaxLength(30)
  phone?: string;

  @ApiPropertyOptional({ description: '属于哪个教育局；管理多个时必填' })
  @IsOptional()
  @IsInt()
  jurisdictionId?: number;
}

export class IssueCodesBody {
  @ApiProperty({ type: [String], maxItems: 60 })
  @ArrayNotEmpty()
  @ArrayMaxSize(60)
  @IsUUID(undefined, { each: true })
  ids!: string[];
}

export class AccountReasonBody {
  @ApiProperty({ minLength: 4, description: '理由，写入审计' })
  @IsString()
  @MinLength(4)
  @MaxLength(200)
  reason!: string;
}

export class AccountPostDto {
  @ApiProperty()
  postName!: string;
  @ApiProperty()
  orgName!: string;
}

export class AccountDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  username!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ enum: ['invited', 'active', 'locked', 'disabled'] })
  state!: 'invited' | 'active' | 'locked' | 'disabled';
  @ApiProperty({ description: '一次性登录码已发放且没有过期' })
  hasCode!: boolean;
  @ApiProperty()
  hasSecondFactor!: boolean;
  @ApiProperty({ type: String, nullable: true, enum: ['administrator', 'idle', 'leaver', null], description: '为什么停用' })
  closingReason!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date', description: '将在这一天自动停用' })
  closesOn!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastSignedInAt!: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ description: '您可以办理；否则由上级教育局的系统管理员办理' })
  isHers!: boolean;
  @ApiProperty({ type: [AccountPostDto] })
  posts!: AccountPostDto[];
}

export class AccountDetailDto extends AccountDto {
  @ApiProperty({ type: String, nullable: true, description: '手机（脱敏）' })
  phone!: string | null;
}

export class AccountPageDto {
  @ApiProperty({ type: [AccountDto] })
  items!: AccountDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class CodeSlipDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  username!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ description: '一次性登录码，只显示这一次' })
  code!: string;
  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;
}

export class CodeSlipsDto {
  @ApiProperty({ type: [CodeSlipDto] })
  items!: CodeSlipDto[];
}

export function accountDto(row: DirectoryRow, now: Date): AccountDto {
  return {
    id: row.id, username: row.username, name: row.name,
    state: row.state === 'active' && row.lockedUntil !== null && row.lockedUntil > now ? 'locked' : row.state,
    hasCode: row.codeExpiresAt !== null && row.codeExpiresAt > now, hasSecondFactor: row.hasSecondFactor, closingReason: row.closingReason,
    closesOn: row.state !== 'disabled' && row.closingToldOn ? addDays(schoolDay(row.closingToldOn), CLOSING.noticeDays) : null,
    lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null, createdAt: row.createdAt.toISOString(), isHers: row.isHers,
    posts: row.posts.map((post) => ({ postName: isPostKind(post.kind) ? POSTS[post.kind].name : post.kind, orgName: post.orgName })),
  };
}
