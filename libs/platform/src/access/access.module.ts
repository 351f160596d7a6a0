import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { RouteCheck } from './route-check.js';
import { StandingLeave } from './standing-leave.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [{ provide: APP_GUARD, useClass: AccessGuard }, RouteCheck, StandingLeave],
  exports: [RouteCheck, StandingLeave],
})
export class AccessModule {}
