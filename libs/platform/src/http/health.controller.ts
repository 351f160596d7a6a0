import { refuse } from '@heliotrope/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/allow.js';
import { DatabasePulse } from '../database/database-pulse.js';

class HealthDto {
  @ApiProperty({ enum: ['ok'] }) readonly status: 'ok';
  @ApiProperty() readonly live: boolean;
  @ApiProperty() readonly ready: boolean;
}

@ApiTags('platform')
@Controller('health')
export class HealthController {
  constructor(@Inject(DatabasePulse) private readonly database: DatabasePulse) {}

  @Get()
  @Public('a load balancer asks it and holds no account')
  @ApiOperation({ summary: '进程是否活着、能否服务' })
  @ApiOkResponse({ type: HealthDto })
  async health(): Promise<HealthDto> {
    return this.ready();
  }

  @Get('live')
  @Public('a load balancer asks it and holds no account')
  @ApiOperation({ summary: '进程是否活着' })
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return { status: 'ok', live: true, ready: false };
  }

  @Get('ready')
  @Public('a load balancer asks it and holds no account')
  @ApiOperation({ summary: '能否服务：数据库可达' })
  @ApiOkResponse({ type: HealthDto })
  async ready(): Promise<HealthDto> {
    if (!(await this.database.isReachable())) throw refuse('platform/unavailable');
    return { status: 'ok', live: true, ready: true };
  }
}
