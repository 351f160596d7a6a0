import type { Browser, Page } from 'playwright-core';
import { openWindow, PHONE } from './browser.js';
import type { Stage } from './stage.js';

export interface Seat {
  readonly classCode: string;
  readonly seatCode: string;
}

/** A pupil at her phone or a computer of the lab, with the slip in hand. */
export async function takeSeat(browser: Browser, stage: Stage, seat: Seat, viewport = PHONE) {
  const { context, page } = await openWindow(browser, viewport);
  await page.goto(stage.student);
  await page.getByRole('textbox', { name: '班级码' }).fill(seat.classCode);
  await page.getByRole('textbox', { name: '座位码' }).fill(seat.seatCode);
  await page.getByRole('button', { name: '进入' }).click();
  await page.getByRole('button', { name: '是我，继续' }).click();
  return { context, page };
}

/** Answers one questionnaire from its instructions to its hand-in; `choose` gives the option's place, from one. */
export async function answerAll(page: Page, choose: (question: number) => number, before?: (question: number) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: /开始答题|接着答/ }).click();
  const total = Number(/共 (\d+) 题/.exec(await page.getByText(/第 1 题，共 \d+ 题/).innerText())![1]);
  for (let question = 1; question <= total; question++) {
    await page.getByText(`第 ${question} 题，共 ${total} 题`).waitFor();
    await before?.(question);
    await page.keyboard.press(String(choose(question)));
    if (question === total) await page.getByRole('button', { name: '答完了，看一看' }).click();
  }
}

export async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '交卷' }).click();
}
