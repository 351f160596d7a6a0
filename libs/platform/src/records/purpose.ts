/** What somebody opens a pupil's record for. A short list, so that the audit can be read; what fits nowhere is written out. */
export const PURPOSES = {
  review: '复核测评结果',
  crisis: '处置危机',
  care: '制定或落实帮扶方案',
  talk: '与学生或监护人沟通',
  roster: '维护学籍和基本信息',
  handover: '工作交接',
  supervision: '督导检查',
  other: '其他',
} as const;

export type Purpose = keyof typeof PURPOSES;

/** What the caller states with the call that opens a record. */
export interface StatedPurpose {
  readonly purpose: string;
  readonly words: string;
}

const LEAST_WORDS = 4;

/** Is this a purpose at all? `other` has to be written out. */
export function isPurpose({ purpose, words }: StatedPurpose): boolean {
  return purpose in PURPOSES && words.length <= 200 && (purpose !== 'other' || words.trim().length >= LEAST_WORDS);
}

/** For how long a purpose once stated opens the same record in the same session. */
export const PURPOSE_MINUTES = 30;

/** Break-glass access ends after a day at the latest, and somebody else judges it within three. GB/T 22239-2019 8.1.4.11.b; docs/domain-facts.md §4.4, line 13. */
export const MOST_HOURS = 24;
export const REVIEW_DAYS = 3;
