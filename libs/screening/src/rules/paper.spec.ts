import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { shipped } from '../testing/instrument.builder.js';
import { finalAnswers, mayTypePaper, paperDifferences, paperMoment, type PaperSheet, paperStanding, paperTypedUntil, settledAnswers } from './paper-entries.js';
import { fitsName, type PaperHeader, readPaperHeader, readPaperRow } from './paper-table.js';
import { readCode, SEAT_CODE_LENGTH } from './seat-code.js';

const gad = shipped('gad-7').definition;
const HEAD = ['座位码', '姓名', '1', '2', '3', '4', '5', '6', '7'];
const header: PaperHeader = { seat: 0, name: 1, items: [2, 3, 4, 5, 6, 7, 8] };
const row = (...cells: string[]) => readPaperRow(gad, header, cells, 4);
const sheet = (first: PaperSheet['first'], second: PaperSheet['second'] = null, settled: PaperSheet['settled'] = null): PaperSheet => ({ first, second, settled });

describe('the headings of typed paper', () => {
  it.each<[string, string[], unknown]>([
    ['as the template prints them', HEAD, { ok: true, header }],
    ['in another order, as 第1题, without names', ['第7题', '第6题', '5', '４', '3', '2', ' 1 ', '座 位 码'], { ok: true, header: { seat: 7, name: null, items: [6, 5, 4, 3, 2, 1, 0] } }],
    ['with an item missing', HEAD.filter((one) => one !== '3'), { ok: false, missing: ['第 3 题'], extra: [] }],
    ['of a longer form', [...HEAD, '8', '9'], { ok: false, missing: [], extra: ['8', '9'] }],
    ['with an item twice', [...HEAD, '第2题'], { ok: false, missing: [], extra: ['第2题'] }],
    ['of our sheet of wrong rows', [...HEAD, '错误原因'], { ok: true, header }],
    ['that are a title', ['七年级1班焦虑量表'], null],
  ])('%s', (_, cells, expected) => expect(readPaperHeader(cells, 7)).toEqual(expected));
});

describe('a typed row', () => {
  it('gives the printed values, blank for what was left out, whatever the width of the digits', () => {
    expect(row('23456', '王**', '0', '1', '', '３', ' 2 ', '0', '0')).toEqual({
      seat: readCode('23456', SEAT_CODE_LENGTH), name: '王**', answers: [0, 1, null, 3, 2, 0, 0], isBlank: false, faults: [],
    });
    expect(row('23456', '王**', '', '', '', '', '', '', '').isBlank).toBe(true);
  });
  it.each<[string, string, string]>([['4', 'value', '不是答题纸上的选项（0、1、2、3）'], ['有时', 'value', '有时'], ['1.5', 'value', '1.5'], ['-1', 'value', '-1']])(
    'names a cell that says %s, and reads the others', (cell, code, words) => {
      const read = row('23456', '', '0', cell, '3', '0', '0', '0', '0');
      expect(read.answers).toEqual([0, null, 3, 0, 0, 0, 0]);
      expect(read.faults).toEqual([{ field: '第 2 题', row: 4, code: `screening/paper-${code}`, message: expect.stringContaining(words) }]);
    });
  it.each([['', '请填写'], ['2345', '5 位'], ['O0I1L', '不对']])('without a seat code that can be one (%s) is told so', (code, words) => {
    expect(row(code, '', '0', '0', '0', '0', '0', '0', '0')).toMatchObject({ seat: null, faults: [{ field: '座位码', message: expect.stringContaining(words) }] });
  });
  it.each([['王小明', true], ['王**', true], ['', true], ['李**', false], ['王小红', false]])('with the name %s beside 王小明’s seat: %s', (typed, fits) => {
    expect(fitsName(typed, '王小明')).toBe(fits);
  });
});

describe('a sheet typed', () => {
  it.each<[string, PaperSheet, ReturnType<typeof paperStanding>, (number | null)[], (number | null)[] | null]>([
    ['once', sheet([0, 1]), 'once', [], null],
    ['by the second only', sheet(null, [0, 1]), 'once', [], null],
    ['twice alike', sheet([0, null], [0, null]), 'agreed', [], [0, null]],
    ['twice with one value apart', sheet([0, 1], [0, 2]), 'differs', [2], null],
    ['twice, left out by one typist', sheet([0, 1], [null, 1]), 'differs', [1], null],
    ['and settled', sheet([0, 1], [0, 2], [0, 3]), 'settled', [2], [0, 3]],
  ])('%s', (_, one, standing, apart, final) => {
    expect([paperStanding(one), paperDifferences(one).map(({ item }) => item), finalAnswers(one)]).toEqual([standing, apart, final]);
  });
  it.each<[string, [number, number | null][], (number | null)[] | null]>([
    ['by a choice in every cell', [[1, 2], [3, 0]], [2, 1, 0]],
    ['by a third reading', [[1, 3], [3, null]], [3, 1, null]],
    ['with a cell left open', [[1, 2]], null],
    ['with a cell nobody disputes', [[1, 2], [3, 0], [2, 0]], null],
    ['with another cell instead', [[1, 2], [2, 0]], null],
  ])('is settled %s', (_, read, answers) => expect(settledAnswers(sheet([0, 1, 1], [2, 1, 0]), new Map(read))).toEqual(answers));
  it('is settled only where something is apart', () => expect(settledAnswers(sheet([0], [0]), new Map())).toBeNull());
});

describe('who types', () => {
  it.each<[string, string[], boolean, boolean]>([
    ['nobody before', [], true, true], ['another before', ['account:b'], true, true], ['the same before', ['account:b', 'account:a'], true, false],
    ['the same before, where policy allows it', ['account:a'], false, true],
  ])('%s', (_, others, needsOther, allowed) => expect(mayTypePaper('account:a', others, needsOther).allowed).toBe(allowed));
});

describe('the day a paper was answered', () => {
  const round = { state: 'open' as const, opensAt: new Date('2026-10-12T06:00:00Z'), closesAt: new Date('2026-10-24T02:00:00Z'), closedAt: null };
  const late = new Date('2026-11-20T00:00:00Z');
  const closed = { ...round, state: 'closed' as const, closedAt: new Date('2026-10-20T08:00:00Z') };
  it.each<[string, Parameters<typeof paperMoment>[0], string, Date, string | null]>([
    ['before the window', round, '2026-10-11', late, null],
    ['the first day, whose noon is before it opens', round, '2026-10-12', late, '2026-10-12T06:00:00.000Z'],
    ['in the middle', round, '2026-10-15', late, '2026-10-15T04:00:00.000Z'],
    ['the last day, whose noon is after it closes', round, '2026-10-24', late, '2026-10-24T01:59:59.999Z'],
    ['the day after', round, '2026-10-25', late, null],
    ['after it was closed early', closed, '2026-10-21', late, null],
    ['the day it was closed', closed, '2026-10-20', late, '2026-10-20T04:00:00.000Z'],
    ['today before noon', round, '2026-10-14', new Date('2026-10-14T01:00:00Z'), '2026-10-14T01:00:00.000Z'],
    ['tomorrow', round, '2026-10-15', new Date('2026-10-14T01:00:00Z'), null],
    ['of a round that was never opened', { ...round, state: 'planned' }, '2026-10-15', late, null],
  ])('%s', (_, of, day, now, expected) => expect(paperMoment(of, schoolDay(day), now)?.toISOString() ?? null).toBe(expected));
  it('is typed within the days of the policy', () => expect(paperTypedUntil(round, 30)).toBe('2026-11-23'));
});
