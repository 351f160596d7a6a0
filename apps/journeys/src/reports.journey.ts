import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { unzipFiles } from '@heliotrope/platform';
import { aReportedRound } from '@heliotrope/reporting/testing';
import { presentVersion } from '@heliotrope/screening/testing';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person, signInAgain } from './people.js';
import { sayPurpose } from './purpose.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

const [LAST_YEAR, THIS_YEAR] = ['去年秋季普测', '今年秋季普测'];

/** After the round: a county reads its report with last year's beside it, a teacher prints one pupil's, a class teacher gets neither. */
describe('reports', () => {
  let stage: Stage;
  let browser: Browser;
  let officer: Person;
  let teacher: Person;
  let form: Person;
  let round: string;
  let pupil: { id: string; name: string };
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
    const { rows: [place] } = await stage.owner.query(
      `select p.jurisdiction_id as bureau, p.school_id as school from organisation.post p join organisation.account a on a.id = p.account_id where a.username = 'demo-psychology-teacher'`);
    const year = new Date().getFullYear();
    const versions = { 'phq-9': presentVersion('phq-9'), 'gad-7': presentVersion('gad-7') };
    const at = { jurisdictionId: place.bureau, versions };
    await aReportedRound(stage.owner, { ...at, title: LAST_YEAR, opensAt: `${year - 1}-10-13T00:00:00Z`, shift: 3 });
    round = (await aReportedRound(stage.owner, { ...at, title: THIS_YEAR, opensAt: `${year}-10-13T00:00:00Z` })).id;
    const { rows: [found] } = await stage.owner.query<typeof pupil>(
      `select s.id, s.name from organisation.student s
        where s.school_id = $1 and s.state = 'enrolled'
          and (select count(*) from screening.answer_sheet a where a.student_id = s.id and a.instrument = 'phq-9' and a.answers_enc = ''::bytea) = 2
          and not exists (select from screening.review v where v.student_id = s.id) order by s.id limit 1`, [place.school]);
    pupil = found!;
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 30_000);

  async function isWhole(page: Page): Promise<void> {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    expect(await seriousFaults(page)).toEqual([]);
  }

  async function orderOnRoundPage(page: Page, what: string, format: string): Promise<void> {
    await page.goto(`${stage.console}/screening/rounds/${round}`);
    await page.getByRole('button', { name: /报告/ }).click();
    const drawer = page.getByRole('dialog', { name: '测评报告' });
    if (what) await drawer.getByText(what, { exact: true }).click();
    await drawer.getByText(format, { exact: true }).click();
    await drawer.getByRole('button', { name: /^(查看|开始生成)$/ }).click();
  }

  step('the county officer reads the county’s report on the page, last year beside it', async () => {
    officer = await firstSignIn(browser, stage, 'demo-county-officer');
    const { page } = officer;
    await orderOnRoundPage(page, '全局（县区）', '在线查看、打印');
    await page.getByRole('heading', { name: '历次比较' }).waitFor();
    const trend = page.getByRole('region', { name: '历次参测' });
    for (const title of [LAST_YEAR, THIS_YEAR]) await trend.getByText(title).waitFor();
    await page.getByText('得分可以直接比较').first().waitFor();
    await isWhole(page);
  });

  step('and has it made as Word, which the export centre hands over with last year’s trend in it', async () => {
    const { page } = officer;
    await orderOnRoundPage(page, '全局（县区）', '可编辑文稿（Word）');
    await page.goto(`${stage.console}/reporting/exports`);
    const button = page.getByRole('button', { name: /下载.*\.docx/ });
    await button.and(page.locator(':enabled')).waitFor({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const parts = await unzipFiles(fs.readFileSync((await download.path())!), { names: new Set(['document.xml']), most: 10_000_000 });
    const text = parts.get('document.xml')!.toString();
    for (const words of ['五、历次比较', LAST_YEAR, '得分可以直接比较']) expect(text).toContain(words);
  }, 90_000);

  step('the psychology teacher opens one pupil’s report for a purpose and prints it', async () => {
    teacher = await firstSignIn(browser, stage, 'demo-psychology-teacher');
    const { page } = teacher;
    await page.goto(`${stage.console}/reporting/pupils/${pupil.id}`);
    await sayPurpose(page, '与学生或监护人沟通');
    const report = page.getByRole('article', { name: '个人测评报告' });
    for (const words of [pupil.name, '得分变化', LAST_YEAR, THIS_YEAR]) await report.getByText(words).first().waitFor();
    await page.evaluate(() => { (window as unknown as { printed: number }).printed = 0; window.print = () => { (window as unknown as { printed: number }).printed += 1; }; });
    await page.getByRole('button', { name: '打印' }).click();
    expect(await page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(1);
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('button', { name: '打印' }).waitFor({ state: 'hidden' });
    expect(await report.locator('[data-mark*="仅供心理教师"]').count()).toBeGreaterThan(10); // the watermark is printed too
    await page.emulateMedia({ media: 'screen' });
    await isWhole(page);
    const { rows } = await stage.owner.query(`select 1 from audit.entry where object = $1 and action = 'reporting.pupil-report' and detail like '%talk%'`, [`student:${pupil.id}`]);
    expect(rows).toHaveLength(1);
  });

  step('the class teacher gets how many of the class took part, and no pupil’s result', async () => {
    form = await firstSignIn(browser, stage, 'demo-form-teacher');
    const { page } = form;
    await page.goto(`${stage.console}/organisation/students`);
    await page.getByRole('main').waitFor();
    await page.goto(`${stage.console}/reporting/pupils/${pupil.id}`);
    await page.getByText('没有找到这个页面').first().waitFor();
    expect(await page.locator('body').innerText()).not.toContain('得分变化');
    expect((await page.request.get(`${stage.console}/api/reporting/pupil-reports/${pupil.id}`, { headers: { 'x-access-purpose': 'talk' } })).status()).toBe(403);
    await orderOnRoundPage(page, '', '在线查看、打印');
    await page.getByRole('article').getByText('班级报告只说明参测情况').waitFor();
    expect(await page.getByRole('article').innerText()).not.toMatch(/严重|等级分布|PHQ/);
  });

  step('all of it on a phone', async () => {
    const phone = await signInAgain(browser, stage, 'demo-psychology-teacher', PHONE);
    await phone.page.goto(`${stage.console}/reporting/pupils/${pupil.id}`);
    await sayPurpose(phone.page, '与学生或监护人沟通');
    await phone.page.getByText('得分变化').first().waitFor();
    await isWhole(phone.page);
    const county = await signInAgain(browser, stage, 'demo-county-officer', PHONE);
    await county.page.goto(`${stage.console}/reporting/reports/bureau?roundId=${round}`);
    await county.page.getByRole('heading', { name: '历次比较' }).waitFor();
    await isWhole(county.page);
  });
});
