/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionDto, StudentPageDto } from '@heliotrope/api-client';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, openWindow, seriousFaults } from './browser.js';
import { type ConsoleAlone, raiseConsole } from './console-alone.js';

const SESSION: SessionDto = {
  accountId: 'a', name: '林晓燕', needs: null, demo: false, passwordDaysLeft: 90, posts: [], actions: ['organisation.read-students', 'organisation.read-tree'], home: { kind: 'school', id: 's', name: '云溪县第一中学' },
};
const PAGE: StudentPageDto = {
  items: [{ id: 'p', schoolId: 's', classId: 'c', name: '陈思远', sex: 1, className: '高一1班', state: 'enrolled', studentNumber: null, citizenNumber: null, guardian: null }],
  nextCursor: null,
};

/** A school with more classes than the tree has room for. */
const SCHOOL = { id: 's', kind: 'school', name: '云溪县第一中学', code: '3553050101', parentId: null, hasChildren: true };
const CLASSES = Array.from({ length: 45 }, (_, n) => ({ id: `c${n}`, kind: 'class', name: `高一${n + 1}班`, code: '', parentId: 's', hasChildren: false }));

/** What frames every page: tabs, filters in the address, the watermark. The calls it makes are answered here. */
describe('the frame of the console', () => {
  let console_: ConsoleAlone;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    [console_, browser] = await Promise.all([raiseConsole(), openBrowser()]);
    ({ context, page } = await openWindow(browser));
    await context.route('**/api/**', (route) => {
      const { pathname, search } = new URL(route.request().url());
      const below = new URLSearchParams(search).get('parent');
      if (pathname === '/api/organisation/tree') return route.fulfill({ json: { items: below === 's' ? CLASSES : [SCHOOL] } });
      const answer = pathname === '/api/session' ? SESSION : pathname === '/api/organisation/students' ? PAGE : { items: [], nextCursor: null, unread: 0 };
      if (pathname === '/api/organisation/students') asked.push(search);
      return route.fulfill({ json: answer });
    });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await console_?.close();
  }, 30_000);

  it('keeps what was searched for in the address, through a reload', async () => {
    await page.goto(`${console_.address}/organisation/students`);
    await page.getByRole('cell', { name: '陈思远' }).waitFor();
    await search().fill('陈');
    await page.getByRole('button', { name: '查询' }).click();
    await page.waitForURL(/\?q=/);
    await page.reload();
    await page.getByRole('cell', { name: '陈思远' }).waitFor();
    expect(await search().inputValue()).toBe('陈');
    expect(new URLSearchParams(asked.at(-1)).get('q')).toBe('陈');
  });

  it('builds the page of a tab anew when it is refreshed, and only that one', async () => {
    await page.getByRole('link', { name: '向阳 首页' }).click();
    await tab('学生名册').click();
    await search().fill('还没有查询的字');
    const before = asked.length;
    await page.getByRole('button', { name: '刷新此页' }).click();
    await page.waitForFunction(() => (document.querySelector('[role=search] input') as HTMLInputElement | null)?.value === '陈');
    await page.getByRole('cell', { name: '陈思远' }).waitFor();
    expect(asked.length).toBe(before + 1);
  });

  it('keeps what was typed in a tab while another is looked at', async () => {
    await search().fill('还没有查询的字');
    await tab('工作台').click();
    await tab('学生名册').click();
    expect(await search().inputValue()).toBe('还没有查询的字');
  });

  it('shows a school of many classes to those who have no mouse', async () => {
    const box = page.locator('.el-tree .el-vl__window');
    await page.getByText('高一1班', { exact: true }).first().waitFor();
    expect(await box.evaluate((part) => part.scrollHeight > part.clientHeight)).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await box.focus();
    await page.keyboard.press('End');
    await page.getByText('高一45班', { exact: true }).waitFor();
  });

  it.each([
    ['taken out', (mark: Element) => mark.remove()],
    ['emptied', (mark: Element) => mark.replaceChildren()],
    ['hidden', (mark: Element) => mark.setAttribute('style', 'display: none')],
    ['made clear', (mark: Element) => mark.classList.remove('watermark')],
  ])('lays the watermark again when it is %s', async (_, undo) => {
    await page.locator('.watermark').evaluate(undo);
    await page.waitForFunction(() => {
      const mark = document.querySelector('.watermark');
      return mark !== null && getComputedStyle(mark).display !== 'none' && mark.textContent === '' && mark.querySelectorAll('[data-mark^="林晓燕 "]').length > 20;
    });
  });

  const search = () => page.getByRole('search').getByRole('textbox').first();
  const tab = (name: string) => page.getByRole('navigation', { name: '打开的页面' }).getByRole('link', { name });
});
