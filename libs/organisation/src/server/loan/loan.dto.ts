import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class LendBody {
  @ApiProperty() @IsString() @MaxLength(80) readonly action: string;
  @ApiProperty({ format: 'uuid', description: '同事的岗位' }) @IsUUID() readonly borrowerPostId: string;
  @ApiPropertyOptional({ format: 'date', description: '从哪天起；不填为今天' }) @IsOptional() @Matches(DAY) readonly validFrom?: string;
  @ApiProperty({ format: 'date', description: '最后一天' }) @Matches(DAY) readonly validUntil: string;
  @ApiProperty({ maxLength: 200 }) @IsString() @Matches(/\S/) @MaxLength(200) readonly reason: string;
}

export class LentDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class LoanDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly action: string;
  @ApiProperty() readonly actionName: string;
  @ApiProperty() readonly lenderName: string;
  @ApiProperty() readonly borrowerName: string;
  @ApiProperty() readonly orgName: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ format: 'date' }) readonly validUntil: string;
  @ApiProperty({ format: 'date-time' }) readonly givenAt: Date;
  @ApiProperty({ enum: ['coming', 'running', 'over', 'ended'] }) readonly state: 'coming' | 'running' | 'over' | 'ended';
  @ApiProperty({ description: '由我授出' }) readonly mine: boolean;
}

export class LoanPageDto {
  @ApiProperty({ type: [LoanDto] }) readonly items: LoanDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class LendableDto {
  @ApiProperty() readonly action: string;
  @ApiProperty() readonly name: string;
}

export class ColleagueDto {
  @ApiProperty({ format: 'uuid' }) readonly postId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly postName: string;
  @ApiProperty({ type: [LendableDto], description: '可以临时授权给他的操作' }) readonly actions: LendableDto[];
}

export class LoanOfferDto {
  @ApiProperty({ description: '最长多少天' }) readonly longestDays: number;
  @ApiProperty({ type: [ColleagueDto] }) readonly colleagues: ColleagueDto[];
}
