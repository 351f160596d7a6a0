import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser, openWindow, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person, signInAgain } from './people.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

// Who gets in, and who gets her out: a post that sees results binds a second factor before it counts, a code is asked at
// every sign-in, the system administrator sees who is signed in, ends a session, and lets a lost phone be replaced.

describe('the accounts of a county', () => {
  let stage: Stage;
  let browser: Browser;
  let teacher: Person;
  let admin: Person;
  const step = story(() => browser);
  const TEACHER = 'demo-psychology-teacher';

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  step('open with a one-time code, a password and a second factor, on a phone too', async () => {
    teacher = await firstSignIn(browser, stage, TEACHER, PHONE);
    await teacher.page.goto(`${stage.console}/account`);
    await teacher.page.getByText('恢复码还剩 10 个').waitFor();
    expect(await seriousFaults(teacher.page)).toEqual([]);
  }, 120_000);

  step('ask for the code at every sign-in, and take none that is made up', async () => {
    const { page, context } = await openWindow(browser);
    await page.goto(`${stage.console}/screening/reviews`);
    await page.getByRole('textbox', { name: '用户名' }).fill(TEACHER);
    await page.getByLabel('密码', { exact: true }).fill('Xiangyang-2026-journey');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: '再验证一步' }).waitFor();
    expect(await page.evaluate(() => fetch('/api/screening/reviews').then((answer) => answer.status))).toBe(403);
    await page.getByLabel('6 位动态验证码').fill('000000');
    await page.getByRole('button', { name: '验证并登录' }).click();
    await page.getByText('organisation/second-factor-failed').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: '换一个账号登录' }).click();
    await page.getByRole('heading', { name: '您好，请登录' }).waitFor();
    await context.close();
  });

  step('show the system administrator who is signed in, and no pupil', async () => {
    admin = await firstSignIn(browser, stage, 'demo-system-admin');
    await admin.page.goto(`${stage.console}/online-users`);
    await admin.page.getByText(TEACHER).first().waitFor();
    expect(await admin.page.evaluate(() => Promise.all(['/api/organisation/students', '/api/screening/reviews', '/api/crisis-escalation/cases'].map((path) => fetch(path).then((answer) => answer.status))))).toEqual([403, 403, 403]);
    expect(await seriousFaults(admin.page)).toEqual([]);
  });

  step('end a session from there: its page goes back to the sign-in', async () => {
    await admin.page.getByRole('row', { name: new RegExp(TEACHER) }).getByRole('button', { name: '强制退出' }).click();
    await admin.page.getByLabel('理由（写入审计）').fill('演练：设备遗失');
    await admin.page.getByRole('button', { name: '强制退出' }).last().click();
    await admin.page.getByText('已强制退出').waitFor();
    await teacher.page.goto(`${stage.console}/account/devices`);
    await teacher.page.getByRole('button', { name: '登录', exact: true }).waitFor();
    await teacher.context.close();
    teacher = await signInAgain(browser, stage, TEACHER);
    await teacher.page.goto(`${stage.console}/messages`);
    await teacher.page.getByText('强制退出了您的一处登录').first().waitFor();
  });

  step('let a lost phone be replaced: the next sign-in binds another', async () => {
    await admin.page.goto(`${stage.console}/accounts?q=${TEACHER}`);
    await admin.page.getByRole('link', { name: /沈静宜/ }).click();
    await admin.page.getByRole('button', { name: '解除动态验证码' }).click();
    await admin.page.getByLabel('理由（写入审计）').fill('本人当面核对了工作证');
    await admin.page.getByRole('button', { name: '解除动态验证码' }).last().click();
    await admin.page.getByText('已解除，本人已收到通知').waitFor();
    await teacher.context.close();
    const { page } = await openWindow(browser);
    await page.goto(stage.console);
    await page.getByRole('textbox', { name: '用户名' }).fill(TEACHER);
    await page.getByLabel('密码', { exact: true }).fill('Xiangyang-2026-journey');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('heading', { name: '绑定动态验证码' }).waitFor();
    const { rows } = await stage.owner.query(`select detail::json ->> 'purpose' as purpose from audit.entry where action = 'organisation.reset-second-factor'`);
    expect(rows).toEqual([{ purpose: '本人当面核对了工作证' }]);
  });
});
