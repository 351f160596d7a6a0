import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { Outbound } from './outbound.js';

@Global()
@Module({
  providers: [{ provide: Outbound, inject: [CONFIG], useFactory: (config: Config) => new Outbound({ allow: config.outboundAllow }) }],
  exports: [Outbound],
})
export class OutboundModule {}
