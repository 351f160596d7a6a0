import path from 'node:path';
import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { readRows, writeXlsxSheets } from '@heliotrope/platform';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person } from './people.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

const COUNTY = 'screening.assignment a join screening.round r on r.jurisdiction_id = a.jurisdiction_id and r.id = a.round_id';

/** A class without devices: its paper is typed by two people, who read one answer differently. */
describe('a class that answered on paper', () => {
  let stage: Stage;
  let browser: Browser;
  let teacher: Person;
  let head: Person;
  let roundId: string;
  let className: string;
  let batch: string;
  let blank: string[][];
  let seats: { id: string; student_id: string }[];
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 60_000);

  const rows = async (sql: string, ...params: unknown[]) => (await stage.owner.query(sql, params)).rows;
  const answers = (n: number, but: Record<number, string> = {}) => Array.from({ length: n }, (_, at) => but[at + 1] ?? String(at % 2));

  step('is chosen by the psychology teacher, who downloads the table to type into', async () => {
    const [at] = await rows(
      `select a.round_id, a.class_id, c.number from ${COUNTY}
         join organisation.class c on c.jurisdiction_id = a.jurisdiction_id and c.id = a.class_id
         join organisation.post p on p.jurisdiction_id = c.jurisdiction_id and p.school_id = c.school_id and p.stage = c.stage and p.entry_year = c.entry_year
         join organisation.account u on u.id = p.account_id and u.username = 'demo-grade-head'
        where r.state = 'open' and a.stopped_at is null
          and not exists (select from screening.answer_sheet s where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and s.instrument = 'phq-9')
        group by 1, 2, 3 having count(*) >= 3 order by count(*) desc limit 1`);
    roundId = at.round_id;
    className = `${at.number}班`;
    seats = await rows(
      `select a.id, a.student_id from screening.assignment a where a.class_id = $1 and a.round_id = $2 and a.stopped_at is null
          and not exists (select from screening.answer_sheet s where s.assignment_id = a.id and s.instrument = 'phq-9') order by seat_no`, at.class_id, roundId);
    teacher = await firstSignIn(browser, stage, 'demo-psychology-teacher');
    const { page } = teacher;
    await page.goto(`${stage.console}/screening/rounds/${roundId}`);
    await page.getByRole('button', { name: '纸质答卷' }).click();
    await page.getByRole('button', { name: '录入一个班' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: '班级' }).click();
    await page.getByRole('option', { name: className }).first().click();
    await form.getByRole('combobox', { name: '量表' }).click();
    await page.getByRole('option', { name: /PHQ-9/ }).first().click();
    await form.getByRole('combobox', { name: '作答日期' }).fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    await form.getByRole('combobox', { name: '作答日期' }).press('Enter');
    await form.getByRole('button', { name: '录入一个班' }).click();
    await page.getByRole('heading', { name: '核对不一致' }).or(page.getByRole('heading', { name: '录入', exact: true })).first().waitFor();
    batch = page.url();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /下载/ }).first().click()]);
    const file = path.join(stage.folder, 'blank.xlsx');
    await download.saveAs(file);
    blank = [];
    for await (const row of readRows(file)) blank.push([...row.cells]);
    expect(blank.length).toBe(seats.length + 1);
  }, 90_000);

  step('is typed once, with a wrong row that comes back, and danger is told before anybody types it again', async () => {
    await type(teacher.page, [answers(items(), { 9: '0' }), answers(items(), { 9: '2' }), answers(items(), { 3: '8', 9: '0' })]);
    await teacher.page.getByText('1 行有错误').waitFor();
    await expect(seriousFaults(teacher.page)).resolves.toEqual([]);
    await look(teacher.page, 'paper-checked');
    const alarmed = await rows(`select 1 from platform.outbox where type = 'screening/sheet-alerted' and payload->>'studentId' = $1`, seats[1]!.student_id);
    expect(alarmed).toHaveLength(1);
    await teacher.page.getByRole('button', { name: /先导入正确的/ }).click();
    await teacher.page.getByText('导入完成', { exact: true }).waitFor();
  }, 60_000);

  step('is typed a second time by the head of the grade, who sees nothing of the first', async () => {
    head = await firstSignIn(browser, stage, 'demo-grade-head');
    await head.page.goto(batch);
    await type(head.page, [answers(items(), { 9: '0' }), answers(items(), { 1: '3', 9: '2' })]);
    await head.page.getByRole('button', { name: /确认导入/ }).click();
    await head.page.getByText('导入完成', { exact: true }).waitFor();
    expect(await head.page.getByRole('heading', { name: '核对不一致' }).count()).toBe(0);
  }, 60_000);

  step('parts in one answer, which is settled from the paper and counted once', async () => {
    const { page } = teacher;
    await page.reload();
    expect(await page.getByRole('button', { name: '计入测评' }).isDisabled()).toBe(true);
    await page.getByText('第 1 题').waitFor();
    await look(page, 'paper-differs');
    await expect(seriousFaults(page)).resolves.toEqual([]);
    await page.getByText(/第二遍$/).last().click();
    await page.getByRole('button', { name: '保存核对结果' }).click();
    await page.getByText('已保存').first().waitFor();
    await page.getByRole('button', { name: '计入测评' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '计入测评' }).click();
    await page.getByText('已计入 2 份答卷').first().waitFor();
    await look(page, 'paper-taken');
    expect(await rows(`select instrument, late from screening.answer_sheet where assignment_id = any($1::uuid[]) and instrument = 'phq-9'`, [seats[0]!.id, seats[1]!.id]))
      .toEqual([{ instrument: 'phq-9', late: false }, { instrument: 'phq-9', late: false }]);
    expect(await rows(`select 1 from platform.outbox where type = 'screening/sheet-alerted' and payload->>'studentId' = $1`, seats[1]!.student_id)).toHaveLength(1);
  }, 60_000);

  const items = () => blank[0]!.length - 2;

  async function type(page: Page, typed: readonly string[][]): Promise<void> {
    const file = path.join(stage.folder, `typed-${Date.now()}.xlsx`);
    const lines = typed.map((values, n) => [...blank[n + 1]!.slice(0, 2), ...values]);
    fs.writeFileSync(file, await writeXlsxSheets([{ plan: { name: 'x', columns: blank[0]!.map((header) => ({ header, text: true })) }, rows: lines }]));
    await page.getByRole('button', { name: /已经有填好的文件/ }).click();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('预检完成').or(page.getByRole('button', { name: /导入/ })).first().waitFor();
  }

  /** At 1280 and at 375 px nothing is cut off to the side. */
  async function look(page: Page, name: string): Promise<void> {
    for (const size of [{ width: 1280, height: 900 }, PHONE]) {
      await page.setViewportSize(size);
      await page.waitForTimeout(400);
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${name}-${size.width}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
