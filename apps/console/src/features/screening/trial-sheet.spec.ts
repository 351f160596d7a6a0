import { expect, it } from '@jest/globals';
import { readInstrument } from '@heliotrope/screening/rules';
import { tryOut } from './trial-sheet.js';

const reading = readInstrument({
  code: 'x', version: '1.0.0', title: '试', edition: '三题', language: 'zh-CN', source: '测试', licence: { tier: 'own', line: '测试' }, wording: 'own-work', grades: '7-9', recall: '平时',
  optionSets: { often: [{ value: 0, label: '没有' }, { value: 1, label: '有时' }, { value: 2, label: '经常' }] }, reverse: [3],
  items: [{ no: 1, text: '一' }, { no: 2, text: '二', askedWhen: { items: [1], op: '>=', value: 1 } }, { no: 3, text: '三' }],
  scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-3', range: [0, 6], bands: [{ band: 'low', from: 0, label: '低' }, { band: 'high', from: 4, label: '高' }] }], partition: ['total'],
  critical: [{ item: 2, op: '>=', value: 2, severity: 3, reason: '第 2 题' }], minSeconds: 1,
});
if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
const { definition } = reading;

it.each([
  ['nothing answered', [null, null, null], [true, false, true], null, null, []],
  ['the condition not met: not asked is not missing', [0, null, 0], [true, false, true], 2, '低', []],
  ['the condition met, its item left out', [1, null, 0], [true, true, true], null, null, []],
  ['the condition met, a critical answer, one item reversed', [1, 2, 0], [true, true, true], 5, '高', ['第 2 题']],
  ['an answer that stands on an item no longer asked counts for nothing', [0, 2, 0], [true, false, true], 2, '低', []],
] as const)('%s', (_, answers, asked, value, band, critical) => {
  const tried = tryOut(definition, answers);
  expect(tried.asked).toEqual(asked);
  expect(tried.scores).toEqual([{ name: '总分', value, band }]);
  expect(tried.critical).toEqual(critical);
});
