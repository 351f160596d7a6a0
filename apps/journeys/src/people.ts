import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DESKTOP, openWindow } from './browser.js';
import type { Stage } from './stage.js';

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

const PASSWORD = 'Xiangyang-2026-journey';

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
  await page.getByRole('button', { name: /^我的账号/ }).waitFor();
  return { context, page };
}

/** Signs in again, in another window or another width. */
export async function signInAgain(browser: Browser, stage: Stage, username: string, viewport = DESKTOP): Promise<Person> {
  const { context, page } = await openWindow(browser, viewport);
  await page.goto(stage.console);
  await page.getByRole('textbox', { name: '用户名' }).fill(username);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('button', { name: /^我的账号/ }).waitFor();
  return { context, page };
}
