import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, seriousFaults } from './browser.js';
import { firstSignIn, type Person } from './people.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

/** Three administrators who check each other: none of them sees a pupil, and one of them says what the others' users may do. */
describe('the three administrators', () => {
  let stage: Stage;
  let browser: Browser;
  let security: Person;
  let teacher: Person;
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 60_000);

  /** Calls the API with the session of the page, as a curious administrator could from the browser's own tools. */
  const call = (page: Page, method: string, path: string, body?: object) =>
    page.evaluate(async ([how, where, what]) => {
      const csrf = /heliotrope-csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
      const answer = await fetch(where!, {
        method: how!, headers: { 'x-csrf-token': decodeURIComponent(csrf), ...(what ? { 'content-type': 'application/json' } : {}) }, ...(what ? { body: what } : {}),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text ? JSON.parse(text) : {}) as { code?: string; title?: string; items?: { id: string }[] } };
    }, [method, path, body ? JSON.stringify(body) : ''] as const);

  const cell = (page: Page, post: string, action: string) => page.getByRole('button', { name: new RegExp(`^${post}：${action}`) });

  /** One row of the matrix, which is long. */
  const find = (page: Page, action: string) => page.getByRole('textbox', { name: '查找操作' }).fill(action);

  async function put(page: Page, post: string, action: string, word: string): Promise<void> {
    await find(page, action);
    await cell(page, post, action).click();
    await page.getByRole('radio', { name: new RegExp(`^${word}`) }).check({ force: true });
    await page.getByRole('button', { name: '放入草案' }).click();
    await page.getByText(/^草案改动/).waitFor();
  }

  async function decide(page: Page, outcome: string, reason: string): Promise<void> {
    await page.getByRole('button', { name: '试算' }).click();
    await page.getByText(outcome, { exact: true }).waitFor();
    await expect(seriousFaults(page)).resolves.toEqual([]);
    await page.getByRole('textbox', { name: '调整原因' }).fill(reason);
    await page.getByRole('button', { name: '按此生效' }).click();
    await page.getByText(/^已保存/).waitFor();
  }

  step('the system administrator tries to read a result, by the menu, by the address and by the API, and cannot', async () => {
    const { page } = await firstSignIn(browser, stage, 'demo-system-admin');
    const menu = page.getByRole('navigation', { name: '主菜单' });
    await menu.waitFor();
    for (const door of ['测评', '个案']) await expect(menu.getByRole('link', { name: door }).count()).resolves.toBe(0);
    await page.goto(`${stage.console}/screening/reviews`);
    await page.getByText('没有找到这个页面，或者您的岗位不能进入').waitFor();
    for (const path of ['screening/reviews', 'crisis-escalation/cases', 'organisation/students']) {
      await expect(call(page, 'GET', `/api/${path}`)).resolves.toMatchObject({ status: 403, body: { code: 'platform/not-allowed' } });
    }
  }, 180_000);

  step('nor can the security administrator give it to anybody who must not have it, herself least of all', async () => {
    security = await firstSignIn(browser, stage, 'demo-security-admin');
    const { page } = security;
    await page.goto(`${stage.console}/roles/matrix`);
    await find(page, '查看待复核学生');
    await cell(page, '系统管理员', '查看待复核学生').click();
    await page.getByText('三员分立').waitFor();
    await page.getByRole('button', { name: '取消' }).click();
    await expect(seriousFaults(page)).resolves.toEqual([]);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    for (const post of ['security-admin', 'system-admin', 'audit-admin']) {
      const answer = await call(page, 'POST', '/api/organisation/roles/decisions', { validFrom: today, reason: '想看看', edits: [{ action: 'screening.review', post, word: 'all' }] });
      expect(answer).toMatchObject({ status: 403, body: { code: 'organisation/admin-no-pupils' } });
    }
    await expect(call(page, 'GET', '/api/screening/reviews')).resolves.toMatchObject({ status: 403 });
  }, 180_000);

  step('she previews a post, takes the roster from the form teachers, and at the next click it is gone', async () => {
    teacher = await firstSignIn(browser, stage, 'demo-form-teacher');
    await teacher.page.goto(`${stage.console}/organisation/students`);
    await teacher.page.getByRole('heading', { name: '学生名册' }).waitFor();
    await expect(call(teacher.page, 'GET', '/api/organisation/students')).resolves.toMatchObject({ status: 200 });

    const { page } = security;
    await page.goto(`${stage.console}/roles/matrix`);
    await put(page, '班主任', '查看学生名册', '收回');
    await page.getByRole('button', { name: '以该岗位预览' }).click();
    await page.getByRole('heading', { name: /可做的操作/ }).waitFor();
    await expect(page.locator('.rail').getByText('待复核').count()).resolves.toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await decide(page, '1 人失去', '学期初清理权限');
    await expect(call(teacher.page, 'GET', '/api/organisation/students')).resolves.toMatchObject({ status: 403 });
  }, 180_000);

  step('and gives it back to what the installation says; both stand in the record, which the auditor reads', async () => {
    const { page } = security;
    await page.goto(`${stage.console}/roles/matrix`);
    await put(page, '班主任', '查看学生名册', '恢复');
    await decide(page, '1 人获得', '恢复默认');
    await expect(call(teacher.page, 'GET', '/api/organisation/students')).resolves.toMatchObject({ status: 200 });
    const { page: auditor } = await firstSignIn(browser, stage, 'demo-audit-admin');
    await auditor.goto(`${stage.console}/roles/decisions`);
    await auditor.getByText('学期初清理权限').waitFor();
    await auditor.getByText('恢复默认').waitFor();
    await expect(call(auditor, 'POST', '/api/organisation/roles/decisions', {})).resolves.toMatchObject({ status: 403 });
    await expect(call(auditor, 'GET', '/api/screening/reviews')).resolves.toMatchObject({ status: 403 });
  }, 180_000);

  step('a school leader makes a grade head form teacher of a class, who must then sign in anew', async () => {
    const { page: head } = await firstSignIn(browser, stage, 'demo-grade-head');
    const { page } = await firstSignIn(browser, stage, 'demo-school-leader');
    await page.goto(`${stage.console}/organisation/staff`);
    await page.getByRole('button', { name: '任命' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: '人员' }).fill('周亦安');
    await page.getByRole('option', { name: /周亦安/ }).click();
    await form.getByRole('combobox', { name: '岗位' }).click({ force: true });
    await page.getByRole('option', { name: '班主任' }).click();
    await form.getByRole('combobox', { name: '班级' }).click({ force: true });
    await page.getByRole('option', { name: '八年级2班' }).click();
    await form.getByRole('button', { name: '任命' }).click();
    await page.getByText('已任命').waitFor();
    await page.getByRole('button', { name: '周亦安' }).first().waitFor();
    await head.goto(`${stage.console}/organisation/students`);
    await head.getByRole('textbox', { name: '用户名' }).waitFor();
  }, 180_000);
});
