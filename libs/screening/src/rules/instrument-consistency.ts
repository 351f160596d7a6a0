import { holds, type Comparison, type InstrumentDefinition, type ScoreDefinition } from './instrument.js';
import type { DefinitionFault } from './partition.js';

/**
 * Does the definition agree with itself? Items count from 1 without a gap, every reference leads somewhere, bands
 * climb and begin where the score begins, the stated range is the range the key can really produce, every rule can
 * fire on this form, and wording is there or declared to be brought. Returns the faults.
 */
export function consistencyFaults(definition: InstrumentDefinition, reverse: readonly number[]): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const fault = (code: string, path: string, message: string) => faults.push({ code: `instrument/${code}`, path, message });
  const { items, scores, optionSets } = definition;
  const values = (no: number) => optionSets[items[no - 1]?.options ?? '']?.map((option) => option.value) ?? [];

  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(definition.code)) fault('code', 'code', '代码只能由小写字母、数字和连字符组成');
  if (!/^\d+\.\d+\.\d+(\+\d+)?$/.test(definition.version)) fault('version', 'version', '版本号形如 1.0.0');
  const { from, to } = definition.grades;
  if (from < 1 || to > 12 || from > to) fault('grades', 'grades', '年级范围应在 1 至 12 之间');
  for (const [id, options] of Object.entries(optionSets)) {
    const distinct = new Set(options.map((option) => option.value));
    if (options.length < 2 || distinct.size !== options.length) fault('options', `optionSets.${id}`, '选项至少两个，且值不能重复');
    if (options.some((option) => option.value > 20)) fault('options', `optionSets.${id}`, '选项值不能大于 20');
  }
  if (items.length === 0 || items.length > 500) fault('items', 'items', '题目数应在 1 至 500 之间');
  items.forEach((item, at) => {
    if (item.no !== at + 1) fault('item-order', `items[${at}]`, '题号应从 1 开始连续');
    if (!optionSets[item.options]) fault('unknown-option-set', `items[${at}].options`, `没有名为 ${item.options} 的选项组`);
    if ((item.text === null) !== (definition.wording === 'imported-by-licensee')) fault('wording', `items[${at}].text`, '题干缺失，或与“题干来源”（wording）不一致');
    if (item.askedWhen?.items.some((no) => no >= item.no || no < 1)) fault('asked-when', `items[${at}].askedWhen`, '条件只能引用前面的题目');
    else if (item.askedWhen && (item.askedWhen.items.length === 0 || item.askedWhen.items.some((no) => !values(no).some((value) => holds(value, item.askedWhen!.op, item.askedWhen!.value))))) {
      fault('asked-when', `items[${at}].askedWhen`, '条件永远不会成立：所引用题目的选项中没有这样的答案');
    }
  });
  for (const no of [...reverse, ...definition.positiveWhenUnanswered]) {
    if (!items[no - 1]) fault('unknown-item', 'reverse', `第 ${no} 题不存在`);
  }

  const ids = scores.map((score) => score.id);
  if (ids.length === 0 || new Set(ids).size !== ids.length) fault('scores', 'scores', '至少一个分数，且标识不能重复');
  scores.forEach((score, at) => {
    const path = `scores.${score.id}`;
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(score.id)) fault('score-id', path, '分数标识只能由小写字母、数字和连字符组成');
    const sumOfScores = score.formula === 'sum-of-scores';
    if (sumOfScores ? score.of.length === 0 || score.items.length > 0 : score.items.length === 0 || score.of.length > 0) {
      fault('score-parts', path, '合计分引用别的分数（of），其余引用题号（items）');
    }
    if (score.of.some((id) => !ids.slice(0, at).includes(id))) fault('unknown-score', path, '合计分只能引用写在前面的分数');
    if (new Set(score.items).size !== score.items.length) fault('item-scored-twice', path, '同一分数重复引用了题目');
    if (score.items.some((no) => !items[no - 1])) fault('unknown-item', path, '引用了不存在的题目');
    if ((score.formula === 'count' || score.formula === 'mean-of-present') !== (score.threshold !== null)) fault('threshold', path, '阈值（threshold）与公式不一致');
    score.bands.forEach((band, b) => {
      const least = b === 0 ? score.range[0] : score.bands[b - 1]!.from;
      if (b === 0 ? band.from !== least : band.from <= least) fault('bands', `${path}.bands`, '分级应从最低分开始并依次升高');
      if (band.from > score.range[1]) fault('bands', `${path}.bands`, `${band.band} 的起点超出得分范围`);
    });
    if (faults.length === 0) {
      const [low, high] = reachable(score, scores, values);
      if (low !== score.range[0] || high !== score.range[1]) fault('range', `${path}.range`, `计分键的实际范围是 ${low}–${high}`);
    }
  });

  const canFire = (rule: { item: number; op: Comparison; value: number }, path: string) => {
    if (!values(rule.item).some((value) => holds(value, rule.op, rule.value))) fault('rule-never-fires', path, `第 ${rule.item} 题的选项永远不会触发该规则`);
  };
  definition.critical.forEach((rule, at) => canFire(rule, `critical[${at}]`));
  definition.soft.forEach((rule, at) => canFire(rule, `soft[${at}]`));
  for (const id of [...definition.positive.map((rule) => rule.score), ...(definition.lie ? [definition.lie.score] : [])]) {
    if (!ids.includes(id)) fault('unknown-score', 'positive', `没有名为 ${id} 的分数`);
  }
  qualityFaults(definition, values, fault);
  return faults;
}

/** Can each limit on the way of answering be reached on this form, and does it mean something there? */
function qualityFaults(definition: InstrumentDefinition, values: (no: number) => readonly number[], fault: (code: string, path: string, message: string) => void): void {
  const { quality, items } = definition;
  if (!quality) return;
  const { secondsPerItem, longString, pairs } = quality;
  if (secondsPerItem === null && longString === null && pairs === null) fault('quality', 'quality', '作答质量（quality）至少要写一条界限');
  if (secondsPerItem !== null && (secondsPerItem <= 0 || secondsPerItem > 60)) fault('quality-seconds', 'quality.secondsPerItem', '每题秒数应大于 0，不超过 60');
  if (longString !== null && (longString < 2 || longString > items.length)) fault('quality-long-string', 'quality.longString', '连续题数应在 2 与题目数之间');
  if (longString !== null && !definition.opposites) fault('quality-long-string', 'quality.longString', '量表没有反向或相对条目时，连续选同一选项不说明问题');
  if (!pairs) return;
  if (pairs.of.length === 0 || pairs.atLeast < 1 || pairs.atLeast > pairs.of.length) fault('quality-pairs', 'quality.pairs', '矛盾对数应在 1 与成对题的对数之间');
  pairs.of.forEach(([a, b], at) => {
    const path = `quality.pairs.of[${at}]`;
    if (!items[a - 1] || !items[b - 1] || a === b) return fault('quality-pairs', path, '成对题应是两道不同的题');
    // After reversing, the weights of an item run over the same numbers as its printed values.
    const widest = Math.max(Math.max(...values(a)) - Math.min(...values(b)), Math.max(...values(b)) - Math.min(...values(a)));
    if (pairs.apart <= 0 || pairs.apart > widest) fault('quality-pairs', path, '这一对题永远不会相差到这个界限');
  });
}

/** The least and the greatest value the key can give this score. */
function reachable(score: ScoreDefinition, scores: readonly ScoreDefinition[], values: (no: number) => readonly number[]): [number, number] {
  const low = score.items.map((no) => Math.min(...values(no)));
  const high = score.items.map((no) => Math.max(...values(no)));
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  switch (score.formula) {
    case 'sum':
      return [sum(low) * score.times, sum(high) * score.times];
    case 'mean':
      return [(sum(low) / low.length) * score.times, (sum(high) / high.length) * score.times];
    case 'count':
      return [0, score.items.length];
    case 'mean-of-present':
      return [score.threshold ?? 0, Math.max(...high)];
    case 'sum-of-scores': {
      const parts = scores.filter((part) => score.of.includes(part.id));
      return [sum(parts.map((part) => part.range[0])), sum(parts.map((part) => part.range[1]))];
    }
  }
}
