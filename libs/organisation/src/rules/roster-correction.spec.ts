import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { checkCharacter, type CorrectableField, maskedField, readCorrection } from './index.js';

const TODAY = schoolDay('2026-11-22');
const SEVENTEEN = '11010120130504101';
const GOOD = SEVENTEEN + checkCharacter(SEVENTEEN);
const BAD = SEVENTEEN + (checkCharacter(SEVENTEEN) === '1' ? '2' : '1');

describe('what a record is asked to say', () => {
  it.each<[CorrectableField, string, object]>([
    ['name', ' 周向阳 ', { name: '周向阳' }],
    ['sex', '女', { sex: 2 }],
    ['boarding', '否', { boarding: false }],
    ['bornOn', '2012-02-29', { bornOn: '2012-02-29' }],
    ['bornOn', '2026-11-22', { bornOn: '2026-11-22' }],
    ['citizenNumber', GOOD.toLowerCase(), { citizenNumber: GOOD }],
    ['studentNumber', `G${GOOD}`, { studentNumber: `G${GOOD}` }],
  ])('%s may become %s', (field, text, value) => expect(readCorrection(field, text, TODAY)).toEqual({ value }));

  it.each<[CorrectableField, string, string]>([
    ['name', '周', '姓名应为2至50个字'],
    ['sex', '1', '性别应为“男”或“女”'],
    ['boarding', '也许', '是否住校应为“是”或“否”'],
    ['bornOn', '2013-02-29', '没有这个出生日期，应写作2013-05-04'],
    ['bornOn', '2026-11-23', '出生日期不能晚于今天'],
    ['citizenNumber', BAD, '身份证号最后一位校验不对，请核对是否输错'],
    ['citizenNumber', SEVENTEEN, '身份证号应为18位'],
  ])('%s cannot become %s', (field, text, fault) => expect(readCorrection(field, text, TODAY)).toEqual({ fault }));

  it('a student number has its check character too', () => expect(readCorrection('studentNumber', `G${BAD}`, TODAY)).toHaveProperty('fault'));

  it('is masked where it need only be recognised', () => {
    expect([maskedField('bornOn', '2013-05-04'), maskedField('name', '周向阳')]).toEqual(['2013-**-**', '周向阳']);
    expect(maskedField('citizenNumber', GOOD)).toMatch(/^110\*{11}\w{4}$/);
  });
});
