import { describe, expect, it } from '@jest/globals';
import { type SchoolDay } from '@heliotrope/kernel';
import { mayPlanFurther, proposedFurtherWindow, seatsFrom, SETTLED_AFTER_MS, windowOfSeat, type FurtherKind } from './further-window.js';

const at = (text: string) => new Date(`2026-10-${text}:00+08:00`);
const round = { state: 'closed' as const, opensAt: at('12T08:00'), closesAt: at('23T18:00') };
const window = (kind: FurtherKind, from: string, to: string) => ({ id: `${kind} ${from}`, kind, opensAt: at(from), closesAt: at(to) });

describe('a further window', () => {
  const makeUp = window('make-up', '26T08:00', '28T18:00');
  const early = at('23T12:00');
  it.each([
    ['after the round', window('make-up', '26T08:00', '28T18:00'), [], early, []],
    ['at the round’s very end', window('make-up', '23T18:00', '24T18:00'), [], early, []],
    ['a minute before it', window('make-up', '23T17:59', '24T18:00'), [], early, ['screening/window-too-early']],
    ['backwards', window('make-up', '28T08:00', '26T18:00'), [], early, ['screening/window-backwards']],
    ['over already', window('make-up', '24T08:00', '24T18:00'), [], at('24T18:00'), ['screening/window-over']],
    ['within another make-up', window('make-up', '27T08:00', '30T18:00'), [makeUp], early, ['screening/window-overlaps']],
    ['right behind another', window('make-up', '28T18:00', '30T18:00'), [makeUp], early, []],
    ['a retest beside a make-up', window('retest', '27T08:00', '30T18:00'), [makeUp], early, []],
  ] as const)('%s', (_, plan, others, now, faults) => {
    const verdict = mayPlanFurther(plan, round, others, now);
    expect(verdict.allowed ? [] : verdict.reasons).toEqual(faults);
  });

  it.each([
    ['one that comes first', makeUp, [makeUp], at('23T18:00')],
    ['one behind another', window('retest', '29T08:00', '30T18:00'), [makeUp], at('28T18:00')],
    ['one beside another', window('retest', '27T08:00', '30T18:00'), [makeUp], at('23T18:00')],
  ] as const)('knows who is due when what lies before it has ended: %s', (_, one, others, from) => {
    expect(seatsFrom(one, round, others)).toEqual(new Date(from.getTime() + SETTLED_AFTER_MS));
  });

  it('is what a seat keeps to, even of a round that is closed', () => {
    expect(windowOfSeat(round, { furtherOpensAt: makeUp.opensAt, furtherClosesAt: makeUp.closesAt })).toEqual({ state: 'open', opensAt: makeUp.opensAt, closesAt: makeUp.closesAt });
    expect(windowOfSeat(round, { furtherOpensAt: null, furtherClosesAt: null })).toBe(round);
  });

  it('is proposed on school days', () => {
    const calendar = { terms: [{ schoolYear: 2026, number: 1 as const, startsOn: '2026-09-01' as SchoolDay, endsOn: '2027-01-22' as SchoolDay }], exceptions: new Map([['2026-10-26' as SchoolDay, true]]) };
    expect(proposedFurtherWindow(calendar, round, 7, at('20T08:00'))).toEqual({ opensAt: at('27T08:00'), closesAt: new Date('2026-11-02T18:00:00+08:00') });
    expect(proposedFurtherWindow({ terms: [], exceptions: new Map() }, round, 7, at('30T08:00'))).toEqual({ opensAt: new Date('2026-11-02T08:00:00+08:00'), closesAt: new Date('2026-11-06T18:00:00+08:00') });
  });
});
