import { describe, expect, it } from '@jest/globals';
import { type ConsentLine, type ConsentState, type Decision, mayAsk, mayProcess, maySay, standingOf } from './consent.js';
import type { Audience } from './deciders.js';

const line = (audience: Audience, decision: Decision, material = 2, campaignId: string | null = 'october'): ConsentLine => ({ audience, decision, material, campaignId, isSound: true });
const broken = (of: ConsentLine): ConsentLine => ({ ...of, isSound: false });
const now = { guardian: 2, pupil: 2 };
const both: Audience[] = ['pupil', 'guardian'];

describe('how consent stands', () => {
  const rows: [why: string, deciders: Audience[], lines: ConsentLine[], state: ConsentState, of: Audience[], opens: boolean][] = [
    ['nobody has to decide', [], [], 'not-needed', [], true],
    ['nobody has said anything', ['guardian'], [], 'awaiting', ['guardian'], false],
    ['the guardian agreed', ['guardian'], [line('guardian', 'given')], 'given', [], true],
    ['the guardian agreed, the pupil of fourteen has not spoken', both, [line('guardian', 'given')], 'awaiting', ['pupil'], false],
    ['both agreed', both, [line('guardian', 'given'), line('pupil', 'given')], 'given', [], true],
    ['the pupil refuses what the guardian agreed to', both, [line('guardian', 'given'), line('pupil', 'refused')], 'refused', ['pupil'], false],
    ['agreed and later withdrawn', ['guardian'], [line('guardian', 'given'), line('guardian', 'withdrawn')], 'withdrawn', ['guardian'], false],
    ['withdrawn and later given again', ['guardian'], [line('guardian', 'given'), line('guardian', 'withdrawn'), line('guardian', 'given')], 'given', [], true],
    ['agreed to an earlier purpose', ['guardian'], [line('guardian', 'given', 1)], 'outdated', ['guardian'], false],
    ['refused an earlier purpose: a no stays a no', ['guardian'], [line('guardian', 'refused', 1)], 'refused', ['guardian'], false],
    ['a refusal weighs more than a silence', both, [line('guardian', 'refused')], 'refused', ['guardian'], false],
    ['somebody changed the last word in the database', both, [line('pupil', 'refused'), broken(line('guardian', 'given'))], 'doubtful', ['guardian'], false],
    ['a word said anew mends the doubt', ['guardian'], [broken(line('guardian', 'given')), line('guardian', 'given')], 'given', [], true],
    ['what an undemanded party says does not count', ['guardian'], [line('pupil', 'given')], 'awaiting', ['guardian'], false],
  ];
  it.each(rows)('%s', (_why, deciders, lines, state, of, opens) => {
    const standing = standingOf(deciders, lines, now);
    expect(standing).toEqual({ state, of });
    expect(mayProcess(standing)).toBe(opens);
  });

  it('is given by nobody to a notice that was never published', () => {
    expect(standingOf(['guardian'], [line('guardian', 'given')], {}).state).toBe('outdated');
  });
});

describe('asking', () => {
  const rows: [why: string, lines: ConsentLine[], may: boolean][] = [
    ['nobody was asked yet', [], true],
    ['what was said was tampered with', [broken(line('guardian', 'refused'))], true],
    ['refused in this campaign: not asked again', [line('guardian', 'refused')], false],
    ['withdrawn in this campaign: not asked again', [line('guardian', 'given'), line('guardian', 'withdrawn')], false],
    ['refused last year: may be asked this year', [line('guardian', 'refused', 2, 'last-year')], true],
    ['agreed to what is asked: no need', [line('guardian', 'given', 2, 'last-year')], false],
    ['agreed to an earlier purpose: asked anew', [line('guardian', 'given', 1, 'last-year')], true],
    ['what the pupil said does not bind the guardian', [line('pupil', 'refused')], true],
  ];
  it.each(rows)('%s', (_why, lines, may) => {
    expect(mayAsk('guardian', lines, 'october', 2).allowed).toBe(may);
  });
});

describe('saying', () => {
  const rows: [next: Decision, last: Decision | null, lastMaterial: number, code: string | null][] = [
    ['given', null, 0, null],
    ['refused', null, 0, null],
    ['withdrawn', null, 0, 'data-protection/nothing-to-withdraw'],
    ['withdrawn', 'given', 2, null],
    ['withdrawn', 'given', 1, null],
    ['withdrawn', 'refused', 2, 'data-protection/nothing-to-withdraw'],
    ['withdrawn', 'withdrawn', 2, 'data-protection/nothing-to-withdraw'],
    ['given', 'given', 2, 'data-protection/already-said'],
    ['given', 'given', 1, null],
    ['given', 'refused', 2, null],
    ['given', 'withdrawn', 2, null],
    ['refused', 'refused', 1, 'data-protection/already-said'],
    ['refused', 'given', 2, null],
  ];
  it.each(rows)('%s after %s to number %i: %s', (next, last, material, code) => {
    const verdict = maySay(next, last === null ? undefined : { decision: last, material, isSound: true }, 2);
    expect(verdict.allowed ? null : verdict.reasons[0]).toBe(code);
  });

  it('over a word that was tampered with, anything', () => {
    for (const next of ['given', 'refused', 'withdrawn'] as const) expect(maySay(next, { decision: next, material: 2, isSound: false }, 2).allowed).toBe(true);
  });
});
