import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { securityHeaders } from './start/security-headers.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');

interface Service {
  image: string;
  build?: { dockerfile: string; args?: Record<string, string> };
  command?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const valid = new Ajv({ strict: false }).compile(JSON.parse(read('deploy/compose.schema.json')) as object);

describe('docker-compose.yml', () => {
  it('keeps to the Compose schema', () => {
    valid(compose);
    expect(valid.errors).toBeNull();
  });

  it.each([
    ['a misspelt key', { services: { api: { image: 'a:1', enviroment: {} } } }],
    ['an image without a version', { services: { api: { image: 'postgres' } } }],
    ['a health check without a command', { services: { api: { image: 'a:1', healthcheck: { test: ['CMD'], interval: '1s', timeout: '1s', retries: 1 } } } }],
    ['an unknown condition', { services: { api: { image: 'a:1', depends_on: { db: { condition: 'ready' } } } } }],
  ])('would not, with %s', (_, wrong) => expect(valid({ name: 'x', ...wrong })).toBe(false));

  it('runs every part', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'console', 'postgres', 'prepare', 'redis', 'storage', 'student', 'worker']);
  });

  it('asks every lasting service how it is', () => {
    expect(services.filter(([name, service]) => name !== 'prepare' && !service.healthcheck).map(([name]) => name)).toEqual([]);
  });

  it('names only services, volumes and secrets that there are', () => {
    for (const [name, service] of services) {
      for (const other of Object.keys(service.depends_on ?? {})) expect([name, Object.keys(compose.services)]).toEqual([name, expect.arrayContaining([other])]);
      for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(secret);
    }
  });

  it('gives every service the secret files that its settings and commands name, and no secret in the open', () => {
    for (const [name, service] of services) {
      const words = [...Object.values(service.environment ?? {}), ...(service.command ?? []), JSON.stringify(service.healthcheck ?? {})].join(' ');
      const named = [...words.matchAll(/\/run\/secrets\/([\w.]+)/g)].map((match) => match[1]);
      expect([name, service.secrets ?? []]).toEqual([name, expect.arrayContaining(named)]);
      const open = Object.keys(service.environment ?? {}).filter((key) => /PASSWORD|SECRET|KEY$|_URL$/.test(key) && !key.endsWith('_FILE'));
      expect([name, open]).toEqual([name, []]);
    }
  });

  it('builds from files that are there', () => {
    const built = services.filter(([, service]) => service.build);
    expect(built.map(([name]) => name)).toEqual(['prepare', 'api', 'worker', 'console', 'student']);
    for (const [, { build }] of built) expect(fs.existsSync(path.join(ROOT, build!.dockerfile))).toBe(true);
  });

  it('finds every secret that the script makes, each made once', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-secrets-'));
    try {
      fs.copyFileSync(path.join(ROOT, 'deploy/make-secrets.mjs'), path.join(folder, 'make-secrets.mjs'));
      const make = () => execFileSync(process.execPath, [path.join(folder, 'make-secrets.mjs')], { stdio: 'pipe' });
      const secretIn = (file: string) => fs.readFileSync(path.join(folder, file.replace('./deploy/', '')), 'utf8');
      make();
      const first = Object.values(compose.secrets).map(({ file }) => secretIn(file));
      make();
      expect(Object.values(compose.secrets).map(({ file }) => secretIn(file))).toEqual(first);
      expect(secretIn('./deploy/secrets/database_url')).toMatch(/^postgres:\/\/heliotrope_owner:[\w-]{32}@postgres:5432\/heliotrope$/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});

describe.each(['console', 'student'] as const)('nginx for the %s', (app) => {
  const conf = read(`deploy/nginx/${app}.conf`);

  it('says what the launcher says to a browser', () => {
    const said = Object.fromEntries([...conf.matchAll(/add_header (\S+) "([^"]*)" always;/g)].map((match) => [match[1], match[2]]));
    expect(said).toEqual(securityHeaders[app]);
  });

  it('says it in one place: a location with a header of its own would forget the others', () => {
    expect(conf.slice(conf.indexOf('    location /')).includes('add_header')).toBe(false);
  });

  it('lets no script in that is not ours', () => {
    const policy = securityHeaders[app]['Content-Security-Policy'];
    expect(policy).toContain(`script-src 'self'`);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
  });
});
