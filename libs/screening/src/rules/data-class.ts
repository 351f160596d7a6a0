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

/** docs/domain-facts.md §4.2: scores and levels until a year after the pupil has left. A pupil who changes schools takes the file along. */
export const screeningScores = defineDataClass({
  name: 'screening.scores', zh: '测评分数与等级', from: '学生离校之日',
  least: null, destroys: '答卷、分数、触发的规则、建议和评定的等级及评定记录；各班各校的参加人数保留',
});
