import { verdictOf } from '@heliotrope/kernel';
import { describe, expect, it } from '@jest/globals';
import { FINDING_FIELDS, findingRule, findingReason, findingsPointAt, interviewStanding, isInterviewOverdue, mayRecordInterview, unknownFindings } from './interview.js';

const calm = { ideation: 'none', 'self-injury': 'never', support: 'several' };

describe('what the findings of a talk point at', () => {
  it.each([
    ['nothing asked', {}, 0, []],
    ['all calm', calm, 0, []],
    ['poor sleep alone', { sleep: 'poor' }, 0, []],
    ['very poor sleep', { sleep: 'very-poor' }, 1, ['interview:sleep=very-poor']],
    ['nobody to turn to', { ...calm, support: 'nobody' }, 1, ['interview:support=nobody']],
    ['life without meaning', { ideation: 'passive' }, 2, ['interview:ideation=passive']],
    ['self-injury of late, without intent', { ...calm, 'self-injury': 'current' }, 2, ['interview:self-injury=current']],
    ['a wish to end it', { ideation: 'active' }, 3, ['interview:ideation=active']],
    ['an attempt longer ago than three months', { attempt: 'past' }, 3, ['interview:attempt=past']],
    ['an attempt within three months', { attempt: 'recent' }, 4, ['interview:attempt=recent']],
    ['a definite plan', { plan: 'definite' }, 4, ['interview:plan=definite']],
    ['a definite plan and able to act', { ideation: 'active', plan: 'definite', means: 'yes' }, 4, ['interview:plan=definite', 'interview:means=yes', 'interview:ideation=active']],
    ['able to act beside a wish, no plan', { ideation: 'passive', means: 'yes' }, 3, ['interview:means=yes', 'interview:ideation=passive']],
    ['able to act, and no wish at all', { ideation: 'none', means: 'yes' }, 0, []],
    ['intent to harm somebody', { 'harm-others': 'intent' }, 4, ['interview:harm-others=intent']],
    ['an answer the form does not know', { ideation: 'sometimes', weather: 'bad' }, 0, []],
  ])('%s', (_, findings, ordinal, rules) => {
    const found = findingsPointAt(findings);
    expect([found.ordinal, found.fired.map(({ rule }) => rule)]).toEqual([ordinal, rules]);
  });

  it('each finding has its words, and what is none has none', () => {
    for (const { id, choices } of FINDING_FIELDS) for (const { value } of choices) expect(findingReason(`interview:${id}=${value}`)).toMatch(/^访谈：.+——.+$/);
    expect(findingRule('interview:plan=definite')).toEqual({ rule: 'interview:plan=definite', ordinal: 4, reason: '访谈：计划——有具体打算' });
    for (const none of ['interview:plan=perhaps', 'interview:weather=bad', 'critical:phq-9/item-9>=1', '']) expect(findingRule(none)).toBeUndefined();
  });
});

describe('a talk goes on record', () => {
  const opened = new Date('2026-10-12T01:00:00Z');
  const now = new Date('2026-10-13T03:00:00Z');
  const talk = (changes: object) => mayRecordInterview({ at: now, summary: '谈了近况，学生说是误选', findings: calm, ...changes }, opened, now);

  it.each([
    ['as it should be', {}, []],
    ['held this very moment', { at: now }, []],
    ['a second ahead of the clock', { at: new Date(now.getTime() + 1000) }, ['screening/interview-ahead']],
    ['in the moment the answers came', { at: opened }, []],
    ['from before the answers', { at: new Date(opened.getTime() - 1000) }, ['screening/interview-before-answers']],
    ['nine signs of summary', { summary: '谈了近况是误选而已' }, ['screening/interview-words-short']],
    ['ten signs of summary', { summary: '谈了近况，是误选而已' }, []],
    ['without the question about self-injury', { findings: { ideation: 'none', support: 'one' } }, ['screening/interview-form-empty']],
    ['with an answer nobody knows', { findings: { ...calm, sleep: 'sometimes' } }, ['screening/interview-form-unknown']],
    ['an attempt that did not reach the pupil needs no words', { findings: null, summary: '' }, []],
  ])('%s', (_, changes, faults) => expect(talk(changes)).toEqual(verdictOf(faults)));

  it('unknown answers are named', () => expect(unknownFindings({ ...calm, sleep: 'x', weather: 'y' })).toEqual(['sleep=x', 'weather=y']));
});

describe('how far the re-check has come', () => {
  it.each([[0, 0, 'none'], [0, 1, 'tried'], [1, 0, 'held'], [1, 3, 'held']] as const)('%d held, %d not reached: %s', (held, attempts, expected) => {
    expect(interviewStanding({ held, attempts })).toBe(expected);
  });

  const due = new Date('2026-10-12T15:59:00Z');
  it.each([
    ['a second before', -1, 'none', false], ['at the moment', 0, 'none', true], ['after', 1, 'none', true],
    ['after, though tried', 1, 'tried', true], ['after, and held', 1, 'held', false],
  ] as const)('overdue: %s', (_, seconds, standing, expected) => {
    expect(isInterviewOverdue(due, standing, new Date(due.getTime() + seconds * 1000))).toBe(expected);
  });

  it('nothing is overdue where no time is named', () => expect(isInterviewOverdue(null, 'none', due)).toBe(false));
});
