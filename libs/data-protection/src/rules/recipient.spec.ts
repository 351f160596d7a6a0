import { describe, expect, it } from '@jest/globals';
import { schoolDay as day } from '@heliotrope/kernel';
import type { LegalBasis } from './purpose.js';
import { type ContractStanding, contractStanding, mayProvide, type RecipientForProvision } from './recipient.js';

const hospital: RecipientForProvision = {
  kind: 'other-controller', contractFrom: day('2026-09-01'), contractUntil: day('2027-08-31'), endedOn: null, dataClasses: ['姓名', '联系电话'],
};

describe('giving to a recipient', () => {
  const rows: [why: string, changes: Partial<RecipientForProvision>, classes: string[], basis: LegalBasis | null, on: string, code: string | null][] = [
    ['within the contract, with separate consent', {}, ['姓名'], 'consent', '2026-10-12', null],
    ['on the first day', {}, ['姓名'], 'consent', '2026-09-01', null],
    ['the day before', {}, ['姓名'], 'consent', '2026-08-31', 'data-protection/provision-outside-contract'],
    ['on the last day', {}, ['姓名'], 'consent', '2027-08-31', null],
    ['the day after', {}, ['姓名'], 'consent', '2027-09-01', 'data-protection/provision-outside-contract'],
    ['a kind that was not agreed', {}, ['姓名', '作答'], 'consent', '2026-10-12', 'data-protection/provision-class-not-agreed'],
    ['without a ground', {}, ['姓名'], null, '2026-10-12', 'data-protection/provision-needs-basis'],
    ['to one who works for us, no ground of its own', { kind: 'processor' }, ['姓名'], null, '2026-10-12', null],
    ['to a joint controller without a ground', { kind: 'joint-controller' }, ['姓名'], null, '2026-10-12', 'data-protection/provision-needs-basis'],
    ['to save a life', {}, ['姓名'], 'vital-interest', '2026-10-12', null],
    ['ended today', { endedOn: day('2026-10-12') }, ['姓名'], 'consent', '2026-10-12', 'data-protection/recipient-state'],
    ['ends tomorrow', { endedOn: day('2026-10-13') }, ['姓名'], 'consent', '2026-10-12', null],
  ];
  it.each(rows)('%s', (_why, changes, dataClasses, basis, on, code) => {
    const verdict = mayProvide({ ...hospital, ...changes }, { dataClasses, basis }, day(on));
    expect(verdict.allowed ? null : verdict.reasons[0]).toBe(code);
  });

  const standings: [on: string, standing: ContractStanding][] = [
    ['2026-08-31', 'not-begun'], ['2026-09-01', 'running'], ['2027-08-01', 'running'], ['2027-08-02', 'ending'], ['2027-08-31', 'ending'], ['2027-09-01', 'over'],
  ];
  it.each(standings)('on %s the contract is %s', (on, standing) => {
    expect(contractStanding(hospital, day(on))).toBe(standing);
  });
  it('is over when it was ended', () => expect(contractStanding({ ...hospital, endedOn: day('2026-10-01') }, day('2026-10-12'))).toBe('over'));
});
