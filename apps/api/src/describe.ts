import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { describeApi, parseConfig } from '@heliotrope/platform';
import { ApiModule } from './api.module.js';

/** The API's description without a database: the modules are read, nothing in them is started. */
export async function describeOffline(): Promise<object> {
  const config = parseConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', REDIS_URL: '', KEYS_PATH: 'none' });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(config), new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  app.setGlobalPrefix('api', { exclude: ['metrics'] });
  return describeApi(app);
}
