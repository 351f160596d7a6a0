import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCharacter, normaliseNumber, readCitizenNumber } from './citizen-number.js';
import { divisionKind, parentDivision } from './division-code.js';
import { maskName, maskNumber, maskPhone } from './masking.js';
import { isPhone, normalisePhone } from './phone.js';
import { isSchoolCode } from './school-code.js';
import { readStudentNumber } from './student-number.js';

describe('citizen number', () => {
  it.each([
    ['11010519491231002X', '1949-12-31', 2],
    ['530901201203150018', '2012-03-15', 1],
    ['610301201309041239', '2013-09-04', 1],
    ['440524188001010014', 'birth-date', 0],
    ['440524198001010013', '1980-01-01', 1],
    ['810000199408230021', '1994-08-23', 2],
    ['990101201309041235', '2013-09-04', 1],
  ])('%s says %s', (number, born, sex) => {
    const closed = number.slice(0, 17) + checkCharacter(number.slice(0, 17));
    const read = readCitizenNumber(closed);
    if (born === 'birth-date') expect(read).toEqual({ fault: 'birth-date' });
    else expect(read).toMatchObject({ bornOn: born, sex });
  });

  it.each([
    ['53090120120315001', '8'], ['61030120130904123', '9'], ['44052418800101001', '4'], ['11010519491231002', 'X'],
  ])('%s closes with %s (published examples)', (seventeen, check) => expect(checkCharacter(seventeen)).toBe(check));

  it.each([
    ['110105491231002', 'old-form'], ['11010519491231002', 'length'], ['1101051949123100222', 'length'],
    ['1101051949123100 X', 'characters'], ['A1010519491231002X', 'characters'], ['11010519490230002X', 'birth-date'],
    ['110105194912310021', 'check-character'], ['000105194912310021', 'region'], ['770105194912310021', 'region'],
  ])('%s is refused for its %s', (number, fault) => expect(readCitizenNumber(number)).toEqual({ fault }));

  it('tells the residence permits apart', () => {
    const close = (head: string) => head + checkCharacter(head);
    expect(readCitizenNumber(close('83000020100101123'))).toMatchObject({ kind: 'residence-permit' });
    expect(readCitizenNumber(close('61000020100101123'))).toMatchObject({ kind: 'citizen' });
  });

  const valid = fc
    .tuple(fc.integer({ min: 1990, max: 2025 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 999 }))
    .map(([year, month, day, sequence]) => {
      const head = `610301${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${String(sequence).padStart(3, '0')}`;
      return head + checkCharacter(head);
    });

  it('finds every single wrong digit and every swap of two neighbours', () => {
    fc.assert(fc.property(valid, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
      expect('fault' in readCitizenNumber(number)).toBe(false);
      const wrong = number.slice(0, place) + ((Number(number[place]) + shift) % 10) + number.slice(place + 1);
      expect('fault' in readCitizenNumber(wrong)).toBe(true);
      const [a, b] = [number[place]!, number[place + 1]!];
      if (a === b || place === 16) return;
      expect('fault' in readCitizenNumber(number.slice(0, place) + b + a + number.slice(place + 2))).toBe(true);
    }));
  });

  it('is normalised from what people and spreadsheets write', () => {
    expect(normaliseNumber(" '１１０１０５ 19491231 002x ")).toBe('11010519491231002X');
  });
});

describe('student number', () => {
  it.each([
    ['G11010519491231002X', 'G'], ['J530901201203150018', 'J'], ['L530901201203150017', 'L'], ['L530901201203150010', 'L'],
  ])('%s is of kind %s', (number, kind) => expect(readStudentNumber(number)).toMatchObject({ kind }));

  it.each([
    ['11010519491231002X', 'form'], ['K11010519491231002X', 'form'], ['G1101051949123100', 'form'], ['L53090120120315001X', 'form'],
    ['G110105194912310021', 'check-character'], ['J530901201203150017', 'check-character'], ['G11010519490230002X', 'birth-date'],
  ])('%s is refused for its %s', (number, fault) => expect(readStudentNumber(number)).toEqual({ fault }));
});

describe('codes', () => {
  it.each([['530000', 'province'], ['530500', 'city'], ['530502', 'county'], ['53050', null], ['030500', null], ['53050a', null]])(
    '%s names a %s', (code, kind) => expect(divisionKind(code)).toBe(kind),
  );
  it.each([['530502', '530500'], ['530500', '530000'], ['530000', null]])('%s lies in %s', (code, parent) => {
    expect(parentDivision(code)).toBe(parent);
  });
  it.each([['2153000001', true], ['3499000001', true], ['1153000001', false], ['215300000', false], ['21530000011', false]])(
    'school code %s: %s', (code, good) => expect(isSchoolCode(code)).toBe(good),
  );
});

describe('phones', () => {
  it.each([
    ['138 0013 8000', true], ['+86 13800138000', true], ['8613800138000', true], ['12800138000', false], ['1380013800', false],
    ['0917-2790258', true], ['(029)88888888', true], ['88888888', false], ['', false],
  ])('%s: %s', (text, good) => expect(isPhone(normalisePhone(text))).toBe(good));
});

describe('masking', () => {
  it('leaves enough to recognise and not enough to read', () => {
    expect(maskName('张小明')).toBe('张**');
    expect(maskName('𠮷野')).toBe('𠮷**');
    expect(maskName('')).toBe('');
    expect(maskNumber('530901201203151234')).toBe('530***********1234');
    expect(maskNumber('G530901201203151234')).toBe('G530***********1234');
    expect(maskNumber('1234567')).toBe('*******');
    expect(maskPhone('13800135678')).toBe('138****5678');
    expect(maskPhone('1234567')).toBe('*******');
  });
});
