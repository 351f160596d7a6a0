import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { readRows } from '@heliotrope/platform';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person, signInAgain } from './people.js';
import { sayPurpose } from './purpose.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

const ADMINISTRATORS = ['demo-system-admin', 'demo-security-admin', 'demo-audit-admin'];

/** Who may not look cannot; who may look in need is seen doing it; and what leaves the building is sealed. */
describe('a guarded record', () => {
  let stage: Stage;
  let browser: Browser;
  let review: { id: string; name: string; studentId: string };
  let crisis: { id: string; name: string };
  const people: Record<string, Person> = {};
  const hosts = new Set<string>();
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 60_000);

  async function person(username: string): Promise<Person> {
    const found = people[username] ?? (await firstSignIn(browser, stage, username));
    if (!people[username]) found.page.on('request', (request) => hosts.add(new URL(request.url()).host));
    return (people[username] = found);
  }

  step('of a pupil is opened by the psychology teacher, who says what for', async () => {
    const { page } = await person('demo-psychology-teacher');
    await page.goto(`${stage.console}/screening/reviews?state=waiting`);
    const first = page.getByRole('table').getByRole('link').first();
    const name = (await first.innerText()).trim();
    await first.click();
    await page.getByRole('dialog', { name: '查看用途' }).waitFor();
    expect(await page.getByRole('heading', { name: '触发的规则' }).count()).toBe(0);
    await expect(seriousFaults(page)).resolves.toEqual([]);
    await sayPurpose(page);
    await page.getByRole('heading', { name: '触发的规则' }).waitFor();
    const id = page.url().split('/').at(-1)!;
    const { rows: [row] } = await stage.owner.query(`select student_id from screening.review where id = $1`, [id]);
    review = { id, name, studentId: row.student_id };
    const csrf = (await people['demo-psychology-teacher']!.context.cookies()).find((cookie) => cookie.name === 'heliotrope-csrf')!.value;
    const read = await page.request.get(`${stage.console}/api/screening/reviews/${id}`, { headers: { 'x-access-purpose': 'review' } });
    const { version } = (await read.json()) as { version: number };
    const confirmed = await page.request.post(`${stage.console}/api/screening/reviews/${id}/confirm`, { data: { ordinal: 4, note: '面谈后确认' }, headers: { 'x-csrf-token': csrf, 'if-match': `"${version}"` } });
    expect(confirmed.status()).toBe(204);
    await page.goto(`${stage.console}/crisis-escalation/cases`);
    await page.getByText(name).first().waitFor({ timeout: 20_000 });
    const { rows: [opened] } = await stage.owner.query(`select id from crisis_escalation.crisis_case where student_id = $1 and ordinal = 4`, [review.studentId]);
    crisis = { id: opened.id, name };
  }, 90_000);

  step('is shown to none of the three administrators, whichever way they try', async () => {
    for (const username of ADMINISTRATORS) {
      const { page } = await person(username);
      for (const place of [`/screening/reviews/${review.id}`, `/crisis-escalation/cases/${crisis.id}`, `/records/crisis-reports/${crisis.id}`, '/screening/reviews', '/organisation/students']) {
        await page.goto(stage.console + place);
        await page.getByRole('main').waitFor();
        await page.waitForLoadState('networkidle');
        expect(await page.locator('body').innerText()).not.toContain(review.name);
      }
      for (const call of [`screening/reviews/${review.id}`, `screening/reviews/${review.id}/emergency`, `crisis-escalation/cases/${crisis.id}`, `crisis-escalation/crisis-reports/${crisis.id}`]) {
        const answer = await page.request.get(`${stage.console}/api/${call}`, { headers: { 'x-access-purpose': 'review' } });
        expect([403, 404]).toContain(answer.status());
        expect(await answer.text()).not.toContain(review.name);
      }
    }
  }, 120_000);

  step('in an emergency opens to an officer who says why, while the school’s leader is told', async () => {
    const { page } = await person('demo-county-officer');
    await page.goto(`${stage.console}/records/crisis-reports/${crisis.id}`);
    await page.getByText('platform/access-needed').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(crisis.name);
    await page.getByRole('button', { name: '紧急查看' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('学校电话无人接听，须立即联系监护人');
    await page.getByRole('dialog').getByRole('button', { name: '立即查看' }).click();
    await page.getByText(crisis.name).first().waitFor();
    await expect(seriousFaults(page)).resolves.toEqual([]);
    const leader = await person('demo-school-leader');
    await leader.page.goto(`${stage.console}/records/special-access`);
    await leader.page.getByText('学校电话无人接听').first().waitFor();
    const { rows } = await stage.owner.query(`select count(*)::int as n from platform.message where kind = 'platform/glass-broken'`);
    expect(rows[0].n).toBeGreaterThanOrEqual(1);
  }, 90_000);

  step('is judged afterwards by the leader, on a phone, and closed again', async () => {
    const phone = await signInAgain(browser, stage, 'demo-school-leader', PHONE);
    await phone.page.goto(`${stage.console}/records/special-access`);
    await phone.page.getByRole('button', { name: '复核' }).first().click();
    await phone.page.getByRole('dialog').getByText('不正当', { exact: true }).click();
    await phone.page.getByRole('dialog').getByRole('textbox').fill('当时值班电话可以接通');
    await phone.page.getByRole('button', { name: '提交复核' }).click();
    await phone.page.getByText('没有待处理的申请').waitFor();
    expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    await phone.context.close();
    const { page } = people['demo-county-officer']!;
    await page.goto(`${stage.console}/records/crisis-reports/${crisis.id}`);
    await page.getByText('platform/access-needed').waitFor();
  }, 90_000);

  step('leaves the building only in a file that another has approved, and opens with its password alone', async () => {
    const { page } = people['demo-psychology-teacher']!;
    await page.goto(`${stage.console}/reporting/exports`);
    await page.getByRole('button', { name: '申请关注名单' }).click();
    const { rows: [round] } = await stage.owner.query(`select r.title from screening.round r join screening.review v on v.round_id = r.id where v.id = $1`, [review.id]);
    await page.getByRole('dialog').getByText('请选择').click();
    await page.getByRole('option', { name: round.title }).click();
    await page.getByRole('dialog').getByRole('textbox').last().fill('与德育处一起安排本周的回访');
    await page.getByRole('dialog').getByRole('button', { name: '提交申请' }).click();
    await page.getByText('待批准').first().waitFor();
    const leader = people['demo-school-leader']!.page;
    await leader.goto(`${stage.console}/reporting/exports`);
    await leader.getByText('与德育处一起安排本周的回访').waitFor();
    await leader.getByRole('button', { name: '批准', exact: true }).click();
    await leader.getByText('没有待审批的导出').waitFor();

    await page.getByRole('button', { name: '密码' }).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: '密码' }).click();
    const password = /[A-HJ-NP-Za-hj-km-np-z2-9]{16}/.exec(await page.getByRole('dialog', { name: '文件密码' }).innerText())![0];
    await page.getByRole('button', { name: '已记下' }).click();
    await page.getByRole('button', { name: '密码' }).waitFor({ state: 'detached' });
    const rows = await listIn(await downloaded(page), password);
    expect(rows.flat().join()).toContain(review.name);
  }, 120_000);

  step('leaves its traces with the audit administrator: who, when and what for, and no name', async () => {
    const { page } = people['demo-audit-admin']!;
    await page.goto(`${stage.console}/audit/entries?object=student:${review.studentId}`);
    await page.getByText('日志链完整').waitFor({ timeout: 20_000 });
    await page.getByText('复核测评结果').first().waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain(review.name);
    await expect(seriousFaults(page)).resolves.toEqual([]);
    await page.setViewportSize(PHONE);
    await page.getByText('日志链完整').waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  }, 60_000);

  step('never made a browser ask anybody but ourselves for anything', async () => {
    expect([...hosts]).toEqual([new URL(stage.console).host]);
  });

  async function downloaded(page: Page): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /下载.*关注学生名单/ }).first().click()]);
    const file = path.join(stage.folder, 'list.zip');
    await download.saveAs(file);
    return file;
  }

  async function listIn(file: string, password: string): Promise<string[][]> {
    const open = async (word: string) => {
      const [entry] = await new ZipReader(new Uint8ArrayReader(fs.readFileSync(file)), { password: word }).getEntries();
      return (entry as { getData(to: Uint8ArrayWriter): Promise<Uint8Array> }).getData(new Uint8ArrayWriter());
    };
    await expect(open('not-the-password')).rejects.toThrow();
    const found: string[][] = [];
    for await (const row of readRows(Buffer.from(await open(password)), {})) found.push([...row.cells]);
    return found;
  }
});
