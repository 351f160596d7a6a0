import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkWalls } from './walls.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const walls = createRequire(import.meta.url)(path.join(ROOT, '.dependency-cruiser.cjs')).forbidden as { name: string }[];

/** A small tree in which every import is lawful. */
const lawful: Record<string, string> = {
  'libs/kernel/src/index.ts': `export const day = 1;`,
  'libs/platform/src/index.ts': `import { day } from '@heliotrope/kernel'; export const now = day; export * from './database/source.js'; export * from './jobs/queue.js';`,
  'libs/platform/src/database/source.ts': `import 'typeorm'; import 'pg'; export const source = 1;`,
  'libs/platform/src/jobs/queue.ts': `import 'bullmq'; import 'ioredis'; export const queue = 1;`,
  'libs/policy/src/rules/index.ts': `export const number = 1;`,
  'libs/organisation/src/rules/index.ts': `export const pupil = 1;`,
  'libs/screening/src/rules/index.ts': `import { day } from '@heliotrope/kernel'; import { pupil } from '@heliotrope/organisation/rules'; export const score = day + pupil;`,
  'libs/screening/src/testing/index.ts': `export const sheet = 1;`,
  'libs/screening/src/server/index.ts': `import { score } from '../rules/index.js'; import './sheet.controller.js'; export const service = score;`,
  'libs/screening/src/server/sheet.controller.ts': `import './sheet.service.js';`,
  'libs/screening/src/server/sheet.service.ts': `import './sheet.repository.js';`,
  'libs/screening/src/server/sheet.repository.ts': `import 'typeorm'; import './sheet.entity.js';`,
  'libs/screening/src/server/sheet.entity.ts': `import 'typeorm';`,
  'libs/screening/src/server/sheet.db.spec.ts': `import 'pg'; import { sheet } from '@heliotrope/screening/testing'; export { sheet };`,
  'libs/crisis-escalation/src/server/index.ts': `import { score } from '@heliotrope/screening/rules'; import { service } from '@heliotrope/screening'; export { score, service };`,
  'libs/api-client/src/index.ts': `export const client = 1;`,
  'database/src/index.ts': `import 'typeorm'; import { now } from '@heliotrope/platform'; export { now };`,
  'apps/api/src/main.ts': `import { service } from '@heliotrope/screening'; import { now } from '@heliotrope/database'; export { service, now };`,
  'apps/console/src/main.ts': `import { score } from '@heliotrope/screening/rules'; import { client } from '@heliotrope/api-client'; export { score, client };`,
};

/** One breach of each wall: the wall, the file that breaks it, its text. */
const breaches: [wall: string, file: string, text: string][] = [
  ['policy-looks-back', 'libs/policy/src/server/index.ts', `import '@heliotrope/organisation/rules';`],
  ['organisation-looks-back', 'libs/organisation/src/server/index.ts', `import type { score } from '@heliotrope/screening/rules'; export type S = typeof score;`],
  ['data-protection-looks-back', 'libs/data-protection/src/server/index.ts', `import '@heliotrope/screening/rules';`],
  ['screening-looks-back', 'libs/screening/src/server/open-case.service.ts', `import '@heliotrope/crisis-escalation';`],
  ['screening-looks-back', 'libs/screening/src/server/sibling.service.ts', `import '@heliotrope/counselling';`],
  ['counselling-looks-back', 'libs/counselling/src/server/index.ts', `import '@heliotrope/screening';`],
  ['staffing-looks-back', 'libs/staffing/src/server/index.ts', `import '@heliotrope/screening';`],
  ['curriculum-hours-looks-back', 'libs/curriculum-hours/src/server/index.ts', `import '@heliotrope/screening';`],
  ['home-school-looks-back', 'libs/home-school/src/server/index.ts', `import '@heliotrope/screening';`],
  ['crisis-escalation-looks-back', 'libs/crisis-escalation/src/server/refer.service.ts', `import '@heliotrope/referral';`],
  ['referral-looks-back', 'libs/referral/src/server/index.ts', `import '@heliotrope/inspection';`],
  ['inspection-looks-back', 'libs/inspection/src/server/index.ts', `import '@heliotrope/reporting';`],
  ['every-library-has-its-place', 'libs/newcomer/src/server/index.ts', `import '@heliotrope/screening';`],
  ['no-cycle', 'libs/screening/src/server/one.service.ts', `import './two.service.js'; export const one = 1;`],
  ['no-unknown-import', 'libs/screening/src/server/lost.service.ts', `import './nowhere.js';`],
  ['kernel-is-alone', 'libs/kernel/src/clock.ts', `import 'node:fs';`],
  ['kernel-is-alone', 'libs/kernel/src/package.ts', `import 'rxjs';`],
  ['platform-knows-no-domain', 'libs/platform/src/http/score.ts', `import '@heliotrope/screening/rules';`],
  ['rules-are-pure', 'libs/screening/src/rules/package.ts', `import 'rxjs';`],
  ['rules-are-pure', 'libs/screening/src/rules/node.ts', `import 'node:crypto';`],
  ['rules-are-pure', 'libs/screening/src/rules/platform.ts', `import '@heliotrope/platform';`],
  ['rules-are-pure', 'libs/screening/src/rules/server.ts', `import '../server/sheet.service.js';`],
  ['rules-are-pure', 'libs/screening/src/rules/upstream.ts', `import '@heliotrope/organisation';`],
  ['entries-only', 'libs/crisis-escalation/src/server/deep.service.ts', `import '../../../screening/src/server/sheet.service.js';`],
  ['storage-stays-in-its-room', 'libs/screening/src/server/orm.service.ts', `import 'typeorm';`],
  ['storage-stays-in-its-room', 'apps/api/src/driver.ts', `import 'pg';`],
  ['storage-stays-in-its-room', 'libs/platform/src/http/copy.ts', `import 'pg-copy-streams';`],
  ['queue-stays-in-its-room', 'libs/screening/src/server/queue.service.ts', `import 'bullmq';`],
  ['queue-stays-in-its-room', 'apps/worker/src/main.ts', `import 'ioredis';`],
  ['edges-ask-the-service', 'libs/screening/src/server/eager.controller.ts', `import './sheet.repository.js';`],
  ['edges-ask-the-service', 'libs/screening/src/server/eager.listener.ts', `import './sheet.entity.js';`],
  ['edges-ask-the-service', 'libs/screening/src/server/eager.job.ts', `import './sheet.repository.js';`],
  ['browser-sees-rules-only', 'apps/console/src/server.ts', `import '@heliotrope/screening';`],
  ['browser-sees-rules-only', 'apps/student/src/platform.ts', `import '@heliotrope/platform';`],
  ['browser-sees-rules-only', 'apps/student/src/neighbour.ts', `import '../../console/src/main.js';`],
  ['browser-has-no-node', 'apps/student/src/disk.ts', `import 'node:fs';`],
  ['apps-are-leaves', 'libs/reporting/src/server/index.ts', `import '../../../../apps/api/src/main.js';`],
  ['apps-do-not-meet', 'apps/worker/src/other.ts', `import '../../api/src/main.js';`],
  ['libraries-do-not-migrate', 'libs/screening/src/server/migrate.service.ts', `import '@heliotrope/database';`],
  ['tests-stay-tests', 'libs/screening/src/server/fixture.service.ts', `import '../testing/index.js';`],
];
const companions: Record<string, string> = {
  'libs/screening/src/server/two.service.ts': `import './one.service.js'; export const two = 2;`,
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-walls-'));

beforeAll(() => {
  const packages = ['typeorm', 'pg', 'pg-copy-streams', 'bullmq', 'ioredis', 'rxjs'];
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  write('package.json', JSON.stringify({ private: true, dependencies: Object.fromEntries(packages.map((name) => [name, '*'])) }));
  fs.copyFileSync(path.join(ROOT, 'tsconfig.base.json'), path.join(folder, 'tsconfig.base.json'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('walls', () => {
  it('let lawful imports through', () => {
    for (const [file, text] of Object.entries(lawful)) write(file, text);
    linkPackages();
    expect(checkWalls(folder).violations).toEqual([]);
  });

  describe('stop', () => {
    let found: { wall: string; from: string }[] = [];
    beforeAll(() => {
      for (const [file, text] of Object.entries({ ...lawful, ...companions })) write(file, text);
      for (const [, file, text] of breaches) write(file, text);
      linkPackages();
      found = checkWalls(folder).violations;
    });

    it.each(breaches)('%s: %s', (wall, file) => {
      expect(found.filter(({ from }) => from === file).map((breach) => breach.wall)).toContain(wall);
    });
  });

  it('each have a breach that proves them', () => {
    const proven = new Set(breaches.map(([wall]) => wall));
    // Nothing lies beside or ahead of the last domain, so it cannot break its direction.
    const unproven = walls.map(({ name }) => name).filter((name) => !proven.has(name) && name !== 'reporting-looks-back');
    expect(unproven).toEqual([]);
  });
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

/** Makes every library of the tree importable by name, as npm workspaces do. */
function linkPackages(): void {
  const entry = (at: string) => ({ '@heliotrope/source': `./src/${at}index.ts`, default: `./dist/${at}index.js` });
  const places = [...fs.readdirSync(path.join(folder, 'libs')).map((name) => `libs/${name}`), 'database'];
  for (const place of places) {
    const name = `@heliotrope/${path.basename(place)}`;
    const isDomain = !fs.existsSync(path.join(folder, place, 'src/index.ts'));
    const exports = isDomain ? { '.': entry('server/'), './rules': entry('rules/'), './testing': entry('testing/') } : { '.': entry('') };
    write(`${place}/package.json`, JSON.stringify({ name, type: 'module', exports }));
    const link = path.join(folder, 'node_modules', name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    if (!fs.existsSync(link)) fs.symlinkSync(path.join(folder, place), link);
  }
}
