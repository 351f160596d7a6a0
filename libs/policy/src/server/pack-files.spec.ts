import { schoolDay } from '@heliotrope/kernel';
import { describe, expect, it } from '@jest/globals';
import { isCovered, type PolicyKeyName } from '../rules/index.js';
import { policyReader } from '../testing/index.js';
import { readPackFiles, readPackText } from './index.js';

const BAOJI = 610302, BAOSHAN = 530521, LINCANG = 530902, JIZHOU = 120119, HANGZHOU = 330106, ELSEWHERE = 440106;
const today = schoolDay('2026-10-08');

describe('the packs that are shipped', () => {
  it('read without a fault and carry the registry fields of their paper', () => {
    const packs = readPackFiles().map(({ pack }) => pack);
    expect(packs.map((pack) => pack.code)).toEqual(['baoji-2020', 'baoshan-2025', 'jizhou-2021', 'lincang-2025', 'national', 'zhejiang-2020']);
    expect(packs[0]!.document).toMatchObject({ number: '宝市教发〔2020〕94号', datedOn: '2020-05-07', publishedOn: '2020-05-08', validity: 'in-force' });
  });

  it('give every row of a local paper the acceptance id it answers', () => {
    const rows = readPackFiles().filter(({ pack }) => pack.code !== 'national').flatMap(({ pack }) => pack.values);
    for (const row of rows) expect(row.requirements.join()).toMatch(/^(BJ|BS|LC|JZ|ZJ)-\d\d/);
  });
});

describe('in force on an October day', () => {
  it.each<[number, PolicyKeyName, unknown, Record<string, string>?]>([
    [BAOSHAN, 'screening.month', 10],
    [ELSEWHERE, 'screening.month', 10],
    [BAOJI, 'lessons.place', 'physical-education-and-health'],
    [BAOSHAN, 'lessons.place', 'own-timetable-slot'],
    [JIZHOU, 'lessons.window', { amount: 7, unit: 'days' }],
    [LINCANG, 'lessons.window', { amount: 14, unit: 'days' }],
    [JIZHOU, 'lessons.content-share', 1 / 3, { content: 'purpose-gratitude-life' }],
    [JIZHOU, 'staffing.teachers-per-school', 2, { stage: 'senior' }],
    [JIZHOU, 'staffing.teachers-per-school', 1, { stage: 'primary' }],
    [BAOJI, 'training.rotation', 3],
    [BAOSHAN, 'training.hours-per-school-year', 40, { role: 'backbone-teacher' }],
    [BAOSHAN, 'home-visits.per-pupil', 1],
    [BAOJI, 'room.opening-hours', 10],
    [JIZHOU, 'funding.per-pupil', 20],
    [JIZHOU, 'ladder.in-school', ['peer', 'class', 'grade', 'school']],
    [LINCANG, 'ladder.out-of-school', ['community', 'hospital', 'family']],
    [HANGZHOU, 'ladder.accounts', ['province', 'city', 'county', 'school']],
    [BAOSHAN, 'statistics.min-denominator', 10],
    [BAOSHAN, 'statistics.min-cell', 5],
  ])('%d %s is %j', async (where, key, expected, subject = {}) => {
    expect((await policyReader()).inForce(where, key, today, subject)).toEqual(expected);
  });

  it('a time stands for each ordinal that needs one, and acute is never the end of the day', async () => {
    const due = (await policyReader()).inForce(BAOSHAN, 'crisis.first-response-due', today);
    expect(due).toEqual({
      1: { amount: 14, unit: 'days' }, 2: { amount: 3, unit: 'school-days' }, 3: { amount: 0, unit: 'days' }, 4: { amount: 30, unit: 'minutes' },
    });
  });

  it('the vocational schools are covered since 2023, and not before', async () => {
    const reader = await policyReader();
    const pupil = { stage: 'vocational', yearOfSchooling: 10 };
    const on = (day: string) => isCovered(reader.inForce(ELSEWHERE, 'screening.coverage', schoolDay(day)), pupil);
    expect([on('2022-10-08'), on('2023-04-19'), on('2023-04-20'), on('2026-10-08')]).toEqual([false, false, true, true]);
  });

  it('focus categories of two lists stand side by side, and a list of one spring ended with it', async () => {
    const reader = await policyReader();
    const lists = (where: number, day: string) => reader.applicable(where, 'focus.categories', schoolDay(day)).all.map((row) => [row.id, row.value.length]);
    expect(lists(BAOJI, '2026-10-12')).toEqual([['baoji-2020/focus-care', 6], ['baoji-2020/focus-partners', 4], ['national/focus.categories', 8]]);
    expect(lists(JIZHOU, '2021-03-01')).toEqual([['jizhou-2021/focus-2021', 9]]);
    expect(lists(JIZHOU, '2026-10-12')).toEqual([['national/focus.categories', 8]]);
  });

  it('what belonged to one term start ended with it', async () => {
    const reader = await policyReader();
    const on = (day: string) => reader.applicable(JIZHOU, 'calendar.class-meeting-within', schoolDay(day)).wins?.value ?? null;
    expect([on('2021-01-31'), on('2021-02-01'), on('2021-07-31'), on('2021-08-01')]).toEqual(
      [null, { amount: 7, unit: 'days' }, { amount: 7, unit: 'days' }, null],
    );
    expect(() => reader.inForce(JIZHOU, 'calendar.class-meeting-within', today)).toThrow('policy/none-in-force');
  });

  it('a pupil sees the local line first and the national ones after it', async () => {
    const reader = await policyReader();
    expect(reader.helpLines(JIZHOU, today).map((line) => line.phone)).toEqual(['29039731', '12356', '12355', '110', '120']);
    expect(reader.helpLines(BAOSHAN, today).map((line) => line.phone)).toEqual(['12356', '12355', '110', '120']);
  });
});

describe('a pack that is wrong', () => {
  it('is told by line and field', () => {
    const text = [
      'pack: x', 'region: 1', 'document: { kind: notice, title: t, issuers: [i], validity: unstated, datedOn: 2025-01-01 }', 'values:',
      '  - key: screening.month', '    value: 13', '    clause: 一', '  - key: screening.month', '    value: 10',
    ].join('\n');
    expect(readPackText(text).faults).toEqual([
      '6: values.0.value: a number from 1 to 12',
      '8: values.1.clause: the clause of the paper that says so',
    ]);
  });

  it('is told by line when it is not even YAML', () => {
    expect(readPackText('pack: x\nvalues: [1, 2\nregion: 3').faults[0]).toMatch(/^\d+: /);
  });
});
