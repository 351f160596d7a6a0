import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class SignInBody {
  @ApiProperty({ example: 'county.officer' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  username!: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  password!: string;
}

export class FirstSignInBody {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  username!: string;

  @ApiProperty({ description: '管理员给您的一次性登录码', example: 'ABCD-EFGH-JKMN' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  code!: string;

  @ApiProperty({ format: 'password', description: '至少8个字符，大写、小写、数字、符号中至少三种' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  newPassword!: string;
}

export class ChangePasswordBody {
  @ApiProperty({ format: 'password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  currentPassword!: string;

  @ApiProperty({ format: 'password', description: '至少8个字符，大写、小写、数字、符号中至少三种；不能与最近5次相同' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  newPassword!: string;
}

export class PostDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ example: 'psychology-teacher' })
  post!: string;
  @ApiProperty({ example: '心理教师' })
  postName!: string;
  @ApiProperty()
  orgName!: string;
  @ApiProperty({ example: '本校', description: '数据范围' })
  scopeWord!: string;
}

export class HomeDto {
  @ApiProperty({ enum: ['province', 'city', 'county', 'school'] })
  kind!: 'province' | 'city' | 'county' | 'school';
  @ApiProperty()
  id!: string;
  @ApiProperty()
  name!: string;
}

export class SessionDto {
  @ApiProperty()
  accountId!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({
    type: String, nullable: true, enum: ['password', 'enrol-second-factor', 'second-factor', null],
    description: '登录还差哪一步；为null时登录完成，岗位生效',
  })
  needs!: 'password' | 'enrol-second-factor' | 'second-factor' | null;
  @ApiProperty({ type: [PostDto] })
  posts!: PostDto[];
  @ApiProperty({ type: [String], description: '可做的操作' })
  actions!: string[];
  @ApiProperty({ type: HomeDto, nullable: true })
  home!: HomeDto | null;
  @ApiProperty({ description: '密码还有几天到期' })
  passwordDaysLeft!: number;
  @ApiProperty({ description: '这里是演示环境' })
  demo!: boolean;
}
