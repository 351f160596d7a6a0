import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { domainShape } from './domain-shape.mjs';
import { fileNames } from './file-names.mjs';
import { fileSize } from './file-size.mjs';
import { traces } from './traces.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('file names', () => {
  it.each([
    'libs/screening/src/server/sheet.controller.ts',
    'libs/screening/src/server/sheet.controller.spec.ts',
    'libs/screening/src/server/screening.http.module.ts',
    'libs/screening/src/rules/warning-level.ts',
    'libs/platform/src/access/access.guard.ts',
    'libs/screening/src/rules/base-rate.ts',
    'apps/console/src/shell/session.store.ts',
    'database/src/migrations/20261122T0700-platform-first.ts',
  ])('%s is a good name', (file) => expect(fileNames([file])).toEqual([]));

  it.each([
    ['libs/screening/src/server/sheet.handler.ts', 'not a role'],
    ['libs/screening/src/server/sheet.guard.ts', 'not a role'],
    ['libs/screening/src/server/SheetService.ts', 'lower case'],
    ['libs/screening/src/rules/date-utils.ts', '"utils" says nothing'],
    ['libs/screening/src/server/shared/score.ts', '"shared" says nothing'],
    ['libs/screening/src/server/core.ts', '"core" says nothing'],
    ['apps/console/src/common/Page.vue', '"common" says nothing'],
    ['apps/api/src/session.manager.ts', 'not a role'],
  ])('%s is refused', (file, message) => {
    expect(fileNames([file]).map((fault) => fault.message).join()).toContain(message);
  });
});

describe('file size', () => {
  const lines = (count: number) => () => 'x\n'.repeat(count);
  it('lets 300 lines pass', () => expect(fileSize(['libs/a/src/x.ts'], lines(300))).toEqual([]));
  it('asks which second question moved in at 301', () => expect(fileSize(['libs/a/src/x.ts'], lines(301))).toHaveLength(1));
  it('leaves specs and generated code alone', () => {
    expect(fileSize(['libs/a/src/x.spec.ts', 'libs/api-client/src/generated/sdk.ts'], lines(900))).toEqual([]);
  });
});

describe('traces', () => {
  const found = (text: string) => traces(['README.md'], () => text).length;
  it('of a machine are refused', () => {
    expect(found(['see ', 'root', 'x.txt'].join('/'))).toBe(1);
    expect(found(['see ', 'home', 'ming', 'x'].join('/'))).toBe(1);
    expect(found(`https:${'//'}registry.example.org/x`)).toBe(1);
    expect(found(`-----BEGIN PRIVATE ${'KEY'}-----`)).toBe(1);
  });
  it('are not seen where there are none', () => expect(found('GET /api/work/items, docs/root.md, https://example.org')).toBe(0));
});

describe('domain shape', () => {
  it('misses the rooms that are not there', () => {
    expect(domainShape(['libs/screening/README.md', 'libs/kernel/src/index.ts']).map(({ file }) => file)).toEqual([
      'libs/screening/src/rules/index.ts',
      'libs/screening/src/rules/refusals.ts',
      'libs/screening/src/rules/actions.ts',
      'libs/screening/src/server/index.ts',
    ]);
  });
});

describe('eslint refuses', () => {
  const eslint = new ESLint({ cwd: ROOT });
  const complaints = async (filePath: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath: path.join(ROOT, filePath) });
    return result!.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`);
  };
  const rule = 'libs/screening/src/rules/level.ts';
  const service = 'libs/screening/src/server/sheet.service.ts';
  const controller = 'libs/screening/src/server/sheet.controller.ts';

  it.each([
    ['the clock in a rule', rule, 'export const now = () => Date.now();', 'takes the moment'],
    ['a new Date() in a rule', rule, 'export const now = () => new Date();', 'takes the moment'],
    ['chance in a rule', rule, 'export const x = () => Math.random();', 'same answer'],
    ['process in a rule', rule, 'export const x = process.pid;', 'touches nothing'],
    ['a hidden import in a rule', rule, `export const x = () => import('node:fs');`, 'at the top'],
    ['the environment outside configuration', service, 'export const x = process.env.PORT;', 'read once'],
    ['console in a service', service, `console.log('x');`, 'no-console'],
    ['a promise to do it later', service, '// TODO: later', 'no-warning-comments'],
    ['any', service, 'export const x = (y: any) => y;', 'no-explicit-any'],
    ['a skipped test', 'libs/screening/src/rules/level.spec.ts', `it.skip('x', () => {});`, 'always'],
    ['a lonely test', 'libs/screening/src/rules/level.spec.ts', `describe.only('x', () => {});`, 'always'],
    ['an unguarded route', controller, `@Controller() export class A { @Get('x') read() { return 1; } }`, 'has 0'],
    ['a route guarded twice', controller, `@Controller() export class A { @Get() @Allow('a.b') @Public('x') read() { return 1; } }`, 'has 2'],
    ['a body whose type is erased', controller, `import type { B } from './b.dto.js'; @Controller() export class A { @Post() @Allow('a.b') act(@Body() b: B) { return b; } }`, 'as a value'],
    ['an injected class that is erased', service, `import { type B } from './b.service.js'; @Injectable() export class A { constructor(private readonly b: B) {} }`, 'as a value'],
    ['raw HTML in a template', 'apps/console/src/ui/Note.vue', '<template><p v-html="x" /></template>', 'no-v-html'],
  ])('%s', async (_, file, code, message) => {
    expect((await complaints(file, code)).join('\n')).toContain(message);
  });

  it.each([
    ['a date made from an argument in a rule', rule, 'export const day = (at: Date) => new Date(at.getTime());'],
    ['the environment where it is read', 'libs/platform/src/config/env.ts', 'export const x = process.env;'],
    ['a guarded route', controller, `import { B } from './b.dto.js'; @Controller() export class A { @Post() @Allow('a.b') act(@Body() b: B, @CurrentActor() c: C) { return [b, c]; } }`],
  ])('not %s', async (_, file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });
});
