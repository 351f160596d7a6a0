import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf, shippedLibrary } from '../testing/index.js';
import { lineScorer } from './score-line.js';

const answer = lineScorer((code) => shippedLibrary().find(code)?.compiled);
const score = (line: unknown) => JSON.parse(answer(typeof line === 'string' ? line : JSON.stringify(line))) as Record<string, unknown>;

it('answers the line of the contract', () => {
  expect(answer('{"instrument":"phq-9","answers":[0,1,2,0,0,0,0,0,0]}'))
    .toBe('{"instrument":"phq-9","version":"1.1.0","scores":{"total":3},"bands":{"total":"minimal"},"critical":[],"validity":"valid"}');
});

describe('names of the contract', () => {
  const names: Record<string, string[]> = {
    'phq-9': ['total'], 'phq-2': ['total'], 'gad-7': ['total'], k6: ['total'], k10: ['total'], rses: ['total'], asq: ['total'],
    'ces-d': ['total', 'depressed', 'positive', 'somatic', 'interpersonal'],
    'dass-21': ['depression', 'anxiety', 'stress'],
    mht: ['total', 'learning-anxiety', 'social-anxiety', 'loneliness', 'self-blame', 'sensitivity', 'somatic', 'phobia', 'impulsivity', 'lie'],
    mssmhs: ['total', 'obsessive', 'paranoid', 'hostile', 'interpersonal', 'depression', 'anxiety', 'study-pressure', 'maladjustment', 'emotional-instability', 'imbalance'],
    'scl-90': ['total', 'somatization', 'obsessive-compulsive', 'interpersonal-sensitivity', 'depression', 'anxiety', 'hostility', 'phobic-anxiety',
      'paranoid-ideation', 'psychoticism', 'other', 'positive-items'],
    'sdq-self': ['emotional', 'conduct', 'hyperactivity', 'peer', 'prosocial', 'total'],
    'rcads-47': ['separation-anxiety', 'generalized-anxiety', 'panic', 'social-phobia', 'obsessive-compulsive', 'depression', 'total-anxiety', 'total'],
    'scared-41': ['total', 'panic-somatic', 'generalized', 'separation', 'social', 'school-avoidance'],
  };

  it.each(Object.entries(names))('%s', (instrument, expected) => {
    const line = score({ instrument, answers: answersOf(instrument, 1) });
    expect(Object.keys(line)).toEqual(['instrument', 'version', 'scores', 'bands', 'critical', 'validity']);
    expect(Object.keys(line['scores'] as object).sort()).toEqual([...expected].sort());
  });
});

it('a score whose missing rule fails is null, and so is its band; the critical answer is still there', () => {
  expect(score({ instrument: 'phq-9', answers: answersOf('phq-9', null, { 9: 1 }) })).toEqual({
    instrument: 'phq-9', version: '1.1.0', scores: { total: null }, bands: { total: null }, critical: [9], validity: 'incomplete',
  });
});

describe('a bad line', () => {
  const sheet = (changes: object) => ({ instrument: 'phq-9', answers: answersOf('phq-9', 0), ...changes });

  it.each([
    ['is not JSON', 'phq-9', 'not-json'],
    ['is cut off', '{"instrument":"phq-9","answers":[0,1', 'not-json'],
    ['is blank', '', 'not-json'],
    ['is blank from a Windows file', '\r', 'not-json'],
    ['is null', 'null', 'not-a-sheet'],
    ['is a number', '7', 'not-a-sheet'],
    ['is a list', '[]', 'not-a-sheet'],
    ['names no instrument', { answers: [] }, 'not-a-sheet'],
    ['has no answers', { instrument: 'phq-9' }, 'not-a-sheet'],
    ['names an unknown instrument', sheet({ instrument: 'phq-99' }), 'unknown-instrument'],
    ['names an inherited property', sheet({ instrument: '__proto__' }), 'unknown-instrument'],
    ['names a path', sheet({ instrument: '../phq-9' }), 'unknown-instrument'],
    ['names a version we do not have', sheet({ version: '0.1.0' }), 'unknown-version'],
    ['is too short', sheet({ answers: [0] }), 'wrong-length'],
    ['is too long', sheet({ answers: answersOf('phq-9', 0).concat(0) }), 'wrong-length'],
    ['has a value not on the form', sheet({ answers: answersOf('phq-9', 0, { 2: 4 }) }), 'value-not-on-form'],
    ['has half a value', sheet({ answers: answersOf('phq-9', 0, { 2: 0.5 }) }), 'value-not-on-form'],
    ['has a value as text', sheet({ answers: ['0', 0, 0, 0, 0, 0, 0, 0, 0] }), 'value-not-on-form'],
    ['has seconds for other items', sheet({ seconds: [1, 2] }), 'seconds-malformed'],
  ])('that %s', (_, line, code) => {
    const answered = score(line);
    expect(Object.keys(answered)).toEqual(['error']);
    expect(answered['error']).toEqual({ code: `score/${code}`, message: expect.stringMatching(/[\u4e00-\u9fff]/) });
  });

  it('leaves nothing behind for the next one', () => {
    const good = { instrument: 'phq-9', answers: answersOf('phq-9', 1) };
    const before = answer(JSON.stringify(good));
    score(sheet({ answers: answersOf('phq-9', 3, { 9: 7 }) }));
    expect(answer(JSON.stringify(good))).toBe(before);
  });

  it('always is answered by one line of JSON', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.string().map((instrument) => JSON.stringify({ instrument, answers: [] }))), (line) => {
      const answered = answer(line);
      expect(answered).not.toContain('\n');
      expect(JSON.parse(answered)).toBeInstanceOf(Object);
    }));
  });
});

it('seconds, where given, are judged', () => {
  const timed = (seconds: unknown) => score({ instrument: 'phq-9', answers: answersOf('phq-9', 0), seconds })['validity'];
  expect([timed(undefined), timed(null), timed(Array(9).fill(5)), timed(Array(9).fill(1))]).toEqual(['valid', 'valid', 'valid', 'void']);
});

it('a Windows line end is no part of the line', () => expect(score('{"instrument":"phq-2","answers":[1,2]}\r')).toMatchObject({ scores: { total: 3 } }));
