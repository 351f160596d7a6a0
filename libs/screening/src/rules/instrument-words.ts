import type { Comparison, Formula, InstrumentDefinition, ItemRole, ScoreDefinition, Wording } from './instrument.js';

// Which Chinese word stands for which choice of a definition? One table for the template's lists, for reading it, and for pages.

type Words<T extends string> = Readonly<Record<T, string>>;

export const COMPARISON_WORDS: Words<Comparison> = { '>=': '大于等于', '>': '大于', '<=': '小于等于', '<': '小于', '=': '等于' };
export const ROLE_WORDS: Words<ItemRole> = { content: '内容', validity: '效度', critical: '危急', function: '功能', unscored: '不计分' };
export const FORMULA_WORDS: Words<Formula> = {
  sum: '求和', mean: '平均', count: '达到阈值的题数', 'mean-of-present': '达到阈值的题的平均', 'sum-of-scores': '几个分数相加',
};
export const WORSE_WORDS: Words<ScoreDefinition['worse']> = { higher: '越高越差', lower: '越低越差', neither: '不分好坏' };
export const INFORMANT_WORDS: Words<InstrumentDefinition['informant']> = { self: '学生自评', parent: '家长', teacher: '教师', clinician: '专业人员' };
export const MODE_WORDS: Words<InstrumentDefinition['mode']> = { classroom: '班级团体', interview: '一对一面谈' };
export const TIER_WORDS: Words<InstrumentDefinition['licence']['tier']> = { A: 'A 可随软件提供', B: 'B 须核对条款', C: 'C 须自行取得授权', own: '自编' };
export const WORDING_WORDS: Words<Wording> = {
  'own-rendering': '自行译写', 'own-work': '自编', licensed: '依授权使用原文', 'imported-by-licensee': '只有结构，题干待导入',
};
export const YES_NO: Words<'true' | 'false'> = { true: '是', false: '否' };

/** The choice that this word stands for, or undefined. Words for people and the choices themselves are both understood. */
export function choiceOf<T extends string>(words: Words<T>, text: string): T | undefined {
  return (Object.keys(words) as T[]).find((choice) => words[choice] === text || choice === text);
}
