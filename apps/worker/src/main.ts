import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readConfig, StructuredLogger } from '@heliotrope/platform';
import { WorkerModule } from './worker.module.js';

const config = readConfig();
const app = await NestFactory.createApplicationContext(WorkerModule.with(config), {
  bufferLogs: true,
  logger: config.logLevel === 'silent' ? false : new StructuredLogger(config.logLevel),
  abortOnError: false,
});
app.enableShutdownHooks();
process.stdout.write('worker ready\n');
process.send?.({ ready: true });
