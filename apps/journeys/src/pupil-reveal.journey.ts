import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person, signInAgain } from './people.js';
import { sayPurpose } from './purpose.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

const REASON = '联系家长到校面谈';

/** A guardian's phone is opened with a reason; whoever asks later finds who opened it, and an administrator opens nothing. */
describe('a masked phone', () => {
  let stage: Stage;
  let browser: Browser;
  let teacher: Person;
  let leader: Person;
  let pupil: { id: string; name: string };
  let phone: string;
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 120_000);

  step('is masked for the form teacher who opens the page of a pupil of hers', async () => {
    teacher = await firstSignIn(browser, stage, 'demo-form-teacher');
    const { page } = teacher;
    await page.goto(`${stage.console}/organisation/students`);
    const first = page.getByRole('table', { name: '学生名册列表' }).getByRole('link').first();
    await first.waitFor();
    pupil = { name: (await first.innerText()).trim(), id: (await first.getAttribute('href'))!.split('/').at(-1)! };
    await first.click();
    await sayPurpose(page, '与学生或监护人沟通');
    await page.getByRole('heading', { name: pupil.name, level: 1 }).waitFor();
    const text = await page.getByRole('main').innerText();
    expect(text).toMatch(/1\d{2}\*{4}\d{4}/);
    expect(text).not.toMatch(/1[3-9]\d{9}|\d{17}[\dX]/);
    await expect(seriousFaults(page)).resolves.toEqual([]);
  }, 120_000);

  step('is not opened without a reason, nor with a number for a reason', async () => {
    const { page } = teacher;
    await page.getByRole('button', { name: '查看完整监护人电话' }).first().click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: '查看并留痕' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('打给13900000000');
    await dialog.getByRole('button', { name: '查看并留痕' }).click();
    await dialog.getByText('理由里请不要写号码').waitFor();
  });

  step('is shown for some seconds once the reason is given', async () => {
    const { page } = teacher;
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(REASON);
    await dialog.getByRole('button', { name: '查看并留痕' }).click();
    await page.getByRole('timer').waitFor();
    phone = /1[3-9]\d{9}/.exec(await page.getByRole('main').innerText())![0];
    await page.getByRole('timer').waitFor({ state: 'detached', timeout: 30_000 });
    expect(await page.getByRole('main').innerText()).not.toContain(phone);
  }, 120_000);

  step('leaves an entry in the audit chain with who, whom, why, and without the number', async () => {
    const { rows } = await stage.owner.query(
      `select e.actor, e.detail, a.username from audit.entry e join organisation.account a on e.actor = 'account:' || a.id
        where e.action = 'organisation.reveal-guardians' and e.object = $1`, [`student:${pupil.id}`]);
    expect(rows).toHaveLength(1);
    expect(rows[0].username).toBe('demo-form-teacher');
    expect(JSON.parse(rows[0].detail)).toMatchObject({ field: 'guardian-phone', purpose: REASON });
    expect(rows[0].detail).not.toContain(phone);
  });

  step('stands in the list that the person concerned may ask the school for, on a phone too', async () => {
    leader = await firstSignIn(browser, stage, 'demo-school-leader', PHONE);
    const { page } = leader;
    await page.goto(`${stage.console}/organisation/students/${pupil.id}`);
    await sayPurpose(page, '督导检查');
    const list = page.getByRole('list', { name: '谁看过完整信息' });
    await list.getByText(REASON).waitFor();
    expect(await list.innerText()).toContain('林知夏');
    await expect(seriousFaults(page)).resolves.toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  }, 120_000);

  step('belongs to a record that two people may have open: the second to save sees both sides', async () => {
    const other = await signInAgain(browser, stage, 'demo-school-leader');
    for (const { page } of [leader, other]) {
      await page.goto(`${stage.console}/organisation/students/${pupil.id}`);
      if (page === other.page) await sayPurpose(page, '维护学籍和基本信息'); // the first said it in this session a moment ago
      await page.getByRole('button', { name: '修改基本信息' }).click();
    }
    const [first, second] = [leader.page.getByRole('dialog'), other.page.getByRole('dialog')];
    const name = `${pupil.name}一`;
    await first.getByRole('textbox', { name: '姓名' }).fill(name);
    await first.getByRole('button', { name: '保存' }).click();
    await leader.page.getByRole('heading', { name, level: 1 }).waitFor();
    await second.getByRole('textbox', { name: '姓名' }).fill(`${pupil.name}二`);
    await second.getByRole('button', { name: '保存' }).click();
    const sides = second.getByRole('alert', { name: '别人刚刚也改了这条记录' });
    await sides.waitFor();
    expect(await sides.innerText()).toContain(name);
    await sides.getByRole('button', { name: '改用对方的' }).click();
    expect(await second.getByRole('textbox', { name: '姓名' }).inputValue()).toBe(name);
    await second.getByRole('button', { name: '保存' }).click();
    await second.waitFor({ state: 'hidden' });
  }, 120_000);

  step('is out of reach of an administrator, on the page and past it', async () => {
    const admin = await firstSignIn(browser, stage, 'demo-system-admin');
    const { page } = admin;
    await page.goto(`${stage.console}/organisation/students/${pupil.id}`);
    await page.getByText('没有找到这个页面，或者您的岗位不能进入').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(pupil.name);
    const csrf = (await admin.context.cookies()).find((cookie) => cookie.name === 'heliotrope-csrf')!.value;
    const tried = [
      await page.request.get(`${stage.console}/api/organisation/students/${pupil.id}`),
      await page.request.post(`${stage.console}/api/organisation/students/${pupil.id}/reveal`, { data: { field: 'citizen-number', reason: '核对学生身份' }, headers: { 'x-csrf-token': csrf } }),
    ];
    expect(tried.map((answer) => answer.status())).toEqual([403, 403]);
    for (const answer of tried) expect(await answer.text()).not.toContain(pupil.name);
  }, 120_000);
});
