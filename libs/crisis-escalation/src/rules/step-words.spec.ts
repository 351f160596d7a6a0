import { describe, expect, it } from '@jest/globals';
import { actingRule } from './step-words.js';

describe('who acted where nobody did', () => {
  it.each([
    ['crisis-escalation.open-case-on-alert', '关键题预警'],
    ['crisis-escalation.open-case-on-confirmed-level', '预警等级确认'],
    ['crisis-escalation.of-long-ago', '以前版本的规则'],
  ])('%s: %s', (rule, words) => {
    expect(actingRule(rule)).toBe(words);
  });
});
