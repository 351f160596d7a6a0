import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.js';
import { firstSignIn, type Person, signInAgain } from './people.js';
import { command, raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

const OFFICER = 'demo-county-officer';

/** Somebody ends the October round by mistake, which cannot be undone; last night's backup brings it back. */
describe('a restoration', () => {
  let stage: Stage;
  let browser: Browser;
  let officer: Person;
  let round: string;
  let backup: string;
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
    const { rows } = await stage.owner.query<{ id: string }>(`select id from screening.round where state = 'open' order by opens_at desc limit 1`);
    round = rows[0]!.id;
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 60_000);

  step('begins with a backup of the running platform, which proves itself', async () => {
    officer = await firstSignIn(browser, stage, OFFICER);
    const said = await ended(command(stage, 'backup.mjs'));
    expect(said).toMatch(/Restored on trial .*: \d+ rows came back, \d+ audit entries are one whole chain/);
    const [name] = fs.readdirSync(path.join(stage.folder, 'backups'));
    backup = path.join(stage.folder, 'backups', name!);
  }, 120_000);

  step('the officer ends the wrong round', async () => {
    const { page } = officer;
    await page.goto(`${stage.console}/screening/rounds/${round}`);
    await page.getByRole('button', { name: '结束测评' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '结束测评' }).click();
    await page.getByText('测评已结束').waitFor();
    await page.locator('#content').getByRole('button', { name: '结束测评' }).waitFor({ state: 'detached' });
  });

  step('a restoration that is killed in the middle leaves everything as it was', async () => {
    await stage.stop();
    const killed = command(stage, 'restore.mjs', [backup]);
    while (!fs.existsSync(path.join(stage.folder, 'restoring/postgres/PG_VERSION'))) await pause(20);
    await pause(700);
    killed.kill('SIGKILL');
    stage = await raiseStage({ folder: stage.folder });
    const { rows } = await stage.owner.query(`select state from screening.round where id = $1`, [round]);
    expect(rows).toEqual([{ state: 'closed' }]);
    await stage.stop();
  }, 120_000);

  step('another key does not open the backup, and nothing is changed', async () => {
    const other = path.join(stage.folder, `${randomUUID()}.key`);
    fs.writeFileSync(other, Buffer.alloc(32, 1).toString('base64'));
    await expect(ended(command(stage, 'restore.mjs', [backup, '--key', other]))).rejects.toThrow('does not open with this key');
    expect(fs.readdirSync(stage.folder).filter((name) => name.includes('.before-'))).toEqual([]);
  });

  step('the restoration brings the open round back, asks everybody to sign in, and leaves a whole audit log', async () => {
    const said = await ended(command(stage, 'restore.mjs', [backup]));
    expect(said).toMatch(/Restored: as it was at .*in whole chains/);
    stage = await raiseStage({ folder: stage.folder });
    await officer.page.goto(`${stage.console}/screening/rounds/${round}`);
    await officer.page.getByRole('button', { name: '登录', exact: true }).waitFor();
    officer = await signInAgain(browser, stage, OFFICER);
    await officer.page.goto(`${stage.console}/screening/rounds/${round}`);
    await officer.page.getByRole('button', { name: '结束测评' }).waitFor();
    const { rows } = await stage.owner.query(`select count(*)::int as n from audit.entry where action = 'platform.restore'`);
    expect(rows[0].n).toBeGreaterThan(0);
  }, 180_000);
});

/** What a command printed. @throws Error with it when the command failed. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(said))));
  });
}
