import { wholeJurisdictions } from '@heliotrope/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FilesHttpModule } from '../files/files.module.js';
import { testDatabase, type TestDatabase, testServer } from '../testing/index.js';
import { MetricsHttpModule } from './metrics.module.js';

describe('the numbers of a process', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    database = await testDatabase();
    app = await testServer(database, FilesHttpModule, MetricsHttpModule);
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const read = async () => (await app.inject({ method: 'GET', url: '/metrics' })).body;

  it('are read without /api before them, in the form Prometheus knows', async () => {
    const answer = await app.inject({ method: 'GET', url: '/metrics' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body).toContain('process_cpu_user_seconds_total');
  });

  it('count requests by template, never by address', async () => {
    await app.inject({ method: 'GET', url: '/api/files?token=330106201203040017' });
    await app.inject({ method: 'GET', url: '/api/nothing/330106201203040017' });
    const text = await read();
    expect(text).toMatch(/heliotrope_http_request_seconds_count\{method="GET",route="\/api\/files",status="404"\} 1/);
    expect(text).not.toContain('330106201203040017');
  });

  it('tell what waits', async () => {
    await database.work.run({ kind: 'system', rule: 'spec', scope: wholeJurisdictions(330106) }, 'platform.spec', async (tx) => {
      tx.state({ type: 'spec/happened', jurisdictionId: 330106, payload: {} });
      await tx.request({ name: 'spec.work', payload: {}, jurisdictionId: 330106 });
    });
    const text = await read();
    expect(text).toMatch(/heliotrope_job_runs\{state="queued"\} 1/);
    expect(text).toMatch(/heliotrope_job_runs\{state="running"\} 0/);
    expect(text).toMatch(/heliotrope_outbox_waiting 1/);
    expect(Number(/^heliotrope_outbox_lag_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThanOrEqual(0);
  });
});
