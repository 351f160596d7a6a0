import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { anAccountWithPost } from '@heliotrope/organisation/testing';
import { readRows } from '@heliotrope/platform';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person, signInAgain, signInWith } from './people.js';
import { sayPurpose } from './purpose.js';
import { HEADINGS, rosterWorkbook } from './roster-file.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';
import { wpsRow, wpsWorkbook } from './wps-roster.js';

const SCHOOL = { name: '东湖县青山初级中学', code: '3199000005' };
const PUPILS = 3_000;
const WRONG = 40;
const FIRST_CLASS = 21;

/** A county brings its roster, mends it, takes a mistake back; and a pupil goes to another county with his file. */
describe('the life of a roster', () => {
  let stage: Stage;
  let browser: Browser;
  let officer: Person;
  let leader: Person;
  let receiver: Person;
  let far: { id: string; name: string; jurisdictionId: number };
  let mover: { id: string; name: string };
  const step = story(() => browser);
  const row = (n: number) => wpsRow({ schoolCode: SCHOOL.code, n, firstClass: FIRST_CLASS });
  const count = async (where: string) => Number((await stage.owner.query(`select count(*) as n from organisation.student s where ${where}`)).rows[0].n);
  const brought = `s.state = 'enrolled' and exists (select from organisation.class c where c.id = s.class_id and c.number >= ${FIRST_CLASS} and c.entry_year = 2026)`;

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 60_000);

  step('three thousand pupils come in a sheet of WPS; forty rows are wrong and come back with the reasons', async () => {
    officer = await firstSignIn(browser, stage, 'demo-county-officer');
    const rows = Array.from({ length: PUPILS }, (_, n) => row(n));
    for (let n = 0; n < WRONG; n += 1) {
      const one = rows[n * 70 + 3]!;
      if (n % 4 === 0) one[6] = `${one[6]!.slice(0, 17)}${one[6]!.endsWith('1') ? '2' : '1'}`; // a wrong check character
      if (n % 4 === 1) one[1] = '十一年级';
      if (n % 4 === 2) one[8] = '12345';
      if (n % 4 === 3) one[3] = '';
    }
    const { page } = officer;
    await begin(page);
    await choose(page, save('名册.xlsx', await wpsWorkbook(rows)));
    await page.getByRole('heading', { name: `${WRONG} 行有错误` }).waitFor({ timeout: 60_000 });
    await expect(seriousFaults(page)).resolves.toEqual([]);
    await page.getByRole('button', { name: `先导入正确的 ${(PUPILS - WRONG).toLocaleString('zh-CN')} 人` }).click();
    await page.getByText('导入完成', { exact: true }).waitFor({ timeout: 60_000 });
    expect(await count(brought)).toBe(PUPILS - WRONG);
  }, 180_000);

  step('the sheet of faults is mended where it is wrong and uploaded as it is', async () => {
    const { page } = officer;
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载错误文件' }).first().click()]);
    const file = path.join(stage.folder, '错误.xlsx');
    await download.saveAs(file);
    const lines: string[][] = [];
    for await (const line of readRows(file)) lines.push([...line.cells]);
    const [headings, ...faulty] = lines;
    expect([headings!.slice(0, HEADINGS.length), headings!.at(-1), faulty.length]).toEqual([HEADINGS, '错误原因', WRONG]);
    const at = (name: string) => HEADINGS.indexOf(name);
    const mended = faulty.map((cells) => {
      const n = Number(cells[at('监护人姓名')]!.replace('示例家长', ''));
      const right = row(n);
      return HEADINGS.map((_, column) => (cells[column] === right[column] ? cells[column]! : right[column]!)).concat(cells.at(-1)!);
    });
    await page.getByRole('button', { name: '再导入一份' }).click();
    await choose(page, save('错误-改.xlsx', await rosterWorkbook(mended, [...HEADINGS, '错误原因'])));
    await page.getByRole('button', { name: `确认导入 ${WRONG} 人` }).click({ timeout: 60_000 });
    await page.getByText('导入完成', { exact: true }).waitFor({ timeout: 60_000 });
    expect(await count(brought)).toBe(PUPILS);
  }, 120_000);

  step('an import of the wrong file is taken back, and the roster is as it was', async () => {
    const { page } = officer;
    const shown = `select md5(string_agg(to_jsonb(s)::text, '' order by s.id)) as all from organisation.student s`;
    const before = (await stage.owner.query(shown)).rows[0].all;
    await page.getByRole('button', { name: '再导入一份' }).click();
    const wrong = [...Array.from({ length: 30 }, (_, n) => wpsRow({ schoolCode: SCHOOL.code, n: 5_000 + n, firstClass: -10 })), ...[1, 2, 3].map((n) => row(n).with(3, '改错名'))];
    await choose(page, save('别校名册.xlsx', await rosterWorkbook(wrong)));
    await page.getByRole('button', { name: '确认导入 33 人' }).click({ timeout: 60_000 });
    await page.getByText('导入完成', { exact: true }).waitFor({ timeout: 60_000 });
    expect((await stage.owner.query(shown)).rows[0].all).not.toBe(before);
    await page.getByRole('button', { name: '撤销整次导入' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤销整次导入' }).click();
    await page.getByText('已撤销，名册与导入之前完全一样').waitFor({ timeout: 60_000 });
    expect((await stage.owner.query(shown)).rows[0].all).toBe(before);
    await expect(seriousFaults(page)).resolves.toEqual([]);
  }, 120_000);

  step('a pupil goes to a school of another county: the leader proposes it', async () => {
    leader = await firstSignIn(browser, stage, 'demo-school-leader');
    far = (await stage.owner.query(
      `select s.id, s.name, s.jurisdiction_id as "jurisdictionId" from organisation.school s where s.jurisdiction_id <> (select jurisdiction_id from organisation.school where identifier_code = $1)
         and 'junior' = any(s.stages) and exists (select from organisation.class c where c.school_id = s.id and c.entry_year = 2026 and c.stage = 'junior') order by s.id limit 1`, [SCHOOL.code])).rows[0];
    const own = (await stage.owner.query(
      `select s.id, s.name from organisation.student s join organisation.school o on o.id = s.school_id join organisation.post p on p.school_id = o.id
         join organisation.account a on a.id = p.account_id where a.username = 'demo-school-leader' and s.state = 'enrolled' and s.citizen_number_enc is not null order by s.id desc limit 1`)).rows[0];
    const { page } = leader;
    await page.goto(`${stage.console}/transfers`);
    await page.getByRole('button', { name: '提出转学' }).click();
    const form = page.getByRole('dialog', { name: '提出转学' });
    await form.getByRole('combobox', { name: '学生' }).fill(own.name);
    await page.getByRole('option', { name: new RegExp(own.name) }).first().click();
    await form.getByRole('combobox', { name: '转入学校' }).fill(far.name);
    await page.getByRole('option', { name: new RegExp(far.name) }).first().click();
    await form.getByRole('button', { name: '提出转学' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: own.name }).first().waitFor();
    const { rows: [made] } = await stage.owner.query(`select student_id from organisation.transfer_out order by id desc limit 1`);
    const { rows: [pupil] } = await stage.owner.query(`select name from organisation.student where id = $1`, [made.student_id]);
    mover = { id: made.student_id, name: pupil.name };
    await expect(seriousFaults(page)).resolves.toEqual([]);
  }, 120_000);

  step('the other school takes him in, on a phone, and the file is there', async () => {
    const account = await anAccountWithPost(stage.owner, { post: 'school-leader', jurisdictionId: far.jurisdictionId, schoolId: far.id, name: '接收校长' });
    receiver = await signInWith(browser, stage, account, PHONE);
    const { page } = receiver;
    await page.goto(`${stage.console}/transfers`);
    await page.getByRole('link', { name: `${mover.name[0]}**` }).first().click({ timeout: 30_000 });
    await page.getByRole('button', { name: '接收并分班' }).click();
    const form = page.getByRole('dialog', { name: '接收并分班' });
    await form.getByRole('combobox', { name: '分到班级' }).click();
    await page.getByRole('option').first().click();
    await form.getByRole('button', { name: '接收并分班' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: '打开学生页面' }).click({ timeout: 30_000 });
    await sayPurpose(page, '维护学籍和基本信息');
    await page.getByRole('heading', { name: mover.name }).first().waitFor();
    const rows = (await stage.owner.query(`select jurisdiction_id, school_id, state from organisation.student where id = $1 order by state`, [mover.id])).rows;
    expect(rows).toEqual([expect.objectContaining({ school_id: far.id, state: 'enrolled' }), expect.objectContaining({ state: 'left' })]);
    expect(await count(`s.id = '${mover.id}' and s.citizen_number_enc is not null`)).toBe(2);
    await expect(seriousFaults(page)).resolves.toEqual([]);
  }, 120_000);

  step('and the first school sees that he has arrived', async () => {
    const again = await signInAgain(browser, stage, 'demo-school-leader', PHONE);
    await again.page.goto(`${stage.console}/transfers?side=out`);
    await again.page.getByText('已接收').first().waitFor({ timeout: 30_000 });
    for (const page of ['duplicates', 'school-year']) {
      await again.page.goto(`${stage.console}/${page}`);
      await again.page.getByRole('heading', { level: 1 }).waitFor();
      expect(await again.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    }
    await again.context.close();
  }, 90_000);

  async function begin(page: Page): Promise<void> {
    await page.goto(`${stage.console}/organisation/roster-imports/new`);
    await page.getByRole('button', { name: '已经有填好的文件，下一步' }).click();
  }

  const choose = (page: Page, file: string) => page.getByLabel('名册文件').setInputFiles(file);

  function save(name: string, bytes: Uint8Array): string {
    const file = path.join(stage.folder, name);
    fs.writeFileSync(file, bytes);
    return file;
  }
});
