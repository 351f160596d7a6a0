/// <reference lib="dom" />
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { DESKTOP, openBrowser, openWindow, PHONE, seriousFaults } from './browser.js';
import { type ConsoleAlone, raiseConsole } from './console-alone.js';

/** A4 without its margins, as the print style sheet sets them. */
const SHEET = { width: 703, height: 1000 };
const DAY = { daylight: 'light', grey: false, big: false };
const LOOKS = [
  { look: 'day', on: DESKTOP, modes: DAY },
  { look: 'day', on: PHONE, modes: DAY },
  { look: 'dark', on: DESKTOP, modes: { ...DAY, daylight: 'dark' } },
  { look: 'dark', on: PHONE, modes: { ...DAY, daylight: 'dark' } },
  { look: 'grey', on: DESKTOP, modes: { ...DAY, grey: true } },
  { look: 'grey', on: PHONE, modes: { ...DAY, grey: true } },
  { look: 'big', on: DESKTOP, modes: { ...DAY, big: true } },
  { look: 'big', on: PHONE, modes: { ...DAY, big: true } },
  { look: 'print', on: SHEET, modes: { ...DAY, daylight: 'dark' } }, // paper is white whatever the screen was
];
const SECTIONS = ['颜色与文字', '等级、时限与状态', '列表', '详情与经过', '表单、提示与任务', '导入与导出'];

/** Every part of the console in every state, in every look, on a desk and on a phone. */
describe('the design page', () => {
  let console_: ConsoleAlone;
  let browser: Browser;

  beforeAll(async () => {
    [console_, browser] = await Promise.all([raiseConsole(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await console_?.close();
  }, 30_000);

  it.each(LOOKS)('shows all its parts, whole and readable: $look at $on.width px', async ({ look, on, modes }) => {
    const { context, page } = await openWindow(browser, on);
    const complaints = complaintsOf(page);
    if (look === 'print') await page.emulateMedia({ media: 'print' });
    await page.addInitScript((chosen) => localStorage.setItem('heliotrope.modes', chosen), JSON.stringify(modes));
    await page.goto(`${console_.address}/design`);
    for (const name of SECTIONS) await page.getByRole('heading', { name, exact: true, level: 2 }).waitFor();
    await photograph(page, `design-${on.width}-${look}`);
    expect(await sidewaysOverflow(page)).toEqual([]);
    if (look === 'print') expect(await sheetOf(page)).toEqual(['rgb(255, 255, 255)', 'light']);
    if (look === 'grey') expect(await page.evaluate(() => getComputedStyle(document.documentElement).filter)).toContain('grayscale');
    else expect(await seriousFaults(page)).toEqual([]); // grey is a filter over the day, which axe does not see
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** What the browser complained of, and every call of the network that is not a file of the page. */
function complaintsOf(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api')) heard.push(request.url());
  });
  return heard;
}

/** The parts that make the page wider than its window; none on a page that needs no scrolling sideways. */
function sidewaysOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter((part) => part.getBoundingClientRect().right > width + 1);
    return wide.slice(0, 8).map((part) => `${part.tagName}.${part.className} ${Math.round(part.getBoundingClientRect().right)}`);
  });
}

const sheetOf = (page: Page) =>
  page.evaluate(() => {
    const { backgroundColor, colorScheme } = getComputedStyle(document.documentElement);
    return [backgroundColor, colorScheme];
  });

async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['JOURNEY_PICTURES'];
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
