import { defineDataClass } from '@heliotrope/data-protection/rules';

/** docs/domain-facts.md §4.2: until graded and a year after; the scores, the level and its reasons stay. */
export const itemAnswers = defineDataClass({
  name: 'screening.item-answers', zh: '测评逐题作答', from: '等级评定之日（无须复核的，自该轮结束之日）',
  least: null, destroys: '加密保存的逐题答案与用时；分数、等级和评定记录保留',
});

/** docs/domain-facts.md §4.2: as counselling notes, three years after it was decided. */
export const interviewRecords = defineDataClass({
  name: 'screening.interview-records', zh: '复检访谈记录', from: '等级评定之日', least: null, destroys: '加密保存的访谈内容与观察；访谈的时间、方式和评定记录保留',
});
