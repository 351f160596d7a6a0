import { describe, expect, it } from '@jest/globals';
import { InstrumentLibrary } from '../server/instrument-library.js';
import { ruleReason } from './rule-reason.js';

const shelf = new InstrumentLibrary();
const say = (rule: string) => ruleReason(rule, (code) => shelf.find(code)?.definition);

describe('the words of a fired rule', () => {
  it.each([
    ['critical:phq-9/item-9>=1', 'PHQ-9 第 9 题：近两周出现过想死或伤害自己的念头'],
    ['phq-9/item-9>=1', 'PHQ-9 第 9 题：近两周出现过想死或伤害自己的念头'],
    ['same-form:phq-9/item-9>=1', '同一份量表又收到不同作答：PHQ-9 第 9 题：近两周出现过想死或伤害自己的念头'],
    ['phq-9/item-8>=1', 'PHQ-9 第 8 题的回答须立即关注'],
    ['gone/item-3=2', 'GONE 第 3 题的回答须立即关注'],
    ['same-id:phq-9/item-9>=1', '同一答卷编号收到不同作答：PHQ-9 第 9 题：近两周出现过想死或伤害自己的念头'],
    ['positive:phq-9', 'PHQ-9 总分达到 10 分'],
    ['severe:phq-9', 'PHQ-9 总分达到 20 分，在“重度”一段'],
    ['positive:gone', 'GONE 达到筛查界限'],
    ['positive-families:2', '2 类量表达到筛查界限'],
    ['void:mht', 'MHT 答卷无效，分数不计入，建议重测'],
    ['unscorable:phq-9', 'PHQ-9 答卷无法计分，请查看原始作答'],
    ['notice:ces-d', 'CES-D 有需要留意的回答'],
    ['of-long-ago', '以前版本的规则'],
  ])('%s: %s', (rule, words) => {
    expect(say(rule)).toBe(words);
  });

  it('are there for every rule of every instrument we ship, and never its code', () => {
    for (const { definition } of shelf.all()) {
      for (const { item, op, value, reason } of definition.critical) expect(say(`critical:${definition.code}/item-${item}${op}${value}`)).toBe(reason);
      for (const { ordinal } of definition.positive) {
        const said = say(`${ordinal === 2 ? 'severe' : 'positive'}:${definition.code}`);
        expect(definition.positive.filter((one) => one.ordinal === ordinal).every((one) => said.includes(one.why))).toBe(true);
      }
    }
  });
});
