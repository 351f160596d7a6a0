import { schoolDay } from '@heliotrope/kernel';
import { describe, expect, it } from '@jest/globals';
import { shipped } from '../testing/index.js';
import { type Approval, type Licence, obstaclesTo } from './instrument-use.js';

const approval = (from: number, to: number, validUntil = '2026-12-31'): Approval => ({ grades: { from, to }, validFrom: schoolDay('2026-09-01'), validUntil: schoolDay(validUntil) });
const licence = (validUntil: string): Licence => ({ holder: '某教研室', number: '授-1', validUntil: schoolDay(validUntil) });
const phq = shipped('phq-9').definition;
const brought = { ...phq, title: '某量表', wording: 'licensed' as const };

describe('may this instrument be used', () => {
  it.each([
    ['approved for just these grades', phq, null, [approval(7, 9)], [7, 9], '2026-10-20', []],
    ['approved in two parts', phq, null, [approval(7, 8), approval(9, 12)], [7, 9], '2026-10-20', []],
    ['never approved', phq, null, [], [7, 9], '2026-10-20', ['not-approved']],
    ['one grade beyond the approval', phq, null, [approval(7, 9)], [7, 10], '2026-10-20', ['grades-not-approved']],
    ['a gap between two approvals', phq, null, [approval(7, 7), approval(9, 9)], [7, 9], '2026-10-20', ['grades-not-approved']],
    ['the last day of the approval', phq, null, [approval(7, 9)], [7, 9], '2026-12-31', []],
    ['the day after', phq, null, [approval(7, 9)], [7, 9], '2027-01-01', ['approval-over']],
    ['the day before it begins', phq, null, [approval(7, 9)], [7, 9], '2026-08-31', ['approval-over']],
    ['an approval whose grades are over, beside one for others', phq, null, [approval(7, 7, '2026-09-30'), approval(8, 9)], [7, 9], '2026-10-20', ['grades-not-approved']],
    ['without grades in mind', phq, null, [approval(7, 7)], null, '2026-10-20', []],
    ['brought by a licence holder, licence in force', brought, licence('2026-10-20'), [approval(7, 9)], [7, 9], '2026-10-20', []],
    ['licence over the day before', brought, licence('2026-10-19'), [approval(7, 9)], [7, 9], '2026-10-20', ['licence-expired']],
    ['licence never recorded, and not approved', brought, null, [], [7, 9], '2026-10-20', ['licence-missing', 'not-approved']],
    ['structure without words', shipped('mht').definition, licence('2030-01-01'), [approval(4, 12)], [7, 9], '2026-10-20', ['wording-missing']],
    ['an interview', shipped('asq').definition, null, [approval(5, 12)], [7, 9], '2026-10-20', ['instrument-is-interview']],
  ] as const)('%s', (_, definition, held, approvals, grades, day, codes) => {
    const found = obstaclesTo(definition, held, approvals, grades && { from: grades[0], to: grades[1] }, schoolDay(day));
    expect(found.map((one) => one.code)).toEqual(codes);
    for (const { message } of found) expect(message).toMatch(/[\u4e00-\u9fff]/);
  });

  it('the reason names the licence and its day', () => {
    expect(obstaclesTo(brought, licence('2026-10-19'), [approval(7, 9)], null, schoolDay('2026-10-20'))[0]!.message).toBe('某量表的授权（授-1）到 2026-10-19 为止，不能用到 2026-10-20');
  });
});
