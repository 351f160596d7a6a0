import fs from 'node:fs';
import path from 'node:path';
import { it } from '@jest/globals';
import type { Browser } from 'playwright-core';

/**
 * Tells a story in steps. A step that fails ends the story: what comes after would only fail for the same reason. With
 * JOURNEY_PICTURES=<folder> every open page is photographed after each step, and always when one fails.
 */
export function story(browser: () => Browser | undefined) {
  let broken: string | undefined;
  let n = 0;
  return (name: string, act: () => Promise<void>, timeout = 60_000): void => {
    it(
      name,
      async () => {
        n++;
        if (broken) throw new Error(`the story ended at: ${broken}`);
        try {
          await act();
        } catch (error) {
          broken = name;
          await photograph(browser(), `${n}-failed`);
          throw error;
        }
        await photograph(browser(), String(n));
      },
      timeout,
    );
  };
}

async function photograph(browser: Browser | undefined, name: string): Promise<void> {
  const folder = process.env['JOURNEY_PICTURES'];
  if (!folder || !browser) return;
  fs.mkdirSync(folder, { recursive: true });
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [at, page] of pages.entries()) {
    await page.screenshot({ path: path.join(folder, `${name}-${at}.png`) }).catch(() => undefined);
  }
}
