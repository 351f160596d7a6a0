import type { Page } from 'playwright-core';

/** Says what a pupil's record is opened for, as the console asks before it shows one. */
export async function sayPurpose(page: Page, purpose = '复核测评结果'): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '查看用途' });
  await dialog.getByText(purpose, { exact: true }).click();
  await dialog.getByRole('button', { name: '查看', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}
