import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from './env.js';

/** The token under which the configuration is injected: `@Inject(CONFIG) config: Config`. */
export const CONFIG = Symbol('config');

@Global()
@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: CONFIG, useValue: config }], exports: [CONFIG] };
  }
}
