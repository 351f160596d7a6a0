import { describe, expect, it } from '@jest/globals';
import { schoolDay, type SchoolDay } from '@heliotrope/kernel';
import { copiedDay, copiedTerm, type DayEntry, monthOf } from './calendar-month.js';
import { committeeCount } from './committee.js';
import { categoriesOf, focusFault, isFocusOn } from './focus.js';
import { missingHolidayYears, readHolidayArrangement } from './holiday-arrangement.js';
import { maskBirth } from './masking.js';
import { mayRevealMore, reasonFault } from './reveal.js';
import type { SchoolCalendar } from './school-calendar.js';
import { schoolFaults, type SchoolForm } from './school-form.js';
import { unifiedCheckCharacter, unifiedCodeFault } from './unified-code.js';

const day = schoolDay;

describe('a 统一社会信用代码', () => {
  // Codes printed in public registers: 北京大学 and 清华大学.
  it.each([
    ['12100000400002259P', undefined], ['12100000400000624D', undefined], ['12100000400002258P', 'check-character'],
    ['1210000040000225', 'form'], ['1210000040000225IO', 'form'], ['12100000400002259p', 'form'],
  ])('%s: %s', (code, fault) => expect(unifiedCodeFault(code)).toBe(fault));

  it('closes every seventeen characters in one way', () => {
    const head = '52990101MJ0000001';
    const fitting = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].filter((last) => unifiedCodeFault(head + last) === undefined);
    expect(fitting).toEqual([unifiedCheckCharacter(head)]);
  });
});

describe('what is written about a school', () => {
  const good: SchoolForm = {
    name: '第一小学', identifierCode: '2199000001', unifiedCode: null, divisionCode: '990101', stages: ['primary'], primaryYears: 6, juniorYears: 3,
    area: 'rural', sponsor: 'public', boarding: false, legalPerson: true, openedOn: null, closedOn: null,
  };
  it.each<[string, Partial<SchoolForm>, string[]]>([
    ['holds together', {}, []],
    ['a type nobody knows', { identifierCode: '9999000001' }, ['identifierCode']],
    ['nine digits', { identifierCode: '219900000' }, ['identifierCode']],
    ['a primary school with a senior stage', { stages: ['primary', 'senior'] }, ['stages']],
    ['no stage', { stages: [] }, ['stages']],
    ['five years and three make eight', { identifierCode: '3199000001', stages: ['primary', 'junior'], primaryYears: 5 }, ['juniorYears']],
    ['five years and four make nine', { identifierCode: '3199000001', stages: ['primary', 'junior'], primaryYears: 5, juniorYears: 4 }, []],
    ['a code of a body that is none', { unifiedCode: '12100000400002259P', legalPerson: false }, ['unifiedCode']],
    ['a mistyped code', { unifiedCode: '12100000400002258P' }, ['unifiedCode']],
    ['closed before it opened', { openedOn: day('2020-09-01'), closedOn: day('2019-09-01') }, ['closedOn']],
    ['no name', { name: ' ' }, ['name']],
  ])('%s', (_, over, fields) => expect(schoolFaults({ ...good, ...over }).map((fault) => fault.field)).toEqual(fields));
});

describe('a holiday arrangement', () => {
  const days = Array.from({ length: 8 }, (_, n) => ({ name: '元旦', date: `2027-01-0${n + 1}`, isOffDay: true }));
  const file = { year: 2027, papers: ['国办发明电〔2026〕0号'], days };
  it('is read as it is published', () => expect(readHolidayArrangement(file)).toMatchObject({ year: 2027, days: [{ day: '2027-01-01', off: true }, {}, {}, {}, {}, {}, {}, {}] }));
  it.each<[string, unknown, string[]]>([
    ['no object', 'x', ['year', 'papers']], ['no year', { ...file, year: '2027' }, ['year']], ['no paper', { ...file, papers: [] }, ['papers']],
    ['a day that is none', { ...file, days: [...days, { name: 'x', date: '2027-02-30', isOffDay: true }] }, ['days.8']],
    ['a day of another year', { ...file, days: [...days, { name: 'x', date: '2024-05-01', isOffDay: true }] }, ['days.8']],
    ['one day twice', { ...file, days: [...days, days[0]] }, ['days']], ['days missing', { ...file, days: days.slice(0, 3) }, ['days']],
  ])('is refused with %s', (_, raw, fields) => {
    const read = readHolidayArrangement(raw);
    expect('faults' in read && read.faults.map((fault) => fault.field)).toEqual(fields);
  });

  it.each([
    ['2026-10-31', [2025, 2026], []], ['2026-11-01', [2025, 2026], [2027]], ['2026-11-22', [2025, 2026, 2027], []],
    ['2027-01-01', [2025, 2026], [2027]], ['2026-11-22', [], [2026, 2027]],
  ])('on %s with %j entered, %j is missing', (today, entered, missing) => expect(missingHolidayYears(entered, day(today))).toEqual(missing));
});

describe('a month of the calendar', () => {
  const calendar: SchoolCalendar = {
    terms: [
      { schoolYear: 2026, number: 1, startsOn: day('2026-09-01'), endsOn: day('2027-01-22') },
      { schoolYear: 2026, number: 2, startsOn: day('2027-02-22'), endsOn: day('2027-07-09') },
    ],
    exceptions: new Map([[day('2026-10-01'), true], [day('2026-10-10'), false]]),
  };
  const entries = new Map<SchoolDay, DayEntry>([[day('2026-10-01'), { off: true, name: '国庆节', by: 'country' }]]);
  const kindOn = (text: string) => monthOf(text.slice(0, 7), calendar, entries)!.find((one) => one.day === text)!.kind;
  it.each([
    ['2026-10-08', 'school'], ['2026-10-01', 'day-off'], ['2026-10-10', 'make-up'], ['2026-10-11', 'weekend'],
    ['2027-02-01', 'vacation'], ['2027-08-01', 'unknown'], ['2026-08-31', 'unknown'],
  ])('%s is %s', (text, kind) => expect(kindOn(text)).toBe(kind));

  it('has its days, weeks and entries', () => {
    const october = monthOf('2026-10', calendar, entries)!;
    expect([october.length, october[0], october[30]!.week]).toEqual([31, { day: '2026-10-01', kind: 'day-off', week: 5, entry: { off: true, name: '国庆节', by: 'country' } }, 9]);
    expect(monthOf('2026-13', calendar, entries)).toBeUndefined();
  });

  it('is taken over a year later on the same weekdays, 1 September staying 1 September', () => {
    expect(copiedTerm(calendar.terms[0]!)).toEqual({ schoolYear: 2027, number: 1, startsOn: '2027-09-01', endsOn: '2028-01-21' });
    expect(copiedTerm(calendar.terms[1]!)).toEqual({ schoolYear: 2027, number: 2, startsOn: '2028-02-21', endsOn: '2028-07-07' });
    expect(copiedDay(day('2026-10-30'))).toBe('2027-10-29');
  });
});

describe('opening a masked field', () => {
  it.each([
    ['联系家长到校', undefined], ['家长', 'short'], ['啊啊啊啊啊', 'short'], ['  查 看  ', 'short'], ['联系家长13912345678', 'digits'],
    ['核对身份证530111-199001', 'digits'], ['三年级2班家访', undefined], ['核对2026级学籍', undefined],
  ])('for the reason %s: %s', (reason, fault) => expect(reasonFault(reason)).toBe(fault));
  it.each([[0, 0, true], [29, 99, true], [30, 30, false], [0, 100, false]])('after %i in the hour and %i in the day: %s', (hour, inDay, may) => expect(mayRevealMore(hour, inDay)).toBe(may));
  it('a birth date shows its year', () => expect(maskBirth('2013-09-04')).toBe('2013-**-**'));
});

describe('special attention', () => {
  const list = (authority: 'document' | 'platform-default', ...value: [string, string][]) => ({ authority, value: value.map(([code, name]) => ({ code, name })) }) as never;
  it('goes by every paper in force, the most local word first, and by the platform only where no paper speaks', () => {
    const ours = list('platform-default', ['poor', '家庭经济困难']);
    expect(categoriesOf([list('document', ['poor', '贫困'], ['mobile', '流动']), list('document', ['poor', '困难']), ours])).toEqual([{ code: 'poor', name: '贫困' }, { code: 'mobile', name: '流动' }]);
    expect(categoriesOf([ours])).toEqual([{ code: 'poor', name: '家庭经济困难' }]);
    expect(categoriesOf([])).toEqual([]);
  });
  it.each([
    ['poor', '2026-10-12', '2027-06-30', undefined], ['poor', '2026-10-12', '2027-10-13', undefined], ['poor', '2026-10-12', '2027-10-14', 'too-long'],
    ['poor', '2026-10-12', '2026-10-11', 'backwards'], ['else', '2026-10-12', '2027-06-30', 'unknown-category'],
  ])('%s from %s until %s: %s', (code, from, until, fault) => expect(focusFault({ code, fromOn: day(from), untilOn: day(until) }, ['poor'])).toBe(fault));
  it.each([['2026-10-11', false], ['2026-10-12', true], ['2026-10-19', true], ['2026-10-20', false]])('on %s: %s', (today, on) => {
    expect(isFocusOn({ fromOn: day('2026-10-12'), untilOn: day('2026-12-31'), endedOn: day('2026-10-20') }, day(today))).toBe(on);
  });
});

describe('a committee', () => {
  const members = [{ trained: true }, { trained: false }];
  it.each([[2, 0], [3, 1], [null, 0], [1, 0]])('of two, where %s are asked for, lacks %i', (required, missing) => {
    expect(committeeCount(members, required)).toEqual({ held: 2, trained: 1, required, missing });
  });
});
