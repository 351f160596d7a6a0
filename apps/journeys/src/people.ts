import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Authenticator } from '@heliotrope/organisation/testing';
import { DESKTOP, openWindow } from './browser.js';
import type { Stage } from './stage.js';

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

const PASSWORD = 'Xiangyang-2026-journey';

/** Everybody's phone, by stage and user name: a code counts once, so the phone must be the same in every window. */
const phones = new Map<string, Authenticator>();
const phoneOf = (stage: Stage, username: string) => `${stage.folder} ${username}`;

/** Whatever is asked after the password: a second factor is bound where a post wants one, and shown where one is bound. */
async function finish(page: Page, stage: Stage, username: string): Promise<void> {
  const arrived = page.getByRole('button', { name: /^我的账号/ });
  const enrol = page.getByRole('heading', { name: '绑定动态验证码' });
  const show = page.getByRole('heading', { name: '再验证一步' });
  await arrived.or(enrol).or(show).waitFor();
  if (await enrol.isVisible()) {
    const phone = new Authenticator((await page.locator('[data-secret]').innerText()).replaceAll(' ', ''));
    phones.set(phoneOf(stage, username), phone);
    await page.getByLabel('6 位动态验证码').fill(phone.code(new Date()));
    await page.getByRole('button', { name: '完成绑定' }).click();
    await page.getByRole('listitem').nth(9).waitFor();
    await page.getByText('我已妥善保存这些恢复码').click();
    await page.getByRole('button', { name: '进入系统' }).click();
  } else if (await show.isVisible()) {
    await page.getByLabel('6 位动态验证码').fill(phones.get(phoneOf(stage, username))!.code(new Date()));
    await page.getByRole('button', { name: '验证并登录' }).click();
  }
  await arrived.waitFor();
}

/** Signs in for the first time with the one-time code, as somebody whom the administrator has just handed it. */
export async function firstSignIn(browser: Browser, stage: Stage, username: string, viewport = DESKTOP): Promise<Person> {
  const known = stage.signIns.find((signIn) => signIn.username === username);
  if (!known) throw new Error(`no one-time sign-in for ${username}: ${stage.signIns.map((signIn) => signIn.username).join(', ')}`);
  const { context, page } = await openWindow(browser, viewport);
  await page.goto(stage.console);
  await page.getByText('第一次登录？用一次性登录码设置密码').click();
  await page.getByRole('textbox', { name: '用户名' }).fill(username);
  await page.getByLabel('一次性登录码').fill(known.code);
  await page.getByLabel('设置新密码').fill(PASSWORD);
  await page.getByLabel('再输入一遍新密码').fill(PASSWORD);
  await page.getByRole('button', { name: '设置密码并登录' }).click();
  await finish(page, stage, username);
  return { context, page };
}

/** Signs in again, in another window or another width. */
export function signInAgain(browser: Browser, stage: Stage, username: string, viewport = DESKTOP): Promise<Person> {
  return signInWith(browser, stage, { username, password: PASSWORD }, viewport);
}

/** Signs in somebody whose password is known already. */
export async function signInWith(browser: Browser, stage: Stage, { username, password }: { username: string; password: string }, viewport = DESKTOP): Promise<Person> {
  const { context, page } = await openWindow(browser, viewport);
  await page.goto(stage.console);
  await page.getByRole('textbox', { name: '用户名' }).fill(username);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await finish(page, stage, username);
  return { context, page };
}
