import { describe, expect, it } from '@jest/globals';
import { schoolDay as day } from '@heliotrope/kernel';
import { type AssessedSubject, ASSESSMENT_PART_NAMES, type AssessmentForApproval, assessmentKeptUntil, type AssessmentState, isInForce, mayApprove, missingAnswers } from './impact-assessment.js';

const content = Object.fromEntries(ASSESSMENT_PART_NAMES.map((name) => [name, '写得足够清楚的一段说明']));
const draft: AssessmentForApproval = { state: 'draft', content, conclusion: 'proceed-with-measures', author: 'account:a', validUntil: day('2027-08-31') };

describe('an impact assessment', () => {
  it('answers every question of article 56', () => {
    expect(missingAnswers(content)).toEqual([]);
    expect(missingAnswers({ ...content, measures: '加密' })).toEqual(['measures']);
    expect(missingAnswers({})).toHaveLength(8);
  });

  const approvals: [why: string, changes: Partial<AssessmentForApproval>, by: string, code: string | null][] = [
    ['another person approves', {}, 'account:b', null],
    ['its author may not', {}, 'account:a', 'data-protection/author-cannot-approve'],
    ['not twice', { state: 'approved' }, 'account:b', 'data-protection/assessment-state'],
    ['not after it was revoked', { state: 'revoked' }, 'account:b', 'data-protection/assessment-state'],
    ['not when it says stop', { conclusion: 'stop' }, 'account:b', 'data-protection/assessment-says-stop'],
    ['not with a hole in it', { content: {} }, 'account:b', 'data-protection/assessment-incomplete'],
    ['on its last day still', { validUntil: day('2026-10-12') }, 'account:b', null],
    ['not the day after', { validUntil: day('2026-10-11') }, 'account:b', 'data-protection/assessment-over'],
  ];
  it.each(approvals)('%s', (_why, changes, by, code) => {
    const verdict = mayApprove({ ...draft, ...changes }, by, day('2026-10-12'));
    expect(verdict.allowed ? null : verdict.reasons[0]).toBe(code);
  });

  const days: [on: string, state: AssessmentState, subject: AssessedSubject, holds: boolean][] = [
    ['2026-08-31', 'approved', 'screening', false],
    ['2026-09-01', 'approved', 'screening', true],
    ['2027-08-31', 'approved', 'screening', true],
    ['2027-09-01', 'approved', 'screening', false],
    ['2026-10-12', 'draft', 'screening', false],
    ['2026-10-12', 'revoked', 'screening', false],
    ['2026-10-12', 'approved', 'export', false],
  ];
  it.each(days)('on %s, %s, asked for %s: %s', (on, state, subject, holds) => {
    expect(isInForce({ subject: 'screening', state, validFrom: day('2026-09-01'), validUntil: day('2027-08-31') }, subject, day(on))).toBe(holds);
  });

  it('is kept three years after its last day', () => {
    expect(assessmentKeptUntil({ validUntil: day('2027-08-31') })).toBe('2030-08-31');
    expect(assessmentKeptUntil({ validUntil: day('2028-02-29') })).toBe('2031-03-01');
  });
});
