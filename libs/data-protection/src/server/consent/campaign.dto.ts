import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { type Audience, type ConsentState, type Decision, PURPOSE_NAMES, type Purpose } from '../../rules/index.js';
import { BureauBody, Day } from '../day.dto.js';
import { AUDIENCES } from '../notice/notice.dto.js';

const RULES = ['guardian-consent', 'consent-by-age'] as const;
export const DECISIONS: readonly Decision[] = ['given', 'refused', 'withdrawn'];
const STATES: readonly ConsentState[] = ['not-needed', 'doubtful', 'given', 'awaiting', 'outdated', 'refused', 'withdrawn'];

export class PlanCampaignBody extends BureauBody {
  @ApiProperty({ maxLength: 80 }) @IsString() @IsNotEmpty() @MaxLength(80) @Matches(/^[^\0]*$/) readonly title: string;
  @ApiProperty({ enum: PURPOSE_NAMES }) @IsIn(PURPOSE_NAMES) readonly purpose: Purpose;
  @ApiProperty({ enum: RULES }) @IsIn(RULES) readonly rule: (typeof RULES)[number];
  @Day() readonly asksFrom: string;
  @Day() readonly asksUntil: string;
  @ApiPropertyOptional({ format: 'uuid', description: '只在一所学校征求；不填即全局各校' }) @IsOptional() @IsUUID() readonly schoolId?: string;
}

export class CampaignQuery extends PageQuery {}
export class ClassQuery {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly classId: string;
}
export class InviteBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly classId: string;
}

export class CampaignCountsDto {
  @ApiProperty({ description: '已发同意码或已登记的学生' }) readonly asked: number;
  @ApiProperty() readonly given: number;
  @ApiProperty({ description: '拒绝单独计数，不算缺测' }) readonly refused: number;
  @ApiProperty() readonly withdrawn: number;
  @ApiProperty() readonly awaiting: number;
}

export class CampaignDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly schoolId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly schoolName: string | null;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: PURPOSE_NAMES }) readonly purpose: Purpose;
  @ApiProperty() readonly purposeName: string;
  @ApiProperty({ enum: RULES }) readonly rule: (typeof RULES)[number];
  @ApiProperty() readonly asksFrom: string;
  @ApiProperty() readonly asksUntil: string;
  @ApiProperty({ type: CampaignCountsDto, description: '只有人数' }) readonly counts: CampaignCountsDto;
}

export class CampaignPageDto {
  @ApiProperty({ type: [CampaignDto] }) readonly items: CampaignDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}
export class CampaignPlannedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class PartyDto {
  @ApiProperty({ enum: AUDIENCES }) readonly audience: Audience;
  @ApiProperty({ enum: DECISIONS, type: String, nullable: true }) readonly decision: Decision | null;
  @ApiProperty({ type: String, nullable: true }) readonly signedOn: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['online', 'paper'] }) readonly means: 'online' | 'paper' | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly recordId: string | null;
  @ApiProperty() readonly hasScan: boolean;
}

/** Consent of one pupil as those who teach the class see it. */
export class PupilConsentDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: STATES }) readonly state: ConsentState;
  @ApiProperty({ type: [PartyDto] }) readonly parties: PartyDto[];
}
export class ClassConsentDto {
  @ApiProperty() readonly className: string;
  @ApiProperty({ type: [PupilConsentDto] }) readonly items: PupilConsentDto[];
}

export class AskedClassDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly pupils: number;
}
export class AskedClassesDto {
  @ApiProperty({ type: [AskedClassDto] }) readonly items: AskedClassDto[];
}

export class ConsentSlipDto {
  @ApiProperty({ format: 'uuid' }) readonly studentId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: AUDIENCES }) readonly audience: Audience;
  @ApiProperty({ description: '只显示这一次，系统不保存', example: 'ABCD-EFGH-2345' }) readonly code: string;
}
export class ConsentSlipsDto {
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly campaignTitle: string;
  @ApiProperty() readonly asksUntil: string;
  @ApiProperty({ description: '学生端地址，二维码用' }) readonly address: string;
  @ApiProperty({ type: [ConsentSlipDto] }) readonly slips: ConsentSlipDto[];
  @ApiProperty({ description: '已经答复、不再询问的人次' }) readonly leftInPeace: number;
}

export class PaperConsentBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly studentId: string;
  @ApiProperty({ enum: AUDIENCES }) @IsIn(AUDIENCES as Audience[]) readonly audience: Audience;
  @ApiProperty({ enum: DECISIONS }) @IsIn(DECISIONS as Decision[]) readonly decision: Decision;
  @Day() readonly signedOn: string;
  @ApiProperty({ maxLength: 20, description: '与学生的关系' }) @IsString() @MaxLength(20) @Matches(/^[^\0]*$/) readonly relation: string;
  @ApiProperty({ maxLength: 40 }) @IsString() @Matches(/\S/) @MaxLength(40) @Matches(/^[^\0]*$/) readonly signer: string;
}
export class ConsentRecordedDto {
  @ApiProperty({ format: 'uuid' }) readonly recordId: string;
}
export class ScanBody {
  @ApiProperty({ type: 'string', format: 'binary' }) readonly file: unknown;
}
