import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openWindow, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person, signInAgain } from './people.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

/** A guardian is asked, says yes on a phone and later no longer; the desk of the school and the bureau see what they may. */
describe('a guardian’s consent', () => {
  let stage: Stage;
  let browser: Browser;
  let officer: Person;
  let teacher: Person;
  let leader: Person;
  let guardian: Page;
  let link: string;
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 30_000);

  /** A page as wide as a phone shows everything in its width, and nothing that keeps somebody out. */
  async function isWhole(page: Page): Promise<void> {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    expect(await seriousFaults(page)).toEqual([]);
  }

  step('the bureau has an assessment in force and begins to ask', async () => {
    officer = await firstSignIn(browser, stage, 'demo-county-officer');
    const { page } = officer;
    await page.goto(`${stage.console}/data-protection/assessments`);
    await page.getByText('生效中').first().waitFor();
    await page.goto(`${stage.console}/data-protection/consents`);
    await page.getByRole('button', { name: '发起征求' }).first().click();
    await page.getByLabel('征求', { exact: true }).fill('秋季测评征求同意');
    const day = (ahead: number) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
    for (const [label, value] of [['开始日期', day(0)], ['截止日期', day(14)]] as const) {
      await page.getByRole('combobox', { name: label }).fill(value);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('dialog').getByRole('button', { name: '发起征求' }).click();
    await page.getByText('已发起').waitFor();
  });

  step('the form teacher prints the codes of the own class', async () => {
    teacher = await firstSignIn(browser, stage, 'demo-form-teacher');
    const { page } = teacher;
    await page.goto(`${stage.console}/data-protection/consents`);
    await page.getByText('秋季测评征求同意').first().click();
    await page.getByRole('button', { name: '印发同意码' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '印发同意码' }).click();
    await page.getByRole('heading', { name: /同意码通知单/ }).waitFor();
    const slip = page.getByRole('listitem').filter({ hasText: '监护人' }).first();
    const code = (await slip.locator('.code').innerText()).trim();
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    link = `${stage.student}/#/consent/${code.replaceAll('-', '')}`;
  });

  step('the guardian reads the notice on a phone and agrees', async () => {
    const { page } = await openWindow(browser, PHONE);
    guardian = page;
    await page.goto(link);
    await page.getByRole('heading', { name: /告知书/ }).waitFor();
    expect(page.url()).not.toContain(link.split('/').at(-1)!);
    for (const heading of ['为什么收集', '保存多久', '不是诊断', '保密的例外']) await page.getByRole('heading', { name: heading }).waitFor();
    await isWhole(page);
    await page.getByRole('button', { name: '我同意' }).click();
    await page.getByText('请填写姓名').waitFor();
    await page.getByLabel('您的姓名').fill('王女士');
    await page.getByLabel('与学生的关系').fill('母亲');
    await page.getByRole('button', { name: '我同意' }).click();
    await page.getByText('已登记：同意').waitFor();
  });

  step('the form teacher sees it', async () => {
    const { page } = teacher;
    await page.getByRole('button', { name: '已打印，关闭' }).click();
    await page.reload();
    await page.getByText(/同意 · .* · 网上/).first().waitFor();
  });

  step('the guardian takes it back with the same code', async () => {
    await guardian.goto('about:blank');
    await guardian.goto(link);
    await guardian.getByText(/您已于 .* 同意/).waitFor();
    await guardian.getByLabel('您的姓名').fill('王女士');
    await guardian.getByLabel('与学生的关系').fill('母亲');
    await guardian.getByRole('button', { name: '撤回同意' }).click();
    await guardian.getByRole('button', { name: '确定撤回' }).click();
    await guardian.getByText('已登记：撤回').waitFor();
    const { rows } = await stage.owner.query(`select due_at > now() as "inTime" from data_protection.processing_stop`);
    expect(rows).toEqual([{ inTime: true }]);
  });

  step('the bureau sees numbers and no name', async () => {
    const { page } = officer;
    await page.goto(`${stage.console}/data-protection/consents`);
    await page.getByRole('row', { name: /秋季测评征求同意/ }).waitFor();
    const { rows } = await stage.owner.query<{ name: string }>(`select s.name from organisation.student s join data_protection.consent_record r on r.student_id = s.id`);
    expect(await page.locator('main').innerText()).not.toContain(rows[0]!.name);
  });

  step('a guardian’s wish to see what is kept becomes a request with a day', async () => {
    leader = await firstSignIn(browser, stage, 'demo-school-leader');
    const { page } = leader;
    const { rows } = await stage.owner.query<{ name: string }>(`select s.name from organisation.student s join data_protection.consent_record r on r.student_id = s.id`);
    await page.goto(`${stage.console}/data-protection/rights`);
    await page.getByRole('button', { name: '登记申请' }).first().click();
    await page.getByRole('combobox', { name: '学生' }).fill(rows[0]!.name);
    await page.getByRole('option').first().click();
    await page.getByLabel('申请内容').fill('想看看学校存了孩子哪些信息');
    await page.getByRole('dialog').getByRole('button', { name: '登记申请' }).click();
    await page.getByText(/已登记，请在 .* 前答复/).waitFor();
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('button', { name: '同意并办理' }).waitFor();
    expect(await page.getByRole('button', { name: '申请查阅材料' }).count()).toBe(0);
  });

  step('its pack is ordered by another than who entered it, approved, and stands sealed in the export centre', async () => {
    const { page } = await firstSignIn(browser, stage, 'demo-psychology-teacher');
    await page.goto(`${stage.console}/data-protection/rights`);
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('button', { name: '申请查阅材料' }).click();
    await page.getByText('已提交，等待学校负责人或教育局批准').waitFor();
    await leader.page.goto(`${stage.console}/reporting/exports`);
    await leader.page.getByText(/监护人申请查阅/).waitFor();
    await leader.page.getByRole('button', { name: '批准', exact: true }).click();
    await leader.page.getByText('没有待审批的导出').waitFor();
    await page.goto(`${stage.console}/reporting/exports`);
    await page.getByRole('button', { name: '密码' }).waitFor({ timeout: 30_000 });
  });

  step('a wish to put a birth date right is checked at the desk, shows both sides, and changes the roster when granted', async () => {
    const { page } = leader;
    const { rows: [pupil] } = await stage.owner.query<{ id: string; name: string; born: string }>(
      `select s.id, s.name, s.born_on::text as born from organisation.student s join data_protection.consent_record r on r.student_id = s.id`);
    const wanted = `${pupil!.born.slice(0, 8)}${pupil!.born.endsWith('15') ? '16' : '15'}`;
    await page.goto(`${stage.console}/data-protection/rights`);
    await page.getByRole('button', { name: '登记申请' }).first().click();
    const form = page.getByRole('dialog');
    await page.getByRole('combobox', { name: '学生' }).fill(pupil!.name);
    await page.getByRole('option').first().click();
    await form.getByText('更正、补充', { exact: true }).click();
    await page.getByRole('combobox', { name: '更正哪一项' }).click({ force: true }); // what is chosen lies over the field
    await page.getByRole('option', { name: '出生日期' }).click();
    await form.getByRole('textbox', { name: '应更正为' }).fill('2013-02-30');
    await form.getByLabel('申请内容').fill('出生日期登记错了，附户口簿');
    await form.getByRole('button', { name: '登记申请' }).click();
    await form.getByText('没有这个出生日期').first().waitFor();
    await form.getByRole('textbox', { name: '应更正为' }).fill(wanted);
    await form.getByRole('button', { name: '登记申请' }).click();
    await page.getByText(/已登记，请在 .* 前答复/).waitFor();
    await page.getByRole('row', { name: /更正、补充/ }).getByRole('link').click();
    await page.getByRole('heading', { name: '要更正的一项' }).waitFor();
    for (const side of [pupil!.born, wanted]) await page.getByRole('main').getByText(side, { exact: true }).waitFor();
    const phone = await signInAgain(browser, stage, 'demo-school-leader', PHONE);
    await phone.page.goto(page.url());
    await phone.page.getByRole('heading', { name: '要更正的一项' }).waitFor();
    await isWhole(phone.page);
    await phone.context.close();
    await page.getByRole('button', { name: '同意并办理' }).click();
    await form.getByText(wanted, { exact: true }).waitFor();
    await form.getByLabel('办理情况').fill('已核对户口簿');
    await form.getByRole('button', { name: '同意并办理' }).click();
    await page.getByRole('heading', { name: '名册已更正' }).waitFor();
    const { rows: [now] } = await stage.owner.query(`select born_on::text as born from organisation.student where id = $1`, [pupil!.id]);
    expect(now.born).toBe(wanted);
  });

  step('every page is whole on a phone', async () => {
    for (const [username, paths] of [
      ['demo-county-officer', ['consents', 'notices', 'assessments', 'recipients', 'retention', 'audit']],
      ['demo-school-leader', ['rights']],
    ] as const) {
      const { page } = await signInAgain(browser, stage, username, PHONE);
      for (const one of paths) {
        await page.goto(`${stage.console}/data-protection/${one}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        await isWhole(page);
      }
    }
  }, 240_000);
});
