import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { Clock } from './clock.js';
import { connectionAs, poolAs } from './connection.js';
import { DatabasePulse } from './database-pulse.js';
import { entities } from './entities.js';
import { UnitOfWork } from './unit-of-work.js';

/** Pool of the role that may hand in sheets and nothing else: `@Inject(INTAKE_POOL) pool: pg.Pool`. */
export const INTAKE_POOL = Symbol('intake pool');
/** Pool of the role that carries facts and job runs of every bureau. */
export const RELAY_POOL = Symbol('relay pool');

const dataSource = {
  provide: DataSource,
  inject: [CONFIG],
  useFactory: async (config: Config): Promise<DataSource> => {
    const { connectionString, ...extra } = connectionAs('heliotrope_app', config.database.url);
    return new DataSource({
      type: 'postgres',
      url: connectionString,
      poolSize: config.database.poolSize,
      extra,
      entities: entities() as (EntitySchema | (new () => object))[],
      poolErrorHandler: () => undefined,
    }).initialize();
  },
};

const intakePool = {
  provide: INTAKE_POOL,
  inject: [CONFIG],
  useFactory: (config: Config): pg.Pool => poolAs('heliotrope_intake', config.database.url, 6),
};

const relayPool = {
  provide: RELAY_POOL,
  inject: [CONFIG],
  useFactory: (config: Config): pg.Pool => poolAs('heliotrope_relay', config.database.url, 6),
};

@Injectable()
class ConnectionsCloser implements OnApplicationShutdown {
  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(INTAKE_POOL) private readonly intake: pg.Pool,
    @Inject(RELAY_POOL) private readonly relay: pg.Pool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.source.destroy(), this.intake.end(), this.relay.end()]);
  }
}

@Global()
@Module({
  providers: [dataSource, intakePool, relayPool, Clock, UnitOfWork, DatabasePulse, ConnectionsCloser],
  exports: [DataSource, INTAKE_POOL, RELAY_POOL, Clock, UnitOfWork, DatabasePulse],
})
export class DatabaseModule {}
