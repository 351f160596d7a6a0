import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyDefinition } from '../testing/definition.builder.js';
import { shipped, shippedLibrary } from '../testing/index.js';
import { readDraft } from './definition-places.js';
import { fhirQuestionnaire, type Json } from './fhir-questionnaire.js';
import { readQuestionnaire } from './fhir-questionnaire-reading.js';

function read(resource: unknown) {
  const { file, places, faults, notes } = readQuestionnaire(JSON.parse(JSON.stringify(resource)));
  return { reading: readDraft(file, places, faults), notes };
}

describe('a definition written as a Questionnaire and read again', () => {
  it.each(shippedLibrary().all().map(({ definition }) => [definition.code, definition] as const))('%s is the same definition, with nothing to note', (_, definition) => {
    expect(read(fhirQuestionnaire(definition))).toEqual({ reading: { ok: true, definition }, notes: [] });
  });

  it('is the same definition, whatever it is', () => {
    fc.assert(fc.property(anyDefinition, (definition) => {
      expect(read(fhirQuestionnaire(definition))).toEqual({ reading: { ok: true, definition }, notes: [] });
    }), { numRuns: 300 });
  });
});

it('a weight is what the answer counts, reversed where the item is', () => {
  const { item } = fhirQuestionnaire(shipped('ces-d').definition) as { item: { linkId: string; answerOption: { valueCoding: { code: string; extension: { valueDecimal: number }[] } }[] }[] };
  const weights = (no: string) => item.find((one) => one.linkId === no)!.answerOption.map(({ valueCoding }) => [valueCoding.code, valueCoding.extension[0]!.valueDecimal]);
  expect(weights('1')).toEqual([['0', 0], ['1', 1], ['2', 2], ['3', 3]]);
  expect(weights('4')).toEqual([['0', 3], ['1', 2], ['2', 1], ['3', 0]]);
});

const coding = (code: string, weight?: number): Json => ({
  valueCoding: { system: 'http://loinc.org', code, display: `答${code}`, ...(weight === undefined ? {} : { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: weight }] }) },
});
const loinc = [coding('LA6568-5', 0), coding('LA6569-3', 1), coding('LA6570-1', 2)];
const question = (linkId: string, changes: Json = {}): Json => ({ linkId, text: `问题 ${linkId}`, type: 'choice', answerOption: loinc, ...changes });
const questionnaire = (item: Json[], changes: Json = {}): Json => ({
  resourceType: 'Questionnaire', name: 'Sleep_Check', version: '1.0.0', title: '睡眠', status: 'active', language: 'zh-CN', description: '三题', copyright: '某某所有', url: 'http://example.org/Questionnaire/sleep', item, ...changes,
});
const when = (question: string, operator: string, answer: Json): Json => ({ question, operator, ...answer });

describe('a questionnaire of another system', () => {
  it('becomes a draft with a plain sum, and every proposal is named', () => {
    const { reading, notes } = read(questionnaire([question('/a'), question('/b'), question('/c')]));
    expect(reading).toMatchObject({ ok: true, definition: { code: 'sleep-check', wording: 'licensed', scores: [{ id: 'total', items: [1, 2, 3], range: [0, 6] }], optionSets: { 'set-1': [{ value: 0 }, { value: 1 }, { value: 2 }] } } });
    expect(notes.map((note) => note.place)).toEqual(['计分', '年级', '来源']);
  });

  it.each([
    ['a list of answers', [when('/a', '=', { answerCoding: { code: 'LA6569-3' } }), when('/a', '=', { answerCoding: { code: 'LA6570-1' } })], 'any', { items: [1], op: '>=', value: 1 }],
    ['one answer', [when('/a', '=', { answerCoding: { code: 'LA6568-5' } })], undefined, { items: [1], op: '=', value: 0 }],
    ['anything but one answer', [when('/a', '!=', { answerCoding: { code: 'LA6568-5' } })], undefined, { items: [1], op: '>=', value: 1 }],
    ['either of two questions', [when('/a', '=', { answerCoding: { code: 'LA6570-1' } }), when('/b', '=', { answerCoding: { code: 'LA6570-1' } })], 'any', { items: [1, 2], op: '=', value: 2 }],
  ] as const)('a condition on %s is understood', (_, enableWhen, enableBehavior, askedWhen) => {
    const { reading } = read(questionnaire([question('/a'), question('/b'), question('/c', { enableWhen, ...(enableBehavior ? { enableBehavior } : {}) })]));
    expect(reading).toMatchObject({ ok: true, definition: { items: [{}, {}, { askedWhen }] } });
  });

  it.each([
    ['a text question', [question('/a', { type: 'string' })], /题型 string 不支持/],
    ['several answers to one question', [question('/a', { repeats: true })], /可多选/],
    ['options kept elsewhere', [question('/a', { answerValueSet: 'http://x' })], /answerValueSet/],
    ['weights that are neither the values nor their reverse', [question('/a', { answerOption: [coding('0', 5), coding('1', 1), coding('2', 2)] })], /无法表示/],
    ['a condition that an answer exists', [question('/a'), question('/b', { enableWhen: [when('/a', 'exists', { answerBoolean: true })] })], /条件 exists 不支持/],
    ['a condition on a later question', [question('/a', { enableWhen: [when('/b', '=', { answerCoding: { code: 'LA6568-5' } })] }), question('/b')], /不是前面的单选题/],
    ['conditions that must hold together', [question('/a'), question('/b'), question('/c', { enableBehavior: 'all', enableWhen: ['/a', '/b'].map((one) => when(one, '=', { answerCoding: { code: 'LA6568-5' } })) })], /all）不支持/],
    ['answers that no comparison gathers', [question('/a'), question('/b', { enableWhen: ['LA6568-5', 'LA6570-1'].map((code) => when('/a', '=', { answerCoding: { code } })) })], /不能写成一个比较/],
    ['a meaning that is changed', [question('/a', { modifierExtension: [{}] })], /modifierExtension/],
    ['a question under a question', [question('/a', { item: [question('/a/b')] })], /子题不支持/],
    ['a group that is asked under a condition', [question('/a'), { linkId: '/g', type: 'group', enableWhen: [when('/a', '=', { answerCoding: { code: 'LA6568-5' } })], item: [question('/b')] }], /整组题目的条件/],
  ] as [string, Json[], RegExp][])('%s cannot be taken, and is named', (_, items, message) => {
    const { reading } = read(questionnaire(items));
    expect(reading.ok ? [] : reading.faults).toContainEqual({ code: 'instrument/fhir-unsupported', place: expect.stringMatching(/^linkId/), message: expect.stringMatching(message) });
  });

  it('what can be left out is named too', () => {
    const { reading, notes } = read(questionnaire([
      { linkId: 'g', type: 'group', text: '第一部分', item: [question('/a', { required: true, maxLength: 9, code: [{}] }), { linkId: 'd', type: 'display', text: '休息一下' }] }, question('/b'),
    ], { purpose: 'p', extension: [{ url: 'http://x' }] }));
    expect(reading.ok).toBe(true);
    expect(notes.map(({ place, message }) => `${place} ${message}`).join('\n')).toEqual(expect.stringMatching(/purpose[^]*http:\/\/x[^]*linkId g 分组已展开[^]*maxLength[^]*必答[^]*code[^]*linkId d 说明文字/));
  });

  it.each([[null], ['text'], [[]], [{ resourceType: 'Patient' }], [{ resourceType: 'Questionnaire' }], [{ resourceType: 'Questionnaire', item: [{}], extension: [{ url: 'urn:heliotrope:fhir:scoring-key', valueString: '{' }] }]])('%j is refused and throws nothing', (resource) => {
    expect(read(resource).reading.ok).toBe(false);
  });

  it('no JSON whatever makes it throw', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (item, extension) => {
      read({ resourceType: 'Questionnaire', item: [item, { type: 'choice', linkId: 'x', answerOption: item, enableWhen: extension }], extension });
    }), { numRuns: 500 });
  });
});
