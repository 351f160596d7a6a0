import { ApiProperty } from '@nestjs/swagger';
import { PROVIDER_KINDS, type ProviderKind } from '../../rules/index.js';

/** What the sign-in page may know of an outside door. */
export class OfferedProviderDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: PROVIDER_KINDS })
  kind!: ProviderKind;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  bureauName!: string;
}

export class OfferedProvidersDto {
  @ApiProperty({ type: [OfferedProviderDto] })
  items!: OfferedProviderDto[];
}

export class LinkedIdentityDto {
  @ApiProperty()
  providerId!: string;
  @ApiProperty({ enum: PROVIDER_KINDS })
  kind!: ProviderKind;
  @ApiProperty()
  name!: string;
  @ApiProperty({ format: 'date-time' })
  linkedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  usedAt!: string | null;
}

export class LinkedIdentitiesDto {
  @ApiProperty({ type: [LinkedIdentityDto] })
  items!: LinkedIdentityDto[];
}

export class SentOutDto {
  @ApiProperty({ description: '浏览器应前往的地址' })
  url!: string;
}
