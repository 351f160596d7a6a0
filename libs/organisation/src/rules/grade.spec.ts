import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { classNameOn, entryYearOf, gradeOn, readClassNumber, readGrade, schoolYearOf, gradeNumbered, type Stage } from './grade.js';

const autumn = schoolDay('2026-10-12');
const six = { stages: ['primary', 'junior', 'senior'] as Stage[], primaryYears: 6, juniorYears: 3 };
const five = { stages: ['primary', 'junior'] as Stage[], primaryYears: 5, juniorYears: 4 };

describe('school year and grade', () => {
  it.each([['2026-08-31', 2025], ['2026-09-01', 2026], ['2027-01-01', 2026], ['2027-08-31', 2026]])(
    '%s belongs to the school year %i', (day, year) => expect(schoolYearOf(schoolDay(day))).toBe(year),
  );

  it.each([
    ['primary', 2026, 6, '一年级', 1, '11'], ['primary', 2021, 6, '六年级', 6, '16'], ['primary', 2022, 5, '五年级', 5, '15'],
    ['junior', 2026, 3, '七年级', 7, '21'], ['junior', 2024, 3, '九年级', 9, '23'], ['junior', 2026, 4, '六年级', 6, '21'],
    ['junior', 2023, 4, '九年级', 9, '24'], ['senior', 2026, 3, '高一', 10, '31'], ['senior', 2024, 3, '高三', 12, '33'],
  ] as const)('%s of %i over %i years is %s', (stage, entryYear, schoolingLength, name, year, code) => {
    expect(gradeOn({ stage, entryYear, schoolingLength }, autumn)).toMatchObject({ name, year, code });
  });

  it('is promoted on 1 September, begins and ends', () => {
    const seventh = { stage: 'junior' as const, entryYear: 2026, schoolingLength: 3, number: 3 };
    expect(gradeOn(seventh, schoolDay('2026-08-31'))).toBe('not-yet');
    expect(classNameOn(seventh, schoolDay('2026-09-01'))).toBe('七年级3班');
    expect(classNameOn(seventh, schoolDay('2027-08-31'))).toBe('七年级3班');
    expect(classNameOn(seventh, schoolDay('2027-09-01'))).toBe('八年级3班');
    expect(gradeOn(seventh, schoolDay('2029-08-31'))).toMatchObject({ name: '九年级' });
    expect(gradeOn(seventh, schoolDay('2029-09-01'))).toBe('graduated');
    expect(classNameOn(seventh, schoolDay('2029-09-01'))).toBe('2026级3班');
    expect(entryYearOf(2, autumn)).toBe(2025);
  });
});

describe('a grade as people write it', () => {
  it.each([
    ['七年级', '七年级'], ['初一', '七年级'], ['初 三', '九年级'], ['7', '七年级'], ['7年级', '七年级'], ['小学三年级', '三年级'],
    ['高二', '高二'], ['高中二年级', '高二'], ['11', '高二'], ['十年级', null], ['13', null], ['0', null], ['初四', null], ['高四', null], ['', null],
  ])('%s at a 6-3-3 school is %s', (text, name) => expect(readGrade(text, six, autumn)?.name ?? null).toBe(name));

  it.each([['五年级', 'primary', 5], ['六年级', 'junior', 1], ['预初', 'junior', 1], ['初一', 'junior', 2], ['九年级', 'junior', 4]])(
    '%s at a 5-4 school is %s year %i', (text, stage, yearInStage) => {
      expect(readGrade(text, five, autumn)).toMatchObject({ stage, yearInStage });
    },
  );

  it('takes an entry year only where one stage can have begun then', () => {
    const junior = { stages: ['junior'] as Stage[], primaryYears: 6, juniorYears: 3 };
    expect(readGrade('2025级', junior, autumn)?.name).toBe('八年级');
    expect(readGrade('2023级', junior, autumn)).toBeNull();
    expect(readGrade('2025', six, autumn)).toBeNull();
  });

  it('does not offer a grade the school has not', () => {
    expect(readGrade('高一', five, autumn)).toBeNull();
    expect(readGrade('三年级', { stages: ['junior'], primaryYears: 6, juniorYears: 3 }, autumn)).toBeNull();
  });

  it.each([
    ['3班', 3], ['（3）班', 3], ['七年级3班', 3], ['七(3)班', 3], ['3', 3], ['703', 3], ['0703', null], ['710', 10], ['七年级三班', 3],
    ['十二班', 12], ['十班', 10], ['二十班', 20], ['99', 99], ['100', null], ['0', null], ['甲班', null], ['', null],
  ])('class %s is %s', (text, number) => expect(readClassNumber(text, gradeNumbered('junior', 1, 3))).toBe(number));

  it.each([['1003', 3], ['高一(3)班', 3], ['高一3班', 3]])('senior class %s is %s', (text, number) => {
    expect(readClassNumber(text, gradeNumbered('senior', 1, 3))).toBe(number);
  });
});
