import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../devstack/ports.mjs';
import { securityHeaders } from './security-headers.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-web-'));
const addresses = { console: '', student: '' };
let web: ChildProcess;

/** An API that tells what reached it, and streams. */
const api = http.createServer((request, response) => {
  if (request.url === '/api/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: first\n\n');
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ url: request.url, from: request.headers['x-forwarded-for'], host: request.headers.host }));
});

beforeAll(async () => {
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  const apps = [];
  for (const name of ['console', 'student'] as const) {
    const dist = path.join(folder, name, 'dist');
    fs.mkdirSync(path.join(dist, 'assets'), { recursive: true });
    fs.writeFileSync(path.join(dist, 'index.html'), `<title>${name}</title>`);
    fs.writeFileSync(path.join(dist, 'assets/a.js'), 'a');
    const port = await freePort();
    addresses[name] = `http://127.0.0.1:${port}`;
    apps.push({ name, dist, port });
  }
  fs.writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  const settings = { host: '127.0.0.1', api: `http://127.0.0.1:${(api.address() as AddressInfo).port}`, apps };
  web = spawn(process.execPath, [path.join(import.meta.dirname, 'web.mjs'), JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, CI: 'true' } });
  await once(web.stdout!, 'data');
});
afterAll(async () => {
  web.kill();
  await once(web, 'exit');
  api.closeAllConnections();
  api.close();
  fs.rmSync(folder, { recursive: true });
});

describe.each(['console', 'student'] as const)('the %s', (name) => {
  it.each(['/', '/assets/a.js', '/some/deep/route'])('says with %s what a browser may do', async (place) => {
    const answer = await fetch(addresses[name] + place);
    expect(answer.status).toBe(200);
    for (const [header, value] of Object.entries(securityHeaders[name])) expect(answer.headers.get(header)).toBe(value);
  });

  it('answers every route of the app with its page', async () => {
    expect(await (await fetch(`${addresses[name]}/some/deep/route`)).text()).toContain(`<title>${name}</title>`);
  });

  it('hands /api on and says itself who asks', async () => {
    const answer = await fetch(`${addresses[name]}/api/x?y=1`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(await answer.json()).toMatchObject({ url: '/api/x?y=1', from: '127.0.0.1' });
  });

  it('lets a stream through as it comes', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${addresses[name]}/api/events`, { signal: stop.signal });
    const { value } = await answer.body!.getReader().read();
    expect(Buffer.from(value!).toString()).toBe('data: first\n\n');
    stop.abort();
  });

  it('gives nothing that lies outside what was built', async () => {
    const status = await new Promise((resolve) => {
      http.get({ ...new URL(addresses[name]), host: '127.0.0.1', port: new URL(addresses[name]).port, path: '/../../secret.txt' }, (answer) => {
        let text = '';
        answer.on('data', (part) => (text += part)).on('end', () => resolve(text.includes('secret')));
      });
    });
    expect(status).toBe(false);
  });

  it('does not answer under a foreign name', async () => {
    const status = await new Promise((resolve) => {
      http.get({ host: '127.0.0.1', port: new URL(addresses[name]).port, path: '/', headers: { host: 'evil.example' } }, (answer) => resolve(answer.resume().statusCode));
    });
    expect(status).toBe(403);
  });
});
