import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from './browser.js';

/** The psychology teacher, on the page of a review, puts a calm talk on record. */
export async function recordTalk(page: Page, summary: string): Promise<void> {
  await page.getByRole('button', { name: '记录访谈' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: '地点' }).fill('心理辅导室');
  for (const [field, said] of [['轻生的想法', '没有'], ['伤害自己', '从未'], ['能求助的人', '不止一位']] as const) {
    await form.getByRole('radiogroup', { name: field }).getByText(said, { exact: true }).click();
  }
  await form.getByText('所见没有提示更高的等级').waitFor();
  await form.getByRole('textbox', { name: /问了什么/ }).fill(summary);
  await expect(seriousFaults(page)).resolves.toEqual([]);
  await form.getByRole('button', { name: '保存记录' }).click();
  await page.getByRole('list', { name: '复检访谈' }).getByText(summary).waitFor();
}
