import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessModule } from '../access/access.module.js';
import { ConfigModule } from '../config/config.module.js';
import { Clock } from '../database/clock.js';
import { DatabaseModule } from '../database/database.module.js';
import { createServer } from '../http/server.js';
import { JobsModule } from '../jobs/jobs.module.js';
import type { TestDatabase } from './database.js';

type Import = Type | DynamicModule;

/** A real server over a test database, spoken to with `app.inject`; the worker's parts are in it, driven by hand. */
export async function testServer(database: TestDatabase, ...imports: Import[]): Promise<NestFastifyApplication> {
  @Module({ imports: [ConfigModule.with(database.config), DatabaseModule, AccessModule, JobsModule, ...imports] })
  class TestServerModule {}

  const app = await createServer(TestServerModule, database.config);
  const clock = app.get(Clock);
  clock.now = () => database.clock.now();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
