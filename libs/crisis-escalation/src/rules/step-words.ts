import type { OpeningReason } from './case-opening.js';

// Why is this step in the timeline, and who took it where nobody did? The record keeps codes; people read these words.

export const OPENING_REASONS: Readonly<Record<OpeningReason, string>> = {
  'critical-answer-before-any-judgement': '关键题的回答须立即关注，不等人工判断',
  'level-confirmed-by-a-person': '有权人员确认了预警等级',
  'more-serious-than-the-standing-case': '比原来的情况更严重，须重新接手',
  'no-more-serious-than-the-standing-case': '不比原来的情况更严重，并入已有个案',
  'too-mild-for-a-case': '未达到建立个案的程度',
};

/** The listeners and jobs that write steps by themselves, in the words of the paper. */
export const ACTING_RULES: Readonly<Record<string, string>> = {
  'crisis-escalation.open-case-on-alert': '关键题预警',
  'crisis-escalation.open-case-on-confirmed-level': '预警等级确认',
};

/** Which rule acted, in words. One that this version no longer has is still shown as a rule. */
export function actingRule(rule: string): string {
  return ACTING_RULES[rule] ?? '以前版本的规则';
}
