import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class DormitoryBody {
  @ApiProperty({ example: '1号楼' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  name!: string;

  @ApiProperty({ enum: [0, 1, 2], description: '0不限，1男生，2女生' })
  @IsIn([0, 1, 2])
  forSex!: 0 | 1 | 2;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY)
  closedOn?: string | null;
}

export class RoomBody {
  @ApiProperty({ example: '302' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(20)
  number!: string;

  @ApiProperty({ minimum: 1, maximum: 60 })
  @IsInt()
  @Min(1)
  @Max(60)
  beds!: number;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY)
  closedOn?: string | null;
}

export class ResidentBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  studentId!: string;
}

export class RoomDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  dormitoryId!: string;
  @ApiProperty()
  number!: string;
  @ApiProperty()
  beds!: number;
  @ApiProperty({ description: '已住人数' })
  residents!: number;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  closedOn!: string | null;
  @ApiProperty()
  version!: number;
}

export class DormitoryDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ enum: [0, 1, 2] })
  forSex!: 0 | 1 | 2;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  closedOn!: string | null;
  @ApiProperty()
  version!: number;
  @ApiProperty({ type: [RoomDto] })
  rooms!: RoomDto[];
}

export class DormitoriesDto {
  @ApiProperty({ type: [DormitoryDto] })
  items!: DormitoryDto[];
}

export class ResidentDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  className!: string;
  @ApiProperty({ format: 'date' })
  fromOn!: string;
}

export class ResidentsDto {
  @ApiProperty({ type: [ResidentDto] })
  items!: ResidentDto[];
}
