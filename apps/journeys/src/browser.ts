import { type Browser, type BrowserContext, chromium as engine, type Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from '../../../tools/devstack.mjs';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 375, height: 740 };

/** A real Chromium that never talks to the outside. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env, args } = chromium();
  return engine.launch({
    executablePath,
    env,
    args: [...args, '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic'],
  });
}

/** A person's own window: nothing of another's session is in it. */
export async function openWindow(browser: Browser, viewport = DESKTOP): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { context, page };
}

/** The serious faults that axe finds on the page as it is now, each with where. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // What passed is not read: without it a long page is checked in half the time.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
