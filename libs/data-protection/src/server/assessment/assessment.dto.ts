import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsNotEmpty, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { ASSESSED_SUBJECTS, type AssessedRisk, type AssessedSubject, type AssessmentState, type Conclusion } from '../../rules/index.js';
import { BureauBody, Day } from '../day.dto.js';

export const SUBJECTS = Object.keys(ASSESSED_SUBJECTS) as AssessedSubject[];
const RISKS: AssessedRisk[] = ['low', 'medium', 'high'];
const CONCLUSIONS: Conclusion[] = ['proceed', 'proceed-with-measures', 'stop'];

const Part = () => (target: object, name: string) => {
  for (const one of [ApiProperty({ maxLength: 4000 }), IsString(), MaxLength(4000), Matches(/^[^\0]*$/)]) one(target, name);
};

export class AssessmentContentDto {
  @Part() readonly purposeAndMethod: string;
  @Part() readonly lawfulness: string;
  @Part() readonly necessity: string;
  @Part() readonly dataClasses: string;
  @Part() readonly effectsOnRights: string;
  @Part() readonly securityRisks: string;
  @Part() readonly measures: string;
  @Part() readonly measuresFit: string;
}

export class WriteAssessmentBody extends BureauBody {
  @ApiProperty({ enum: SUBJECTS }) @IsIn(SUBJECTS) readonly subject: AssessedSubject;
  @ApiProperty({ maxLength: 80 }) @IsString() @IsNotEmpty() @MaxLength(80) @Matches(/^[^\0]*$/) readonly title: string;
  @ApiProperty({ type: AssessmentContentDto }) @ValidateNested() @Type(() => AssessmentContentDto) readonly content: AssessmentContentDto;
  @ApiProperty({ enum: RISKS }) @IsIn(RISKS) readonly risk: AssessedRisk;
  @ApiProperty({ enum: CONCLUSIONS }) @IsIn(CONCLUSIONS) readonly conclusion: Conclusion;
  @Day() readonly validUntil: string;
}

export class AssessmentDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ enum: SUBJECTS }) readonly subject: AssessedSubject;
  @ApiProperty() readonly subjectName: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: AssessmentContentDto }) readonly content: AssessmentContentDto;
  @ApiProperty({ enum: RISKS }) readonly risk: AssessedRisk;
  @ApiProperty({ enum: CONCLUSIONS }) readonly conclusion: Conclusion;
  @ApiProperty({ enum: ['draft', 'approved', 'revoked'] }) readonly state: AssessmentState;
  @ApiProperty({ description: '今天是否生效' }) readonly isInForce: boolean;
  @ApiProperty({ type: String, nullable: true }) readonly validFrom: string | null;
  @ApiProperty() readonly validUntil: string;
  @ApiProperty({ description: '至少保存到这一天' }) readonly keptUntil: string;
  @ApiProperty() readonly authorName: string;
  @ApiProperty({ type: String, nullable: true }) readonly approverName: string | null;
  @ApiProperty({ description: '您现在能否批准' }) readonly mayApprove: boolean;
}

export class AssessmentPageDto {
  @ApiProperty({ type: [AssessmentDto] }) readonly items: AssessmentDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}
export class AssessmentWrittenDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}
