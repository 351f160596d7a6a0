import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import pg from 'pg';
import { parseConfig, type Config } from '../config/env.js';
import { Clock } from '../database/clock.js';
import { connectionAs, poolAs } from '../database/connection.js';
import { entities } from '../database/entities.js';
import { UnitOfWork } from '../database/unit-of-work.js';

/** A clock that stands still until it is moved. */
export class FixedClock extends Clock {
  constructor(private time: Date = new Date('2026-10-12T01:00:00Z')) {
    super();
  }

  override now(): Date {
    return this.time;
  }

  set(time: Date): void {
    this.time = time;
  }

  advance(milliseconds: number): void {
    this.time = new Date(this.time.getTime() + milliseconds);
  }
}

export interface TestDatabase {
  readonly config: Config;
  readonly clock: FixedClock;
  readonly work: UnitOfWork;
  readonly dataSource: DataSource;
  /** The owner's eye: sees everything, to look at what the application did. */
  readonly owner: pg.Pool;
  readonly intake: pg.Pool;
  readonly relay: pg.Pool;
  close(): Promise<void>;
}

const OBJECT_IN_USE = '55006';
let made = 0;

/** A database of this test file's own, copied from the migrated template: real PostgreSQL, nothing mocked. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = needed('DATABASE_URL');
  const name = `t_${process.pid}_${++made}_${Math.floor(performance.now())}`;
  await copyTemplate(server, name);
  const config = testConfig(name);
  if (config.logLevel === 'silent') Logger.overrideLogger(false); // accidents planted by a test are not news
  const ownerUrl = onDatabase(server, name);
  const { connectionString, ...extra } = connectionAs('heliotrope_app', config.database.url);
  const dataSource = await new DataSource({
    type: 'postgres', url: connectionString, poolSize: 6, extra, entities: entities() as never[],
    poolErrorHandler: () => undefined,
  }).initialize();
  const clock = new FixedClock();
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 3 });
  owner.on('error', () => undefined);
  const intake = poolAs('heliotrope_intake', config.database.url, 3);
  const relay = poolAs('heliotrope_relay', config.database.url, 3);
  return {
    config, clock, dataSource, owner, intake, relay,
    work: new UnitOfWork(dataSource, clock),
    close: async () => {
      await Promise.all([dataSource.destroy(), owner.end(), intake.end(), relay.end()]);
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/** The configuration of a process that works on this test database. */
export function testConfig(database: string): Config {
  const service = process.env['DATABASE_SERVICE_URL'] ?? needed('DATABASE_URL');
  return parseConfig({
    DATABASE_SERVICE_URL: onDatabase(service, database),
    REDIS_URL: needed('REDIS_URL'),
    KEYS_PATH: needed('TEST_KEYS_PATH'),
    FILES_DIR: needed('TEST_FILES_DIR'),
    AUDIT_ANCHORS_DIR: `${needed('TEST_FILES_DIR')}/anchors-${database}`,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  });
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run the tests through "npm run jest", which starts the databases`);
  return value;
}

function onDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.toString();
}

/** PostgreSQL gives its own vacuum five seconds to leave the template; on a busy machine that is short. */
async function copyTemplate(server: string, name: string, tries = 5): Promise<void> {
  try {
    await onServer(server, `create database ${name} template heliotrope_template`);
  } catch (error) {
    if ((error as { code?: string }).code !== OBJECT_IN_USE || tries === 1) throw error;
    await copyTemplate(server, name, tries - 1);
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
