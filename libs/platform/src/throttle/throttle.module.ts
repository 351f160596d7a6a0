import { Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { Counters } from './counters.js';
import { Tally } from './tally.service.js';
import { Throttle } from './throttle.service.js';

@Module({
  providers: [{ provide: Counters, useFactory: (config: Config) => new Counters(config), inject: [CONFIG] }, Throttle, Tally],
  exports: [Throttle, Tally],
})
export class ThrottleModule {}
