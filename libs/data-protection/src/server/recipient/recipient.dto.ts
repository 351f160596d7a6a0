import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { type ContractStanding, type LegalBasis, RECIPIENT_KINDS, type RecipientKind } from '../../rules/index.js';
import { BureauBody, Day } from '../day.dto.js';

const KINDS = Object.keys(RECIPIENT_KINDS) as RecipientKind[];
const BASES: LegalBasis[] = ['consent', 'statutory-duty', 'vital-interest'];
const STANDINGS: ContractStanding[] = ['running', 'ending', 'over', 'not-begun'];

const Text = (maxLength: number) => (target: object, name: string) => {
  for (const one of [ApiProperty({ maxLength }), IsString(), IsNotEmpty(), MaxLength(maxLength), Matches(/^[^\0]*$/)]) one(target, name);
};
const Classes = () => (target: object, name: string) => {
  const rules = [
    ApiProperty({ type: [String], example: ['姓名', '联系电话'] }), IsArray(), ArrayMinSize(1), ArrayMaxSize(30), IsString({ each: true }),
    MaxLength(40, { each: true }), Matches(/^[^\0]*\S[^\0]*$/, { each: true }),
  ];
  for (const one of rules) one(target, name);
};

export class RegisterRecipientBody extends BureauBody {
  @ApiProperty({ enum: KINDS }) @IsIn(KINDS) readonly kind: RecipientKind;
  @Text(80) readonly name: string;
  @Text(80) readonly contact: string;
  @Text(200) readonly purpose: string;
  @Text(200) readonly means: string;
  @Classes() readonly dataClasses: string[];
  @Text(60) readonly contractNumber: string;
  @Day() readonly contractFrom: string;
  @Day() readonly contractUntil: string;
}

export class RecordProvisionBody {
  @Classes() readonly dataClasses: string[];
  @Text(200) readonly purpose: string;
  @ApiProperty({ enum: BASES, nullable: true, required: false, type: String, description: '受托方可不填' }) @IsOptional() @IsIn(BASES) readonly basis?: LegalBasis | null;
  @ApiProperty({ minimum: 1, maximum: 10_000_000, description: '涉及人数' }) @IsInt() @Min(1) @Max(10_000_000) readonly persons: number;
  @Day() readonly providedOn: string;
}

export class RecipientDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ enum: KINDS }) readonly kind: RecipientKind;
  @ApiProperty() readonly kindName: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly contact: string;
  @ApiProperty() readonly purpose: string;
  @ApiProperty() readonly means: string;
  @ApiProperty({ type: [String] }) readonly dataClasses: readonly string[];
  @ApiProperty() readonly contractNumber: string;
  @ApiProperty() readonly contractFrom: string;
  @ApiProperty() readonly contractUntil: string;
  @ApiProperty({ enum: STANDINGS }) readonly standing: ContractStanding;
  @ApiProperty({ format: 'uuid' }) readonly assessmentId: string;
}
export class RecipientPageDto {
  @ApiProperty({ type: [RecipientDto] }) readonly items: RecipientDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}
export class RegisteredDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}
export class ProvisionDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: [String] }) readonly dataClasses: readonly string[];
  @ApiProperty() readonly purpose: string;
  @ApiProperty({ enum: BASES, nullable: true, type: String }) readonly basis: LegalBasis | null;
  @ApiProperty() readonly persons: number;
  @ApiProperty() readonly providedOn: string;
  @ApiProperty() readonly recordedByName: string;
}
export class ProvisionsDto {
  @ApiProperty({ type: RecipientDto }) readonly recipient: RecipientDto;
  @ApiProperty({ type: [ProvisionDto] }) readonly items: ProvisionDto[];
}
