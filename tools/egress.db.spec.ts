import dns from 'node:dns';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anAccountWithPost, aSchool, type BuiltSchool, signIn, terms } from '@heliotrope/organisation/testing';
import { createServer, RouteCheck, serveReference } from '@heliotrope/platform';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from '../apps/api/src/api.module.js';
import { WorkerModule } from '../apps/worker/src/worker.module.js';

const COUNTY = 990171;

/** Where this process connects to, told by the sockets themselves, whichever library opened them. */
class Wire {
  readonly hosts = new Set<string>();
  readonly asked = new Set<string>();
  private readonly connect = net.Socket.prototype.connect;
  private readonly lookup = dns.lookup;

  listen(): void {
    const { hosts, asked, connect, lookup } = this;
    net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
      const flat = args.flat(2) as unknown[];
      const options = flat.find((one): one is { host?: string; port?: number; path?: string } => typeof one === 'object' && one !== null && ('port' in one || 'path' in one));
      hosts.add(options?.path ? 'a socket of this machine' : (options?.host ?? 'localhost'));
      return Reflect.apply(connect, this, args) as net.Socket;
    } as typeof connect;
    dns.lookup = ((host: string, ...rest: unknown[]) => {
      asked.add(host);
      return Reflect.apply(lookup, dns, [host, ...rest]) as unknown;
    }) as typeof lookup;
  }

  stop(): void {
    net.Socket.prototype.connect = this.connect;
    dns.lookup = this.lookup;
  }
}

describe('the default build', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let school: BuiltSchool;
  const wire = new Wire();

  beforeAll(async () => {
    db = await testDatabase();
    school = await aSchool(db.owner, { jurisdictionId: COUNTY });
    await terms(db.owner, COUNTY);
    wire.listen();
    // Both processes in one: their modules are what could call out, at boot, on a schedule or on a request.
    @Module({ imports: [ApiModule.with(db.config), WorkerModule.with(db.config)] })
    class BothModule {}
    app = await createServer(BothModule, db.config);
    serveReference(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  }, 60_000);
  afterAll(async () => {
    wire.stop();
    await app.close();
    await db.close();
  });

  it('calls nobody outside, at boot, on any reading route, in its jobs', async () => {
    for (const post of ['psychology-teacher', 'school-leader', 'system-admin', 'audit-admin'] as const) {
      const at = post.endsWith('admin') ? { jurisdictionId: COUNTY } : { jurisdictionId: COUNTY, schoolId: school.id };
      const { headers } = await signIn(app, await anAccountWithPost(db.owner, { post, ...at } as never));
      for (const { method, path } of app.get(RouteCheck).routes()) {
        if (method === 'GET' && !path.endsWith('/events')) await app.inject({ method, url: `/api${path.replace(/:\w+/g, school.id)}?schoolId=${school.id}`, headers });
      }
    }
    await app.inject({ method: 'GET', url: '/api/docs' });
    await new Promise((resolve) => setTimeout(resolve, 5_000)); // schedules that run every few seconds
    const ours = new Set(['127.0.0.1', '::1', 'localhost', 'a socket of this machine', new URL(db.config.database.url).hostname, new URL(db.config.redisUrl ?? 'redis://127.0.0.1').hostname]);
    expect([...wire.hosts].filter((host) => !ours.has(host))).toEqual([]);
    expect([...wire.asked].filter((host) => !ours.has(host))).toEqual([]);
    expect(wire.hosts.size).toBeGreaterThan(0); // the hook hears: the databases are among them
  }, 60_000);
});
