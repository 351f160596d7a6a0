import { describe, expect, it } from '@jest/globals';
import { compiledSample, shippedLibrary } from '../testing/index.js';
import { wordList } from '../server/instrument/word-list.js';
import { approvalFaults, type ApprovalWish, wordsFound } from './item-wording.js';

const list = wordList();
const withText = (text: string) => compiledSample({ grades: '1-12', items: [1, 2, 3, 4].map((no) => ({ no, text: no === 2 ? text : `平常的一题 ${no}` })) }).definition;
const wish = (from: number, to: number, changes: Partial<ApprovalWish> = {}): ApprovalWish => ({ grades: { from, to }, validFrom: '2026-09-01', validUntil: '2027-08-31', itemsRead: 4, ...changes });
const codes = (text: string, asked: ApprovalWish) => approvalFaults(withText(text), asked, list).map((fault) => fault.code);

describe('words found', () => {
  it.each([
    ['我想过割腕', 'method'], ['想从楼上跳下去', 'method'], ['攒了很多安眠药', 'method'], ['写好了遗书', 'method'], ['想 自 杀', 'attention'], ['活着没有意思', 'attention'], ['想弄伤自己', 'attention'],
  ])('%s: %s', (text, kind) => expect(wordsFound(withText(text), list).map((one) => one.kind)).toContain(kind));

  it.each(['我喜欢跳绳', '跳下课间操的台阶', '上课时我很难集中注意', '我按时吃药', '我的头发掉了'])('%s: none', (text) => {
    expect(wordsFound(withText(text), list).filter((one) => one.kind === 'method')).toEqual([]);
  });

  it('in options and instructions too', () => {
    const { definition } = compiledSample({ instructions: '请回想你服毒的念头', optionSets: { often: [{ value: 0, label: '没有' }, { value: 1, label: '写过遗书' }] }, scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-4', range: [0, 4] }] });
    expect([...new Set(wordsFound(definition, list).map((one) => one.item))]).toEqual([0, 1, 2, 3, 4]);
  });

  it('the shipped words for pupils name no way of dying, and below grade 7 not even death', () => {
    for (const { definition } of shippedLibrary().all()) {
      const found = wordsFound(definition, list);
      if (definition.mode === 'classroom') expect([definition.code, found.filter((one) => one.kind === 'method')]).toEqual([definition.code, []]);
      if (definition.mode === 'classroom' && definition.grades.from < 7) expect([definition.code, found]).toEqual([definition.code, []]);
    }
  });
});

describe('an approval', () => {
  it.each([
    ['plain words for grade 1', '我觉得开心', wish(1, 6), []],
    ['method wording for grade 5', '我想过割腕', wish(5, 6), ['screening/method-wording']],
    ['method wording from grade 6 on', '我想过割腕', wish(6, 9), ['screening/method-wording']],
    ['method wording from grade 7 on', '我想过割腕', wish(7, 9), []],
    ['words about death for grade 5, read by a person', '我想过死', wish(5, 6), []],
    ['one item not read', '我觉得开心', wish(5, 6, { itemsRead: 3 }), ['screening/items-not-read']],
    ['method wording, not read either', '我想过割腕', wish(5, 6, { itemsRead: 0 }), ['screening/method-wording', 'screening/items-not-read']],
    ['grades the wrong way round', '我觉得开心', wish(9, 7), ['screening/grades-backwards']],
    ['over before it begins', '我觉得开心', wish(7, 9, { validUntil: '2026-08-31' }), ['screening/approval-backwards']],
    ['over the day it begins', '我觉得开心', wish(7, 9, { validUntil: '2026-09-01' }), []],
  ] as const)('%s', (_, text, asked, expected) => expect(codes(text, asked)).toEqual(expected));

  it('says which item and which word', () => {
    expect(approvalFaults(withText('我想过割腕'), wish(5, 6), list)[0]!.message).toBe('含有自杀、自伤方式的文字，不得用于七年级以下：第 2 题“割腕”');
  });

  it('keeps to the grades of the instrument, and to words that are there', () => {
    const mht = shippedLibrary().find('mht')!.definition;
    expect(approvalFaults(mht, wish(3, 6, { itemsRead: 100 }), list).map((fault) => fault.code)).toEqual(['screening/instrument-outside-grades', 'screening/wording-missing']);
  });
});
