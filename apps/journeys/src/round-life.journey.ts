import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openWindow, PHONE, seriousFaults } from './browser.js';
import { firstSignIn, type Person, signInAgain } from './people.js';
import { raiseStage, type Stage } from './stage.js';
import { story } from './story.js';

const ROUND = '全县测评（补测旅程）';
const REASON = '市里派两名心理教师支援两周';

/** A round from its planning to a guardian's no: who can follow it up, and who is counted apart. Make-up and retest are told by `further.db.spec.ts`. */
describe('the life of a round', () => {
  let stage: Stage;
  let browser: Browser;
  let officer: Person;
  let teacher: Person;
  let roundId: string;
  let pupils: { id: string; name: string; jurisdictionId: number; schoolId: string; classId: string }[];
  let refuser: string;
  const step = story(() => browser);

  beforeAll(async () => {
    [stage, browser] = await Promise.all([raiseStage(), openBrowser()]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 60_000);

  const isWhole = async (page: Page) => {
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    expect(await seriousFaults(page)).toEqual([]);
  };
  const pick = async (page: Page, label: string, days: number) => {
    const moment = new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    const field = page.getByRole('dialog').getByRole('combobox', { name: label });
    await field.fill(moment);
    await field.press('Enter');
  };
  const numbersOf = async (): Promise<Record<string, number>> => {
    const answer = await officer.page.request.get(`${stage.console}/api/screening/rounds/${roundId}/board?parent=${pupils[0]!.schoolId}`);
    const row = ((await answer.json()) as { rows: { id: string }[] }).rows.find((one) => one.id === pupils[0]!.classId) as unknown as Record<string, number>;
    const { eligible, completed, refused, absent, void: spoilt, notYet } = row as Record<'eligible' | 'completed' | 'refused' | 'absent' | 'void' | 'notYet', number>;
    expect(completed + refused + absent + spoilt + notYet).toBe(eligible);
    return { completed, refused, absent, void: spoilt, notYet };
  };
  const until = async (wanted: Record<string, number>) => {
    let found = await numbersOf();
    for (let n = 0; n < 60 && JSON.stringify({ ...found, ...wanted }) !== JSON.stringify(found); n++) {
      await officer.page.waitForTimeout(1_000);
      found = await numbersOf();
    }
    expect(found).toMatchObject(wanted);
  };

  step('the bureau makes a yearly plan, and sees on which school days it falls', async () => {
    officer = await firstSignIn(browser, stage, 'demo-county-officer');
    const { page } = officer;
    await page.goto(`${stage.console}/screening/yearly-plans`);
    await page.getByRole('button', { name: '制定年度计划' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '名称' }).fill('秋季学生心理健康测评');
    await dialog.getByRole('group', { name: '初中' }).getByText('初中', { exact: true }).click();
    await dialog.getByText('PHQ-9').first().click();
    await dialog.getByRole('button', { name: '保存计划' }).click();
    await page.getByText('10 月 8 日起的第一个上学日，持续 10 个上学日').waitFor();
    await page.getByText('提前 14 天').waitFor();
    const { rows } = await stage.owner.query(`select detail from audit.entry where object like 'yearly-plan:%'`);
    expect(rows).toHaveLength(1);
  }, 90_000);

  step('a round is planned, and the bureau is warned that its psychology teachers cannot follow up the expected pupils', async () => {
    const { page } = officer;
    await page.goto(`${stage.console}/screening/rounds`);
    await page.getByRole('button', { name: '制定新轮次' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '轮次名称' }).fill(ROUND);
    await page.waitForFunction(() => [...document.querySelectorAll<HTMLInputElement>('.el-date-editor input')].map((field) => field.value.slice(11)).join() === '08:00,18:00');
    await pick(page, '开始时间', -1);
    await pick(page, '结束时间', 7);
    for (const stageName of ['初中', '高中']) await dialog.getByRole('group', { name: stageName }).getByText(stageName, { exact: true }).click();
    await dialog.getByRole('alert', { name: '访谈人手' }).getByText(/\d 所学校的心理教师跟进不过来/).waitFor();
    await dialog.getByText(/预计需访谈 \d+ 人/).waitFor();
    await dialog.getByText(/普洱市/).waitFor();
    await dialog.getByText('PHQ-9').first().click();
    await dialog.getByRole('button', { name: '制定轮次' }).click();
    await page.getByRole('heading', { name: ROUND }).waitFor();
    const { rows: [round] } = await stage.owner.query(`select id from screening.round where title = $1`, [ROUND]);
    roundId = round.id;
    // The consent rule is a choice of the form; here the guardian decides for everybody.
    await stage.owner.query(`update screening.round set consent_rule = 'guardian-consent' where id = $1`, [roundId]);
    await page.reload();
    await page.getByRole('alert', { name: '访谈人手' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  }, 90_000);

  step('on a phone too, the launch asks for a reason, and the audit keeps it', async () => {
    const phone = await signInAgain(browser, stage, 'demo-county-officer', PHONE);
    const { page } = phone;
    await page.goto(`${stage.console}/screening/rounds/${roundId}`);
    await page.getByRole('alert', { name: '访谈人手' }).waitFor();
    await isWhole(page);
    await page.getByRole('button', { name: '开启测评' }).click();
    const asked = page.getByRole('dialog');
    await asked.getByRole('button', { name: '写明理由并开启' }).click();
    await asked.getByText('请写明理由，至少五个字').waitFor();
    await asked.getByRole('textbox').fill(REASON);
    await asked.getByRole('button', { name: '写明理由并开启' }).click();
    await page.getByText('进行中').first().waitFor({ timeout: 60_000 });
    const { rows } = await stage.owner.query(`select detail from audit.entry where object = $1 and action = 'screening.open-round' and detail like '%' || $2 || '%'`, [`round:${roundId}`, REASON]);
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0].detail as string)).toMatchObject({ capacity: { shortSchools: expect.any(Number), reason: REASON } });
    await phone.context.close();
  }, 120_000);

  step('a guardian refuses on a phone', async () => {
    const { page } = officer;
    await page.goto(`${stage.console}/data-protection/consents`);
    await page.getByRole('button', { name: '发起征求' }).first().click();
    await page.getByLabel('征求', { exact: true }).fill('全县测评征求同意');
    const day = (ahead: number) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
    for (const [label, value] of [['开始日期', day(0)], ['截止日期', day(14)]] as const) {
      await page.getByRole('combobox', { name: label }).fill(value);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('dialog').getByRole('button', { name: '发起征求' }).click();
    await page.getByText('已发起').waitFor();

    teacher = await firstSignIn(browser, stage, 'demo-form-teacher');
    const csrf = (await teacher.context.cookies()).find((cookie) => cookie.name === 'heliotrope-csrf')!.value;
    const { rows: [campaign] } = await stage.owner.query(`select id from data_protection.consent_campaign order by id desc limit 1`);
    const { rows: [own] } = await stage.owner.query(`select p.class_ids[1] as id from organisation.post p join organisation.account a on a.id = p.account_id where a.username = 'demo-form-teacher'`);
    const send = (path: string, data: object) => teacher.page.request.post(`${stage.console}/api/data-protection/consent-campaigns/${campaign.id}/${path}`, { data, headers: { 'x-csrf-token': csrf } });
    const { slips } = (await (await send('invitations', { classId: own.id })).json()) as { slips: { audience: string; code: string }[] };
    const { code } = slips.find((slip) => slip.audience === 'guardian')!;
    const guardian = (await openWindow(browser, PHONE)).page;
    await guardian.goto(`${stage.student}/#/consent/${code.replaceAll('-', '')}`);
    await guardian.getByLabel('您的姓名').fill('王女士');
    await guardian.getByLabel('与学生的关系').fill('母亲');
    await guardian.getByRole('button', { name: '我不同意' }).click();
    await guardian.getByText(/已登记：不同意/).waitFor();
    const { rows: [said] } = await stage.owner.query(`select student_id from data_protection.consent_record where decision = 'refused'`);
    refuser = said.student_id;
    const { rows } = await stage.owner.query(
      `select s.id, s.name, s.jurisdiction_id as "jurisdictionId", s.school_id as "schoolId", s.class_id as "classId" from organisation.student s
        where s.state = 'enrolled' and s.class_id = (select class_id from organisation.student where id = $1) order by s.id`, [refuser]);
    pupils = rows;
    // The other guardians signed on paper, which the form teacher enters.
    for (const pupil of pupils.filter((one) => one.id !== refuser)) {
      const entered = await send('papers', { studentId: pupil.id, audience: 'guardian', decision: 'given', signedOn: day(0), relation: '母亲', signer: '家长' });
      expect(entered.status()).toBeLessThan(300);
    }
  }, 120_000);

  step('is counted apart, and nothing nags', async () => {
    await until({ refused: 1, absent: 0, notYet: pupils.length - 1 });
  }, 90_000);
});
